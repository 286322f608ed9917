"""One number that fills an image: too little shows around it for the network that finds numbers, where somebody cut it
out, or it is larger than that one knows them."""

from webapp.reading.result import Box, Number, digits_of

LOWEST_SIDE = 200  # pixels, at most: of larger images the network sees enough
FILLED = 0.3  # of that side: digits that are as high leave no room for a second line
WIDEST = 2.0  # heights: a digit and what parts it from the next one, in cells
READS_WELL = 0.9  # confidence of the whole: printed walls and words read as numbers too, but not as surely
# In larger images: digits as high as these, shares of the smaller side, are larger than the network knows them. It
# finds none there, or parts that nobody can be sure of, a few at most. What is higher is a frame: paper in it is a 0.
LARGE, FRAME = 0.5, 0.95
READS_CLEARLY = 0.97
MOST_PARTS = 3


def is_cut_out(rows: int, cols: int) -> bool:
    """Whether an image is so small that somebody has cut it out, for what stands in it."""
    return min(rows, cols) <= LOWEST_SIDE


def may_be_one(parts: list[Number], rows: int, cols: int) -> bool:
    """Whether an image of that size, in which these numbers were found, may hold one that was not found whole."""
    if is_cut_out(rows, cols):
        return all(_fills(part, rows, cols) for part in parts)
    return len(parts) <= MOST_PARTS and not any(part.sure for part in parts)


def is_more(whole: Number, parts: list[Number], rows: int, cols: int) -> bool:
    """Whether the image read as one number is that: it holds all digits that were found, in their order, and others.
    Of one that is too large to be found it is enough that it reads clearly, and that they lie in it.

    whole, parts: in pixels of the image
    """
    if not is_cut_out(rows, cols):
        other = [part.text for part in parts] != [whole.text] and all(_is_inside(part.box, whole) for part in parts)
        return other and _is_too_large_to_be_found(whole, min(rows, cols))
    rest = iter(whole.digits_only)
    found = "".join(part.digits_only for part in parts)
    holds_them = all(digit in rest for digit in found) and len(whole.digits_only) > len(found)
    # Boxes go on to the next digit; those at the ends may hold walls and crosses of other cells.
    together = all(digit.box.width <= WIDEST * whole.box.height for digit in whole.digits[1:-1])
    return holds_them and together and _fills(whole, rows, cols) and _confidence_of_digits(whole) >= READS_WELL


def _is_too_large_to_be_found(whole: Number, side: int) -> bool:
    reads = whole.confidence >= READS_CLEARLY and all(digit.sure for digit in whole.digits)
    return reads and LARGE * side <= whole.box.height <= FRAME * side


def _is_inside(box: Box, whole: Number) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return whole.box.left <= x <= whole.box.right and whole.box.top <= y <= whole.box.bottom


def _confidence_of_digits(number: Number) -> float:
    """That it has these digits, whatever parts them: of 58.5 and 585 one is right."""
    others = (other.confidence for other in number.alternatives if digits_of(other.text) == number.digits_only)
    return number.confidence + sum(others)


def _fills(number: Number, rows: int, cols: int) -> bool:
    return number.box.height >= FILLED * min(rows, cols)
