import itertools

import numpy as np
import pytest

from tests.reading.lines import ALPHABET, all_strings_of_views, ink_for, random_scores, scores_for, shares_of
from webapp.reading.strings.ctc import best_path
from webapp.reading.strings.patterns import parse_pattern
from webapp.reading.transcribe import transcribe


def read(columns, strength=9.0):
    scores = scores_for(*columns, strength=strength)
    return transcribe(scores, ink_for(scores), ALPHABET)


@pytest.mark.parametrize(
    ("columns", "text"),
    [("_1_2_", "12"), ("11__22", "12"), ("1_1", "11"), ("11", "1"), ("_1.5_", "1.5"), ("9", "9"), ("1/2-3", "1/2-3")],
)
def test_reads_the_characters_of_the_columns(columns, text):
    assert read(columns).text == text


@pytest.mark.parametrize("columns", ["_", "____", "_.__", "-", "__/-"])
def test_no_digit_is_no_number(columns):
    assert read(columns).characters == ()


def test_what_stands_behind_a_number_is_not_part_of_it():
    assert read("_1_2_._-_").text == "12"
    assert read("_1_2_._-_").confidence == pytest.approx(read("_1_2_____").confidence, abs=0.02)


@pytest.mark.parametrize("views", [1, 3])
@pytest.mark.parametrize("seed", range(4))
def test_a_digit_is_as_likely_as_its_string_among_those_that_differ_in_it(seed, views):
    scores = random_scores(seed, 1.5, columns=7, views=views)
    strings = all_strings_of_views(shares_of(scores), "012")
    transcript = transcribe(scores, ink_for(scores), "012")
    assert transcript.characters
    for place, character in enumerate(transcript.characters):
        others = [transcript.text[:place] + v + transcript.text[place + 1 :] for v in "012"]
        shares = {v: strings[other] / sum(strings[o] for o in others) for v, other in zip("012", others, strict=True)}
        assert character.confidence == pytest.approx(shares[character.value], rel=1e-6)
        assert dict(character.alternatives) == pytest.approx({v: shares[v] for v in "012" if v != character.value})


def test_alternatives_come_most_likely_first_and_are_of_the_same_kind():
    scores = scores_for(*"_1_5_")
    scores[0, 1, ALPHABET.index("7") + 1] = 8.0
    scores[0, 1, ALPHABET.index("4") + 1] = 6.0
    one = transcribe(scores, ink_for(scores), ALPHABET).characters[0]
    assert [value for value, _ in one.alternatives][:2] == ["7", "4"]
    assert all(value.isdigit() for value, _ in one.alternatives)
    assert one.confidence + sum(share for _, share in one.alternatives) == pytest.approx(1.0)


def test_doubt_lowers_the_confidence_of_the_digit_and_of_the_number():
    sure, scores = read("_1_5_"), scores_for(*"_1_5_")
    scores[0, 1, ALPHABET.index("7") + 1] = 8.0
    unsure = transcribe(scores, ink_for(scores), ALPHABET)
    assert unsure.characters[0].confidence < 0.8 < sure.characters[0].confidence
    assert unsure.characters[1].confidence == pytest.approx(sure.characters[1].confidence, abs=0.01)
    assert unsure.confidence < 0.8 < sure.confidence


@pytest.mark.parametrize("seed", range(12))
def test_no_alternative_is_likelier_than_the_value(seed):
    scores = random_scores(seed, 2, 40, 15)
    for character in transcribe(scores, ink_for(scores), ALPHABET).characters:
        assert character.confidence >= character.alternatives[0][1] * 0.99999


def test_a_digit_spread_over_columns_beats_one_that_peaks_alone():
    """The likeliest path says blank, 1. But 7 may stand in either column or in both, and that adds up to more."""
    shares = np.full((2, 15), 1e-9)
    shares[0, [0, 8, 2]] = 0.5, 0.45, 0.05
    shares[1, [0, 8, 2]] = 0.25, 0.35, 0.4
    scores = np.log(shares).astype(np.float32)[np.newaxis]
    assert best_path(scores[0], ALPHABET) == "1"
    seven = transcribe(scores, ink_for(scores), ALPHABET)
    assert seven.text == "7"
    assert seven.confidence == pytest.approx(0.5 * 0.35 + 0.45 * 0.25 + 0.45 * 0.35, abs=1e-3)


def test_a_higher_temperature_is_less_sure():
    scores = scores_for(*"_1_5_", strength=6.0)
    warm, cold = (transcribe(scores, ink_for(scores), ALPHABET, t).confidence for t in (2.0, 1.0))
    assert warm < cold


