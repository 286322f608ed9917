"""README and docs are held to the code; settings and the reader's figures have tests beside what they are about."""

import inspect
import re
from pathlib import Path

import pytest

from webapp import errors
from webapp.reading import errors as reading_errors

ROOT = Path(__file__).parent.parent
README, API = ((ROOT / name).read_text() for name in ("README.md", "docs/api.md"))
PAPERS = [path for folder in ("", "docs", "models", "training") for path in sorted((ROOT / folder).glob("*.md"))]
SOURCE = "".join(inspect.getsource(module) for module in (errors, reading_errors))
CODES = set(re.findall(r'(?:Problem\(\d+, |code = |_answer\(\d+, |\d+: \(|status, \()"(\w+)"', SOURCE))
CODES -= {"unreadable_input"}  # of the base class; no error has it


def test_the_search_for_codes_finds_them():
    assert {"no_file", "bad_crop", "not_found", "database_unavailable", "internal_error", "http_error"} <= CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_error_code_is_told(code):
    assert f"`{code}`" in API


def test_every_route_is_told_with_its_method_and_no_other(make_app):
    routes = {
        (method, rule.rule.replace("<reading_id>", "{id}").replace("<int:index>", "{index}"))
        for rule in make_app().url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") or rule.rule == "/healthz"
    }
    assert set(re.findall(r"`([A-Z]+) (/[^`]*)`", README)) == routes


def anchors(paper):
    """What a heading is linked by."""
    titles = re.findall(r"^#+ (.+)$", paper.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_everything_that_is_linked_is_there(paper):
    for name, anchor in re.findall(r"\]\(([^)#:]*)#?([^):]*)\)", paper.read_text()):
        target = paper.parent / name if name else paper
        assert target.is_file(), name
        assert not anchor or anchor in anchors(target), (name, anchor)


def test_the_search_for_links_finds_them():
    assert len(PAPERS) >= 7
    assert {"figures", "api"} <= anchors(ROOT / "README.md")


@pytest.mark.parametrize("folder", ["webapp", "training"])
def test_every_module_says_what_it_is(folder):
    for path in (ROOT / folder).rglob("*.py"):
        assert path.read_text().startswith('"""'), path


def test_the_readme_names_the_steps_that_there_are():
    steps = re.findall(r"^\| `(\w+\.py)` \|", README, re.MULTILINE)
    assert len(steps) == 7
    assert all((ROOT / "webapp" / "reading" / step).is_file() for step in steps)


@pytest.mark.parametrize("room", sorted(path.parent.name for path in (ROOT / "webapp/reading").glob("*/__init__.py")))
def test_every_room_is_in_the_design(room):
    """With all of its modules: in its row of the table, or in a list below."""
    design = (ROOT / "docs/design.md").read_text()
    row = re.search(rf"^\| `reading/{room}/` \|.*$", design, re.MULTILINE).group()
    below = re.search(rf"^What is in `reading/{room}/`:\n\n(?:[- ] .*\n)+", design, re.MULTILINE)
    told = row + (below.group() if below else "")
    modules = {path.stem for path in (ROOT / "webapp/reading" / room).glob("*.py")} - {"__init__"}
    assert modules <= set(re.findall(r"`(\w+)`", told))
