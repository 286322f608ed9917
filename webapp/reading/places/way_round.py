"""Which way round a page is: in which its numbers read best, and whether that is clear. 68 is a clear 89 too."""

from dataclasses import dataclass

from webapp.reading.places.place import Found, Place

SETTLED = 0.98  # mean confidence of a page's numbers from which nobody asks whether it is upside down
DOUBTFUL = 0.5  # less likely numbers speak against the way round in which they are read
UPSIDE_DOWN = 0.3  # so much better a page has to read to be taken for one that is upside down, as photos seldom are
UPSIDE_DOWN_CUT_OUT = 0.8  # the same of a piece that somebody cut out: hardly anybody does so without turning it
READS_WELL = 0.7  # mean confidence of numbers that are none by chance
# A page that reads best on its head is upright all the same where it reads as many numbers so, and not much worse.
NEARLY_AS_MANY, NEARLY_AS_WELL = 0.75, 0.2
AS_WELL = 0.1  # where it reads so little worse on its head, and finds as many numbers, nobody can tell the way round
BOTH_WAYS = frozenset("01689")  # digits upside down too


@dataclass(frozen=True, slots=True)
class Way:
    """What is found on a page in one way round."""

    angle: float
    """Degrees, clockwise, at which its writing runs level."""
    found: list[Found]
    hints: list[Place]

    @property
    def is_upside_down(self) -> bool:
        return abs(self.angle) > 135

    @property
    def evidence(self) -> float:
        """How much speaks for it: on a page upside down there are numbers too, but few that read well."""
        return sum(one.number.confidence * one.score - DOUBTFUL for one in self.found)

    @property
    def confidence(self) -> float:
        """The mean of its numbers'; 0 where there are none."""
        return sum(one.number.confidence for one in self.found) / max(1, len(self.found))

    @property
    def texts(self) -> list[str]:
        return [one.number.text for one in self.found]

    @property
    def reads_both_ways(self) -> bool:
        """Whether all that nobody would be asked about are numbers upside down too."""
        return all(set(one.number.digits_only) <= BOTH_WAYS for one in self.found if one.number.sure)

    def is_settled(self, was_seen: bool) -> bool:
        """Whether nobody has to ask if the page is the other way round. was_seen: as right_way takes it"""
        if not self.found:
            return abs(self.angle) < 45  # photos are seldom upside down, and paper without numbers is frequent
        return self.confidence >= SETTLED and (was_seen or not self.reads_both_ways)


def right_way(ways: list[Way], is_piece: bool, was_seen: bool) -> tuple[Way, bool]:
    """The way round in which a page is read, and whether it is clear that it is the right one.

    It is the one in which the page reads best, unless it is on its head then and reads nearly as well as it lies.

    is_piece: whether it is the image that somebody cut out; was_seen: whether somebody pointed at what is to be read
    """
    better_by = UPSIDE_DOWN_CUT_OUT if is_piece else UPSIDE_DOWN
    best = max(ways, key=lambda way: way.evidence - better_by * way.is_upside_down)
    turned = next((way for way in ways if way.found and round(abs(way.angle - best.angle) / 90) == 2), None)
    if turned is None or turned.confidence < READS_WELL:
        return best, not (best.is_upside_down and best.reads_both_ways)
    if best.is_upside_down:
        return (turned, False) if _reads_nearly_as(turned, best, NEARLY_AS_WELL) else (best, not best.reads_both_ways)
    if best.texts == turned.texts[::-1]:  # 8, 69
        return best, True
    may_be_turned = best.reads_both_ways or _reads_nearly_as(turned, best, AS_WELL)
    return best, turned.evidence < best.evidence and (was_seen or not may_be_turned)


def _reads_nearly_as(one: Way, other: Way, worse: float) -> bool:
    """Whether one way finds as many numbers as another one, nearly, and reads them no worse than that."""
    many_enough = len(one.found) >= NEARLY_AS_MANY * len(other.found)
    return many_enough and one.confidence >= other.confidence - worse
