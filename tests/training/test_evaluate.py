import numpy as np
import pytest

from tests.drawing import draw_number, encode
from training.measuring import evaluate
from training.measuring.evaluate import Answer, calibration_error, reliability, sure_from
from webapp.reading.read import read_image
from webapp.reading.strings.calibrate import Calibration, log_odds


def test_the_threshold_is_the_lowest_that_keeps_the_risk():
    answers = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.5, False)]
    assert sure_from(answers, risk=0.0) == 0.8
    assert sure_from(answers, risk=0.25) == 0.6
    assert sure_from(answers, risk=1.0) == 0.5


def test_nothing_is_sure_where_the_surest_is_wrong():
    assert sure_from([(0.9, False), (0.5, True)], risk=0.1) > 0.9


def test_the_order_of_the_answers_does_not_matter():
    answers = [(0.5, False), (0.9, True), (0.7, True)]
    assert sure_from(answers, risk=0.0) == pytest.approx(0.7)


ANSWERS = [
    Answer(right, sure=False, confidence=confidence)
    for confidence, right in [(0.95, True), (0.91, False), (0.9, True), (1.0, True), (0.32, True), (0.38, False)]
]


def test_reliability_has_a_row_for_each_bin_that_holds_answers():
    assert reliability(ANSWERS) == [
        {"confidence": 0.35, "accuracy": 0.5, "count": 2},
        {"confidence": 0.94, "accuracy": 0.75, "count": 4},
    ]


def test_the_calibration_error_is_what_the_bins_are_apart():
    rows = reliability(ANSWERS)
    apart = sum(row["count"] * abs(row["confidence"] - row["accuracy"]) for row in rows) / len(ANSWERS)
    assert calibration_error(ANSWERS) == pytest.approx(apart)


def test_the_calibration_is_found_that_the_answers_need():
    rng = np.random.default_rng(3)
    said = rng.uniform(0.05, 0.99, 20000)
    needed = Calibration(0.6, 0.5)
    right = [rng.random() < needed(confidence) for confidence in said]
    pairs = [(log_odds(confidence), answer) for confidence, answer in zip(said, right, strict=True)]
    assert evaluate._line(pairs) == pytest.approx([0.6, 0.5], abs=0.06)


@pytest.mark.parametrize("pairs", [[], [(1.0, True)], [(2.0, False), (0.5, False)]])
def test_answers_that_all_agree_ask_for_no_calibration(pairs):
    assert evaluate._line(pairs) == [1.0, 0.0]


def test_where_the_truth_is_digits_the_confidence_in_those_is_judged(reader):
    image = encode(draw_number("12.50", 60, seed=4))
    (number,) = read_image(image, reader, layout="number").numbers
    answer = evaluate._read(image, "1250", reader)
    assert answer.right
    same = [other.confidence for other in number.alternatives if other.text.replace(".", "").replace(",", "") == "1250"]
    assert same, "it may be a comma, or nothing"
    assert answer.confidence == pytest.approx(number.confidence + sum(same))
    assert answer.confidence <= 1
