"""What a reading is made of. Plain records: nothing here computes on pixels."""

from dataclasses import dataclass, field, replace
from statistics import median


@dataclass(frozen=True, slots=True)
class Box:
    """A half-open pixel rectangle in the upright image: it slices as image[top:bottom, left:right]."""

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self):
        if not (0 <= self.left < self.right and 0 <= self.top < self.bottom):
            raise ValueError(f"a box needs 0 <= left < right and 0 <= top < bottom, got {self}")

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """x, y"""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def transposed(self) -> "Box":
        """The same rectangle in the image with its rows as columns."""
        return Box(self.top, self.left, self.bottom, self.right)

    def moved(self, right: int, down: int) -> "Box":
        """The same rectangle, `right` columns and `down` rows further."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def enlarged(self, times: int, within: "Size") -> "Box":
        """The same rectangle in an image so many times larger, of this size: the last pixel may be a part of one."""
        right, bottom = min(self.right * times, within.width), min(self.bottom * times, within.height)
        return Box(self.left * times, self.top * times, right, bottom)

    def shrunk(self, times: int) -> "Box":
        """The same rectangle, rounded outwards, in an image so many times smaller."""
        return Box(self.left // times, self.top // times, -(-self.right // times), -(-self.bottom // times))


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value that a digit may have."""

    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Digit:
    """One character read: a digit, a separator that stands inside its number, or the minus before it."""

    value: str
    confidence: float
    """Probability (0..1) that this character is right, given that the rest of its number is."""
    sure: bool
    """Whether the confidence reaches the card's threshold for one character, and nothing speaks against it."""
    box: Box
    alternatives: tuple[Alternative, ...] = ()
    """Most likely first."""
    seen_at: tuple[float, float] | None = None
    """x, y in the image of its middle, as far as the network tells: its box goes on to the next digit."""

    @property
    def middle(self) -> tuple[float, float]:
        """x, y in the image"""
        return self.seen_at or self.box.middle


@dataclass(frozen=True, slots=True)
class OtherText:
    """Another text that a number may have."""

    text: str
    confidence: float
    seen: bool = True
    """Whether the network says it; else a mark does that it passed over, and no part of the probability is its."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the check digits of a number said."""

    name: str
    passed: bool
    chose: bool
    """Whether a likelier text was turned down for this one because it fails the check."""


@dataclass(frozen=True, slots=True)
class Number:
    """The digits and separators that stand together."""

    digits: tuple[Digit, ...]
    confidence: float
    """Probability (0..1) that every character of the number is right; given its pattern, where there is one."""
    sure: bool
    """Whether its confidence and those of its digits reach the card's thresholds, nothing speaks against it, and on a
    page its place is trusted as well; if not, the person is asked."""
    box: Box
    alternatives: tuple[OtherText, ...] = ()
    """Most likely first."""
    check: Check | None = None
    """Where the pattern has check digits."""
    page: int = 1
    """Of the document, from 1; an image is a document of one page."""
    minus: Digit | None = None
    """What stands before it and may be its sign, while numbers are found: see minus.signed."""

    @property
    def text(self) -> str:
        return "".join(digit.value for digit in self.digits)

    @property
    def digits_only(self) -> str:
        return digits_of(self.text)

    @property
    def status(self) -> str:
        return "sure" if self.sure else "unsure"

    @property
    def runs_down(self) -> bool:
        """Whether its line runs down or up the image, as on a page that lies on its side: of one digit, by its form."""
        if len(self.digits) == 1:
            return self.box.width > self.box.height
        (x, y), (end_x, end_y) = self.digits[0].middle, self.digits[-1].middle
        return abs(end_y - y) > abs(end_x - x)

    @property
    def line_height(self) -> float:
        """Across the way that its line runs, in pixels: its digits' ink, and the paper above and below.

        Of its digits, as the box of a number whose line climbs is higher.
        """
        runs_down = self.runs_down
        return float(median(digit.box.width if runs_down else digit.box.height for digit in self.digits))

    @property
    def is_clear(self) -> bool:
        """Whether each digit is: where it is unsure all the same, it is kept with one tap on all that are clear."""
        return all(digit.sure for digit in self.digits)

    def unclear(self) -> "Number":
        """The same, unsure in every digit too."""
        return replace(self, sure=False, digits=tuple(replace(digit, sure=False) for digit in self.digits))

    def or_rather(self, text: str, share: float) -> "Number":
        """The same, unclear, and what it may say as well. share: how likely that is, of its confidence"""
        others = (other for other in self.alternatives if other.text != text)
        rather = OtherText(text, share * self.confidence, seen=False)
        return replace(self.unclear(), alternatives=(rather, *others))

    @property
    def confidence_of_digits(self) -> float:
        """That it has these digits, whatever parts them: of 58.5 and 585 one is right."""
        others = (other for other in self.alternatives if other.seen and digits_of(other.text) == self.digits_only)
        return self.confidence + sum(other.confidence for other in others)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a number may stand, too unlikely for one: the person may have it read."""

    box: Box
    page: int = 1


@dataclass(frozen=True, slots=True)
class PhotoWarning:
    """What keeps an image from being read well, and what to do about it."""

    code: str
    message: str
    """One sentence for the person who took the photo."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Size:
    """Of an upright image, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole answer for one image or document."""

    pages: tuple[Size, ...]
    """One for an image; the upright pages of a document."""
    numbers: tuple[Number, ...]
    """In reading order: page by page, top to bottom, then left to right."""
    reader_name: str
    reader_version: str
    timing_ms: dict[str, float] = field(default_factory=dict)
    """Milliseconds spent in the steps decode, locate and read, and in total, all else among it."""
    warnings: tuple[PhotoWarning, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    """None of them lies over a number."""

    @property
    def text(self) -> str:
        return "\n".join(number.text for number in self.numbers)

    @property
    def status(self) -> str:
        """empty: no number found; sure: every number is sure; unsure: the person is asked about at least one."""
        if not self.numbers:
            return "empty"
        return "sure" if all(number.sure for number in self.numbers) else "unsure"


def digits_of(text: str) -> str:
    """The digits of a text, without all else."""
    return "".join(character for character in text if character.isdigit())
