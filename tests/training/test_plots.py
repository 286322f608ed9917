"""Pictures: what is on them, and that the same arrays give the same file."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from tests.training.hands import digit_set
from training.experiments import plots
from webapp.reading.result import Box

DIGITS = digit_set(copies=1)
CONFUSION = np.diag([90] * 10)
CONFUSION[4, 9], CONFUSION[7, 1], CONFUSION[1, 7] = 6, 4, 1
# The first digit is read right and surely, the second wrongly, of the third nothing is known.
PROBABILITIES = np.full((3, 10), 0.02)
PROBABILITIES[0, 0], PROBABILITIES[1, 7], PROBABILITIES[2] = 0.82, 0.82, 0.1
CURVES = {"cheques": [0.0, 0.2], "drawn": [0.0, 0.1]}


def words(figure):
    """All that is written on a figure, in no order."""
    titles = [text for axes in figure.axes for text in (axes.get_title(loc="left"), axes.get_title())]
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    return [word for word in titles + texts if word]


def risk():
    return plots.risk_coverage([0.5, 1.0], CURVES)


def test_the_same_arrays_give_the_same_file():
    assert plots.to_svg(risk()) == plots.to_svg(risk())
    figure = risk()
    assert plots.to_svg(figure) == plots.to_svg(figure), "saving a figure must not change it"


def test_svg_needs_no_style_and_tells_no_date():
    svg = plots.to_svg(risk())
    root = ET.fromstring(svg)
    assert root.tag.endswith("svg") and float(root.get("viewBox").split()[3]) > 100
    assert "style" not in svg and "<dc:date" not in svg and "metadata" not in svg
    drawn = [path for path in root.iter("{http://www.w3.org/2000/svg}path") if path.get("stroke") == "#0072b2"]
    assert drawn, "the colour of a line came through as an attribute"


def test_svg_keeps_the_scale_of_its_letters_and_every_reference():
    svg = plots.to_svg(risk())
    assert "scale(0.015625)" in svg
    ids = set(re.findall(r' id="([^"]+)"', svg))
    assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg)) <= ids


def test_confused_pairs_come_most_frequent_first_without_what_is_right():
    assert plots.confused_pairs(CONFUSION) == [(4, 9, 6), (7, 1, 4), (1, 7, 1)]
    assert plots.confused_pairs(CONFUSION, 1) == [(4, 9, 6)]
    assert CONFUSION[4, 4] == 90, "the matrix given stays as it is"
    (axes,) = plots.most_confused_pairs(CONFUSION).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["4 read as 9", "7 read as 1", "1 read as 7"]


def test_a_network_without_mistakes_has_no_confused_pairs():
    assert plots.confused_pairs(np.diag([5] * 10)) == []
    plots.to_svg(plots.most_confused_pairs(np.diag([5] * 10)))


def test_the_confusion_matrix_writes_each_count_where_it_belongs():
    (axes,) = plots.confusion_matrix(CONFUSION).axes
    written = {text.get_position(): text.get_text() for text in axes.texts}
    assert written[(9, 4)] == "6" and written[(1, 7)] == "4" and written[(3, 3)] == "90"
    assert len(written) == 13, "nothing is written where nothing was confused"


def test_predictions_have_a_sign_beside_their_colour():
    figure = plots.predictions(DIGITS.images[:3], DIGITS.labels[:3], PROBABILITIES)
    right, wrong, unread = (axes.title for axes in figure.axes)
    assert (right.get_text(), right.get_color()) == ("✓ 0\n82 %", plots.GREEN)
    assert (wrong.get_text(), wrong.get_color()) == ("✗ 7, is 1\n82 %", plots.RED)
    assert unread.get_text().startswith("✗ nothing, is 2")


def test_the_hardest_digits_are_those_whose_truth_was_least_likely():
    assert plots.hardest(PROBABILITIES, DIGITS.labels[:3], 2).tolist() == [1, 2]
    figure = plots.hardest_digits(DIGITS.images[:3], DIGITS.labels[:3], PROBABILITIES, 1)
    assert [title.split("\n")[0] for title in words(figure)] == ["✗ 7, is 1"]


def test_class_balance_compares_sets_of_any_size():
    (axes,) = plots.class_balance({"small": np.array([0, 0, 1, 2]), "large": np.repeat([0, 0, 1, 2], 25)}).axes
    heights = [[bar.get_height() for bar in bars] for bars in axes.containers]
    assert heights[0] == heights[1] == [0.5, 0.25, 0.25] + [0] * 7


def test_a_sample_grid_names_every_digit():
    assert words(plots.sample_grid(DIGITS.images, DIGITS.labels, 5)) == [str(digit) for digit in range(10)]


def test_curves_part_losses_from_shares():
    shares = {"val_accuracy": 0.5, "seconds": 12.5}
    history = [{"epoch": e, "loss": 1 / e, "accuracy": 1 - 1 / e, "val_loss": 2 / e, **shares} for e in (1, 2)]
    loss, share = plots.curves(history).axes
    assert [line.get_label() for line in loss.lines] == ["loss", "val_loss"]
    assert [line.get_label() for line in share.lines] == ["accuracy", "val_accuracy"]
    assert share.lines[0].get_xydata().tolist() == [[1, 0], [2, 0.5]]


def test_curves_of_a_reader_go_over_its_steps():
    log = [{"step": 500, "loss": 0.4, "right": 0.9}, {"step": 1000, "loss": 0.2, "right": 0.95}]
    loss, share = plots.curves(log).axes
    assert share.get_xlabel() == "step"
    assert share.lines[0].get_ydata().tolist() == [0.9, 0.95] and loss.lines[0].get_ydata().tolist() == [0.4, 0.2]


def test_reliability_marks_bins_of_few_answers_small():
    rows = [{"confidence": 0.2, "accuracy": 0.5, "count": 1}, {"confidence": 0.9, "accuracy": 0.8, "count": 999}]
    (axes,) = plots.reliability_diagram({"cheques": rows}).axes
    _, _, few, many = axes.lines
    assert few.get_xydata().tolist() == [[0.2, 0.5]] and many.get_xydata().tolist() == [[0.9, 0.8]]
    assert few.get_markersize() < many.get_markersize()


def test_risk_coverage_draws_each_set():
    (axes,) = risk().axes
    assert {line.get_label(): line.get_ydata().tolist() for line in axes.lines} == CURVES


def test_before_and_after_shows_both():
    grey = DIGITS.images[0]
    figure = plots.before_and_after([("turned", grey, 255 - grey)])
    assert words(figure) == ["turned: before", "turned: after"]
    before, after = (axes.images[0].get_array() for axes in figure.axes)
    assert np.array_equal(before, grey) and np.array_equal(after, 255 - grey)


@pytest.mark.parametrize(
    ("text", "said"), [("17", "cut: 17 ✓"), ("71", "cut: 71 ✗ is 17"), ("", "cut: nothing ✗ is 17")]
)
def test_cut_numbers_show_boxes_and_who_is_right(text, said):
    number = plots.ReadLine(np.full((20, 40), 200, np.uint8), [Box(2, 3, 10, 18)], "17", text, "17")
    (axes,) = plots.cut_numbers([number]).axes
    assert [text.get_text() for text in axes.texts] == [said, "ours: 17 ✓"]
    (frame,) = axes.patches
    assert (frame.get_width(), frame.get_height()) == (8, 15)
