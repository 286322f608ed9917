"""What the shipped locator's card says, and whether README and docs say the same."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIGURES = json.loads((ROOT / "models" / "locator" / "card.json").read_text())["figures"]
ROWS = {
    "synthetic_pages": "500 synthetic pages, hands and print fonts held back",
    "small_images": "the same pages as small images, 400 to 1280 pixels",
    "upright": "180 of them, upright",
    "turned_90": "the same 180 turned by 90°",
    "turned_180": "by 180°",
    "turned_270": "by 270°",
    "tilted_15_left": "tilted by 15° to the left",
    "tilted_15_right": "to the right",
    "perspective_20": "seen from 20° aside",
    "worksheets": "100 worksheets, puzzles and months, much of them print as large as the handwriting",
    "photos": "22 real photos: cheques, notes, envelopes, sums, score rows",
    "form_cells_as_pages": "54 crops of election forms, as pages",
}
IN_README = ("synthetic_pages", "small_images", "worksheets", "photos", "form_cells_as_pages")


def row_of(name):
    figure = FIGURES[name]
    return (
        f"| {ROWS[name]} | {figure['f1']:.3f} | {figure['precision']:.3f} | {figure['recall']:.3f} "
        f"| {100 * figure['sure']:.0f} % | {100 * figure['wrong_among_sure']:.1f} % |"
    )


@pytest.mark.parametrize("name", ROWS)
def test_the_docs_tell_the_cards_figures(name):
    assert row_of(name) in (ROOT / "docs" / "figures.md").read_text()


@pytest.mark.parametrize("name", IN_README)
def test_the_readme_tells_the_cards_figures(name):
    assert row_of(name) in (ROOT / "README.md").read_text()


def test_hardly_any_page_without_a_number_gives_a_sure_one():
    assert FIGURES["no_number"]["pages"] >= 200
    assert FIGURES["no_number"]["with_a_sure_number"] <= 0.02


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith(("turned", "tilted", "perspective"))])
def test_a_page_may_lie_as_it_likes(name):
    assert FIGURES[name]["f1"] >= FIGURES["upright"]["f1"] - 0.03
