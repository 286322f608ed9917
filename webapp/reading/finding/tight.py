"""One number that fills an image: too little shows around it for the network that finds numbers, where somebody cut it
out, or it is larger than that one knows them."""

from webapp.reading.result import Box, Number

LOWEST_SIDE = 200  # pixels, at most: of larger images the network sees enough around all but the largest digits
FILLED = 0.3  # of that side: digits that are as high leave no room for a second line
WIDEST = 2.0  # heights: a digit and what parts it from the next one, in cells
READS_WELL = 0.9  # confidence of the whole: printed walls and words read as numbers too, but not as surely
# In larger images: digits as high as these, shares of the smaller side, are larger than the network knows them. It
# finds none there, or parts that nobody can be sure of, a few at most. What is higher is a frame: paper in it is a 0.
LARGE, FRAME = 0.5, 0.95
READS_CLEARLY = 0.97
MOST_PARTS = 3
SMALL, CLEAR = 0.35, 0.95  # of its height, and confidence: what is so low and reads so well is no part of it


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
    Of one that is too large to be found it is enough that it reads clearly, and that they may be parts of it.

    whole, parts: in pixels of the image
    """
    if not is_cut_out(rows, cols):
        return _is_too_large_to_be_found(whole, min(rows, cols)) and _may_be_parts(parts, whole)
    found, rest = "".join(part.digits_only for part in parts), iter(whole.digits_only)
    holds_them = all(digit in rest for digit in found) and len(whole.digits_only) > len(found)
    # Boxes go on to the next digit; those at the ends may hold walls and crosses of other cells.
    together = all(digit.box.width <= WIDEST * whole.box.height for digit in whole.digits[1:-1])
    return holds_them and together and _fills(whole, rows, cols) and whole.confidence_of_digits >= READS_WELL


def _is_too_large_to_be_found(whole: Number, side: int) -> bool:
    reads = whole.confidence >= READS_CLEARLY and all(digit.sure for digit in whole.digits)
    return reads and LARGE * side <= whole.box.height <= FRAME * side


def _may_be_parts(parts: list[Number], whole: Number) -> bool:
    """Whether numbers are nothing but pieces of a larger one: not it, nor its digits one by one, nor others beside."""
    found = [part.digits_only for part in parts]
    if whole.digits_only in ("".join(found), *found):
        return False
    others = (part.box.height < SMALL * whole.box.height and part.confidence >= CLEAR for part in parts)
    return not any(others) and all(holds(whole.box, part.box) for part in parts)


def holds(box: Box, other: Box) -> bool:
    """Whether the middle of another box lies in a box."""
    x, y = other.middle
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _fills(number: Number, rows: int, cols: int) -> bool:
    return number.box.height >= FILLED * min(rows, cols)