def test_characters_are_parted_where_there_is_least_ink():
    scores = scores_for(*"_1____5_")
    pixels = np.ones((40, 32), np.float32)
    pixels[:, :3] = pixels[:, 13] = pixels[:, 30:] = 0
    one, five = transcribe(scores, pixels, ALPHABET).characters
    assert (one.left, one.right) == (3, 13)
    assert (five.left, five.right) == (13, 30)


def test_places_are_in_order_and_hold_at_least_one_column():
    transcript = read("121212")
    edges = [(c.left, c.right) for c in transcript.characters]
    assert all(left < right for left, right in edges)
    assert all(here[1] == there[0] for here, there in itertools.pairwise(edges))


def test_a_long_line_of_junk_has_no_confidence_and_no_error():
    scores = random_scores(0, 1, 500, 15)
    transcript = transcribe(scores, ink_for(scores), ALPHABET)
    assert transcript.confidence < 1e-6
    assert all(np.isfinite(character.confidence) for character in transcript.characters)


def test_other_texts_of_the_line_come_most_likely_first():
    line = scores_for("_", {"1": 9.0, "7": 8.0}, "_", {"5": 9.0, "_": 7.0}, "_")
    transcript = transcribe(line, ink_for(line), ALPHABET)
    assert transcript.text == "15"
    assert [text for text, _ in transcript.others][:3] == ["75", "1", "7"]
    shares = [transcript.confidence, *(share for _, share in transcript.others)]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) < 1


@pytest.mark.parametrize("views", [1, 4])
@pytest.mark.parametrize("seed", range(20))
def test_the_likeliest_number_is_found(seed, views):
    """Digits alone: nothing is put behind a number, so its probability is that of one string."""
    scores = random_scores(seed, 2, views=views)
    strings = all_strings_of_views(shares_of(scores), "012")
    transcript = transcribe(scores, ink_for(scores), "012")
    assert transcript.text == max(strings, key=strings.get)
    assert transcript.confidence == pytest.approx(strings[transcript.text], rel=1e-9)
    for text, share in transcript.others:
        assert share == pytest.approx(strings[text], rel=1e-9)


@pytest.mark.parametrize("pattern", [None, r"\d{2,4}"])
def test_views_that_are_all_alike_say_what_one_says(pattern):
    wanted = pattern and parse_pattern(pattern)
    scores = scores_for("_", {"1": 9.0, "7": 8.5}, "_", {"5": 9.0, "_": 8.0, ".": 7.0}, "_", "2", "_")
    one = transcribe(scores, ink_for(scores), ALPHABET, pattern=wanted)
    five = transcribe(scores.repeat(5, axis=0), ink_for(scores), ALPHABET, pattern=wanted)
    assert five.text == one.text == "152"
    assert five.confidence == pytest.approx(one.confidence)
    assert dict(five.others) == pytest.approx(dict(one.others))
    for here, there in zip(five.characters, one.characters, strict=True):
        assert (here.left, here.right) == (there.left, there.right)
        assert here.confidence == pytest.approx(there.confidence)
        assert dict(here.alternatives) == pytest.approx(dict(there.alternatives))


def test_what_one_view_says_alone_is_doubtful_and_what_all_say_is_sure():
    views = np.concatenate([scores_for("_", value, "_", "5", "_", strength=14.0) for value in "12347"])
    transcript = transcribe(views, ink_for(views), ALPHABET)
    first, five = transcript.characters
    assert transcript.confidence == pytest.approx(1 / 5, abs=0.01)
    assert first.confidence == pytest.approx(1 / 5, abs=0.01)
    assert five.confidence == pytest.approx(1, abs=0.01)
    assert {transcript.text, *(text for text, _ in transcript.others[:4])} == {"15", "25", "35", "45", "75"}
    assert [share for _, share in transcript.others[:4]] == pytest.approx([1 / 5] * 4, abs=0.01)


@pytest.mark.parametrize("place", range(4))
def test_what_most_views_say_is_read_whichever_they_are(place):
    """The two that agree may be any two of five."""
    values = [*"1234"]
    values.insert(place, "7")
    values[4] = "7"
    views = np.concatenate([scores_for("_", value, "_", "5", "_", strength=14.0) for value in values])
    transcript = transcribe(views, ink_for(views), ALPHABET)
    assert transcript.text == "75"
    assert transcript.confidence == pytest.approx(2 / 5, abs=0.01)


def test_a_character_lies_where_the_views_see_it_on_the_mean():
    """In a view that leans it stands a little further to one side."""
    views = np.concatenate([scores_for(*columns) for columns in ("__1______5__", "______1__5__")])
    pixels = np.ones((40, 48), np.float32)
    pixels[:, [24, 28, 33]] = 0
    one, five = transcribe(views, pixels, ALPHABET).characters
    assert one.right == five.left == 28
