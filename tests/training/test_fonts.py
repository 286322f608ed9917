import json
import subprocess

import cv2
import numpy as np
import pytest
from PIL import ImageFont

from training.data import font_cache
from training.data.font_cache import CHARACTERS, DIGITS, EDGE, build_cache, install_fonts, npm_install, render
from training.errors import BadData
from training.writing.fonts import FontHands, fonts_installed, is_held_back, read_cache


def font(size=100):
    """A font that every Pillow has."""
    return ImageFont.load_default(size)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fonts")
    assert build_cache({"handlee": font(), "kristi": font(60)}, folder) == 2
    return folder


@pytest.fixture
def writer(folder):
    return FontHands.load(folder).writer(np.random.default_rng(1), 40, 0.0)


def plain(writer):
    """The writer without what makes hands differ: the font as it is."""
    writer.habits, writer.widening, writer.size, writer.thickening = 0, 1.0, 1.0, 0.0
    writer._bend = lambda character, rng: np.zeros((4, 4, 2), np.float32)
    return writer


def test_a_cached_digit_is_one_digit_high_on_the_baseline():
    raster, baseline = render(font_cache._at_digit_height(font()), "8")
    rows = np.flatnonzero((raster > EDGE).any(axis=1))
    assert len(rows) == pytest.approx(48, abs=2)
    assert rows[-1] + 1 == pytest.approx(baseline, abs=1.5)


