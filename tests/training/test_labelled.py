import hashlib

import cv2
import numpy as np
import pytest

from tests import drawing
from tests.training.hands import few_hands
from training.errors import BadLabels
from training.fitting.labelled import checksum, make_mixed, make_own_lines, read_labelled, split, vary
from training.lines.batches import GROUP
from training.writing.strings import ALPHABET
from webapp.reading.normalise import LINE_HEIGHT

TEXTS = ("472", "12.50", "7", "31/01")


def save(folder, texts=TEXTS, header="file\ttext\tread"):
    folder.mkdir(exist_ok=True)
    rows = [header]
    for place, text in enumerate(texts):
        drawn = drawing.draw_number(text, 48, seed=place)
        (folder / f"{place}.png").write_bytes(drawing.encode(drawn))
        rows.append(f"{place}.png\t{text}\t1")
    (folder / "truth.tsv").write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture
def folder(tmp_path):
    return save(tmp_path / "corrections")


def test_the_numbers_come_in_the_order_of_the_table(folder):
    numbers = read_labelled(folder)
    assert [(number.file, number.text) for number in numbers] == [(f"{i}.png", text) for i, text in enumerate(TEXTS)]
    expected = cv2.imread(str(folder / "1.png"), cv2.IMREAD_GRAYSCALE)
    np.testing.assert_allclose(numbers[1].grey, expected, atol=1)


def test_a_missing_table_says_what_a_labelled_folder_is(tmp_path):
    with pytest.raises(BadLabels, match=r"truth\.tsv is missing.*file and text"):
        read_labelled(tmp_path)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("file\tdigits\n0.png\t472\n", "has no column text"),
        ("file,text\n0.png,472\n", "has no column file and text.*tabs"),
        ("file\ttext\n", "has no rows"),
        ("", "has no column"),
        ("file\ttext\n0.png\t47a\n", r'0\.png is labelled "47a" in row 2.*only 0-9'),
        ("file\ttext\n1.png\t12.50\n0.png\t\n", r'0\.png is labelled "" in row 3'),
        ("file\ttext\n0.png\n", r'0\.png is labelled ""'),
        ("file\ttext\n0.png\t.-\n", r'0\.png is labelled "\.-"'),
        ("file\ttext\nnot_there.png\t1\n", r"not_there\.png, named in row 2.*cannot be opened"),
        ("file\ttext\ntruth.tsv\t1\n", r"truth\.tsv, named in row 2.*no image that can be read"),
        ("file\ttext\nblank.png\t1\n", r'blank\.png is too empty or too narrow to show "1"'),
        ("file\ttext\n2.png\t777777777777\n", r"2\.png is too empty or too narrow"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(folder, table, words):
    (folder / "blank.png").write_bytes(drawing.encode(drawing.blank(40, 60)))
    (folder / "truth.tsv").write_text(table)
    with pytest.raises(BadLabels, match=words):
        read_labelled(folder)


def test_a_crop_that_was_cut_off_is_named(folder):
    (folder / "1.png").write_bytes((folder / "1.png").read_bytes()[:200])
    with pytest.raises(BadLabels, match=r"1\.png, named in row 3 of .*truth\.tsv, is no image that can be read"):
        read_labelled(folder)


def test_one_number_in_five_is_held_back_and_none_changes_sides_when_the_folder_grows(tmp_path):
    numbers = read_labelled(save(tmp_path / "all", [str(1000 + i) for i in range(90)]))
    trained_on, held_back = split(numbers)
    assert len(trained_on) + len(held_back) == 90
    assert 8 <= len(held_back) <= 28
    fewer_trained_on, fewer_held_back = split(numbers[:60])
    assert {n.file for n in fewer_held_back} <= {n.file for n in held_back}
    assert {n.file for n in fewer_trained_on} <= {n.file for n in trained_on}


def test_too_few_numbers_tell_nothing(folder):
    with pytest.raises(BadLabels, match="Of 4 labelled numbers .* Label more"):
        split(read_labelled(folder))


def test_the_checksum_knows_pictures_and_texts_but_not_their_order(folder, tmp_path):
    numbers = read_labelled(folder)
    assert checksum(numbers[::-1]) == checksum(numbers)
    other = save(tmp_path / "other", ("472", "12.50", "7", "31/02"))
    assert checksum(read_labelled(other)) != checksum(numbers)
    assert numbers[0].digest == hashlib.sha256((folder / "0.png").read_bytes()).hexdigest()


@pytest.mark.parametrize("paper", [230, 30])
def test_a_crop_varies_but_keeps_its_paper(paper):
    ink = 30 if paper > 100 else 230
    grey = drawing.draw_number("472", 48, ink=(ink,) * 3, paper=(paper,) * 3)[:, :, 0]
    rng = np.random.default_rng(0)
    varied = [vary(grey, rng) for _ in range(8)]
    assert all(one.shape == grey.shape and one.dtype == np.uint8 for one in varied)
    assert all(np.abs(a.astype(int) - b).mean() > 1 for a, b in zip(varied, varied[1:], strict=False))
    for one in varied:
        edge = np.concatenate([one[0], one[-1], one[:, 0], one[:, -1]])
        assert abs(np.median(one) - paper) < 6
        assert np.abs(edge.astype(int) - paper).max() < 60


def test_varied_crops_are_still_read(folder, reader):
    """What a change made unreadable would teach something else than the label."""
    from webapp.reading.read_line import read_line

    lines = make_own_lines(read_labelled(folder), 40, np.random.default_rng(1))
    right = [read_line(pixels, reader.scores, reader.card).text == text for pixels, text in lines]
    assert np.mean(right) >= 0.9


def test_every_batch_holds_lines_of_the_folder_and_ordinary_ones(folder):
    numbers = [number for number in read_labelled(folder) if number.text == "12.50"]
    made = make_mixed(*few_hands(), numbers, own=3, lines=8, seed=1, group=0)
    assert len(made) == GROUP
    for lines, classes in made:
        assert lines.shape[:2] == (8, LINE_HEIGHT) and lines.shape[2] % 32 == 0
        texts = ["".join(ALPHABET[c - 1] for c in row if c) for row in classes]
        assert texts[5:] == ["12.50"] * 3
        assert lines[5:].max(axis=(1, 2, 3)).min() > 0.9
    again = make_mixed(*few_hands(), numbers, own=3, lines=8, seed=1, group=0)
    np.testing.assert_array_equal(again[0][0], made[0][0])
