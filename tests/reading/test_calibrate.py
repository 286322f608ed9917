import numpy as np
import pytest

from webapp.reading.strings.calibrate import Calibration, log_odds

BENT = Calibration(0.7, 0.4)
CONFIDENCES = [0.0, 1e-12, 0.02, 0.3, 0.5, 0.9, 0.999, 1 - 1e-12, 1.0]


def test_without_one_confidences_stay():
    assert [Calibration()(confidence) for confidence in CONFIDENCES] == pytest.approx(CONFIDENCES, abs=1e-8)


def test_the_order_of_confidences_stays():
    found = [BENT(confidence) for confidence in CONFIDENCES]
    assert found == sorted(found)
    assert found[0] >= 0 and found[-1] <= 1


def test_it_is_a_line_through_the_log_odds():
    assert log_odds(BENT(0.8)) == pytest.approx(0.7 * np.log(4) + 0.4)


@pytest.mark.parametrize("confidence", [0.2, 0.55, 0.999, 1.0])
def test_the_alternatives_share_what_is_left(confidence):
    others = (("17", 0.6 * (1 - confidence)), ("7", 0.2 * (1 - confidence)))
    right, shares = BENT.with_others(confidence, others)
    assert right == BENT(confidence)
    assert [text for text, _ in shares] == ["17", "7"]
    assert sum(share for _, share in shares) == pytest.approx(0.8 * (1 - right), abs=1e-5)
    assert shares[0][1] == pytest.approx(3 * shares[1][1], abs=1e-5)