def test_distance_grows_into_the_ink():
    raster, _ = render(font_cache._at_digit_height(font()), "-")
    column = raster[:, raster.shape[1] // 2].astype(int)
    peak = column.argmax()
    assert column[peak] > EDGE > column[0]
    assert (np.diff(column[: peak + 1]) >= 0).all()


def test_the_cache_holds_what_the_font_has(folder):
    handlee, kristi = read_cache(folder)
    assert (handlee.family, kristi.family) == ("handlee", "kristi")
    assert set(DIGITS) <= set(handlee.glyphs) <= set(CHARACTERS)
    # One font in two sizes: the cache brings both to the height of a digit.
    assert handlee.glyphs["5"][0].shape == kristi.glyphs["5"][0].shape
    assert 0.03 < handlee.thickness < 0.2
    assert 0 < handlee.thinnest < handlee.thickness


def test_a_character_that_a_font_lacks_is_left_out():
    assert render(font(), "\ue123") is None
    assert render(font(), " ") is None


def test_a_font_without_ten_digits_is_left_out(tmp_path, monkeypatch, capsys):
    real = font_cache.render
    monkeypatch.setattr(font_cache, "render", lambda font, c: real(font, "6" if c == "9" else c))
    with pytest.raises(BadData, match="No font has ten different digits"):
        build_cache({"kristi": font()}, tmp_path)
    assert "Left out kristi" in capsys.readouterr().out
    assert not fonts_installed(tmp_path)


def test_a_glyph_is_cut_to_its_ink(writer):
    for character in "0123456789.,-/Rs":
        ink, _ = writer.glyph(character, 1.0, np.random.default_rng(3))
        assert ink.dtype == np.uint8
        assert all(edge.max() > 60 for edge in (ink[0], ink[-1], ink[:, 0], ink[:, -1])), character


def test_digits_stand_on_the_baseline_and_a_comma_hangs_below(writer):
    rng = np.random.default_rng(0)
    ink, rise = plain(writer).glyph("8", 1.0, rng)
    assert rise == pytest.approx(48, abs=2)
    assert ink.shape[0] == pytest.approx(rise, abs=2)
    comma, above = writer.glyph(",", 1.0, rng)
    assert 0 < above < 0.3 * rise
    assert comma.shape[0] > above
    dash, above = writer.glyph("-", 1.0, rng)
    assert above > dash.shape[0] + 5


def test_scale_and_height_give_the_size(writer):
    large, small = (plain(writer).glyph("5", scale, np.random.default_rng(0))[0] for scale in (1.0, 0.5))
    assert large.shape[0] / small.shape[0] == pytest.approx(2, abs=0.15)


def test_a_positive_slant_leans_to_the_right(folder):
    hands = FontHands.load(folder)

    def top_to_bottom(slant):
        ink, _ = plain(hands.writer(np.random.default_rng(1), 40, slant)).glyph("/", 1.0, np.random.default_rng(0))
        return ink[:5].any(axis=0).argmax() - ink[-5:].any(axis=0).argmax()

    assert top_to_bottom(0.6) > top_to_bottom(0.0) + 5


def test_a_thicker_pen_leaves_more_ink(writer):
    plain(writer)
    amounts = []
    for writer.thickening in (-0.5, 0.0, 2.0):
        amounts.append(int(writer.glyph("2", 1.0, np.random.default_rng(0))[0].astype(int).sum()))
    assert amounts == sorted(amounts)
    assert amounts[2] > 1.4 * amounts[1]


def test_the_thinnest_pen_leaves_a_digit_whole(writer):
    plain(writer).thickening = (writer.font.thinnest - writer.font.thickness) / 2 * 48
    for digit in "0123456789":
        ink, _ = writer.glyph(digit, 1.0, np.random.default_rng(0))
        assert cv2.connectedComponents((ink > 60).astype(np.uint8))[0] == 2, digit


def test_the_same_generator_gives_the_same_glyph(folder):
    def written(seed):
        rng = np.random.default_rng(seed)
        return FontHands.load(folder).writer(rng, 30, 0.1).glyph("7", 1.0, rng)

    (one, rise), (same, same_rise), (other, _) = written(5), written(5), written(6)
    assert rise == same_rise
    np.testing.assert_array_equal(one, same)
    assert one.shape != other.shape or (one != other).any()


def test_a_hand_keeps_its_habits(writer):
    rng = np.random.default_rng(2)
    first = writer._bend("7", rng)
    for _ in range(5):
        writer._bend("3", rng)
    again, other = writer._bend("7", rng), writer._bend("4", rng)
    assert np.abs(first - again).mean() < 0.6 * np.abs(first - other).mean()
    assert np.abs(first - again).max() > 0


def test_held_back_families_are_not_trained_on(folder):
    trained_on, held_back = ({f.family for f in FontHands.load(folder, side).fonts} for side in (False, True))
    assert trained_on == {"handlee"}
    assert held_back == {"kristi"}


def test_about_one_family_in_eight_is_held_back_and_kin_stay_together():
    families = [name.removeprefix("@fontsource/") for name in json.loads(font_cache.PACKAGES.read_text())]
    held_back = [family for family in families if is_held_back(family)]
    kins = {family.split("-")[0] for family in families}
    assert 0.08 < len({family.split("-")[0] for family in held_back}) / len(kins) < 0.17
    assert not {f.split("-")[0] for f in held_back} & {f.split("-")[0] for f in families if f not in held_back}
    assert not any(family.startswith("playwrite") for family in held_back)


@pytest.mark.parametrize("packages", [font_cache.PACKAGES, font_cache.PRINT_PACKAGES])
def test_versions_are_exact_and_guides_left_out(packages):
    versions = json.loads(packages.read_text())
    assert all(version.replace(".", "").isdigit() for version in versions.values())
    assert not any("guides" in name for name in versions)


def test_missing_fonts_say_what_to_run(tmp_path):
    assert not fonts_installed(tmp_path)
    with pytest.raises(BadData, match="python -m training fonts"):
        FontHands.load(tmp_path)


def test_the_folder_is_data_fonts_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("DIGITS_FONTS", raising=False)
    assert str(font_cache.fonts_folder()) == "data/fonts"
    monkeypatch.setenv("DIGITS_FONTS", "/elsewhere")
    assert str(font_cache.fonts_folder()) == "/elsewhere"


def test_no_npm_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(font_cache.shutil, "which", lambda name: None)
    with pytest.raises(BadData, match=r"Install Node.js.*python -m training fonts"):
        install_fonts(tmp_path)
    assert list(tmp_path.iterdir()) == []


def run_npm(monkeypatch, answer):
    commands = []

    def run(command, **options):
        commands.append([str(part) for part in command])
        return answer

    monkeypatch.setattr(font_cache.shutil, "which", lambda name: "npm")
    monkeypatch.setattr(font_cache.subprocess, "run", run)
    return commands


def test_npm_runs_no_scripts_and_gets_exact_versions(tmp_path, monkeypatch):
    commands = run_npm(monkeypatch, subprocess.CompletedProcess([], 0, "", ""))
    npm_install({"@fontsource/kristi": "5.3.0"}, tmp_path)
    (command,) = commands
    assert "--ignore-scripts" in command
    assert command[-2:] == [str(tmp_path), "@fontsource/kristi@5.3.0"]


def test_what_npm_says_is_passed_on(tmp_path, monkeypatch):
    run_npm(monkeypatch, subprocess.CompletedProcess([], 1, "", "npm warn x\nnpm error code ENOTFOUND\n"))
    with pytest.raises(BadData, match="(?s)Look at your network.*ENOTFOUND") as caught:
        npm_install({"@fontsource/kristi": "5.3.0"}, tmp_path)
    assert "warn" not in str(caught.value)


def package(folder, licence, files):
    (folder / "kristi" / "files").mkdir(parents=True)
    (folder / "kristi" / "package.json").write_text(json.dumps({"license": licence}))
    for file in files:
        (folder / "kristi" / "files" / file).touch()
    return folder / "kristi"


def test_another_licence_is_refused(tmp_path):
    with pytest.raises(BadData, match="kristi has the licence 'UNLICENSED'"):
        font_cache._checked_file(package(tmp_path, "UNLICENSED", []))


def test_the_upright_latin_file_nearest_to_400_is_taken(tmp_path):
    names = ["latin-ext-400-normal", "latin-400-italic", "latin-300-normal", "latin-700-normal", "cyrillic-400-normal"]
    files = [f"kristi-{name}.woff2" for name in names]
    assert font_cache._checked_file(package(tmp_path, "OFL-1.1", files)).name == "kristi-latin-300-normal.woff2"


def test_of_a_family_for_print_upright_bold_and_italic_are_kept(tmp_path):
    names = ["latin-ext-400-normal", "latin-400-italic", "latin-400-normal", "latin-700-normal", "latin-900-normal"]
    font_cache.keep_for_print(package(tmp_path, "OFL-1.1", [f"kristi-{name}.woff2" for name in names]), tmp_path / "p")
    kept = {path.name for path in (tmp_path / "p").iterdir()}
    assert kept == {f"kristi-{name}.woff2" for name in ("latin-400-italic", "latin-400-normal", "latin-700-normal")}


def test_families_for_print_are_no_hands():
    """Nor a twin of what is held back for measuring: Arimo is Liberation Sans, Tinos Liberation Serif."""
    hands, prints = (json.loads(path.read_text()).keys() for path in (font_cache.PACKAGES, font_cache.PRINT_PACKAGES))
    assert not hands & prints
    assert not {"@fontsource/arimo", "@fontsource/tinos", "@fontsource/cousine"} & prints
