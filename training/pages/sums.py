"""Worksheets: operands with operators, brackets and powers; every operand is a number of its own."""

import numpy as np

from training.pages.hand import PageHand, Stretch
from training.pages.sheet import Sheet
from training.pages.studio import Studio, log_uniform, square
from training.writing import marks

LONGEST = 19  # operands, operators and brackets of a line


def expression(studio: Studio, rng: np.random.Generator) -> Sheet:
    """Sums as on a worksheet, line under line, with or without results."""
    rows, cols = studio.page_size(rng, rng.uniform(0.8, 3.0))
    px, sheet = studio.scale, Sheet(rows, cols, "canvas" if rng.random() < 0.12 else "paper", studio.scale)
    height = log_uniform(rng, max(12 * px, cols / 50), max(14 * px, cols / 50, min(80 * px, rows / 4)))
    hand = studio.hand(height, rng)
    if rng.random() < 0.15:
        square(sheet, height * rng.uniform(0.6, 1.2), rng)
    step, left = height * rng.uniform(1.7, 3.2), cols * rng.uniform(0.02, 0.4)
    lines = min(int(rng.choice([1, 2, 3, 4, 6], p=[0.3, 0.2, 0.2, 0.2, 0.1])), max(1, int(rows / step)))
    gap, y = rng.uniform(0.1, 0.65), step * 0.8 + rng.uniform(0, max(0.0, rows - lines * step))
    for _ in range(lines):
        parts = _expression_line(hand, height, rng)
        gaps = [_operand_gap(a, b, gap, rng) for a, b in zip(parts[:-1], parts[1:], strict=True)]
        indent = rng.uniform(0, 2) * height
        room = max((cols - left - indent) * 0.98, 0.5 * cols)
        sheet.write(parts, left + indent, y, height, gaps=gaps, angle=rng.normal(0, 0.012), room=room)
        y += step
    return sheet


def _expression_line(hand: PageHand, height: float, rng: np.random.Generator) -> list[Stretch]:
    """A sum, a sum with its result, or a result alone."""
    kind, gap = rng.random(), min(hand.style.gap, 0.3)
    if kind < 0.12:
        return [hand.number(_operand(int(rng.integers(1, 6)), rng), height, rng)]
    parts = expression_parts(hand, height, 0, rng)
    while len(parts) > LONGEST:
        parts = expression_parts(hand, height, 0, rng)
    if kind < 0.45:
        parts.append(hand.mark(operator("=", rng), height))
        if rng.random() < 0.85:
            parts.append(hand.number(_operand(int(rng.integers(1, 5)), rng), height, rng, gap=gap))
    return parts


def expression_parts(hand: PageHand, height: float, depth: int, rng: np.random.Generator) -> list[Stretch]:
    """Operands with operators, brackets and powers between them: every operand is a number of its own."""
    parts, single = [], rng.random() < 0.4
    signs = ["+", "+", "-", "x", "x", "x", "/", ":"] if rng.random() < 0.6 else ["+", "-"]
    for i in range(int(rng.integers(2, 5)) if depth else int(rng.integers(2, 7))):
        if i:
            parts.append(hand.mark(operator(signs[rng.integers(len(signs))], rng), height))
        if depth < 2 and rng.random() < 0.12:
            parts.append(hand.mark(marks.bracket(True, rng), height))
            parts += expression_parts(hand, height, depth + 1, rng)
            parts.append(hand.mark(marks.bracket(False, rng), height))
            continue
        digits = 1 if single or rng.random() < 0.5 else int(rng.integers(2, 5))
        parts.append(hand.number(_operand(digits, rng), height, rng, gap=min(hand.style.gap, 0.3)))
        if rng.random() < 0.12:
            power = hand.number(str(rng.integers(2, 10)), height * rng.uniform(0.5, 0.75), rng)
            parts.append(Stretch(power.ink, power.rise, power.number, raised=rng.uniform(0.5, 0.8)))
    return parts


def _operand(digits: int, rng: np.random.Generator) -> str:
    return "".join(str(d) for d in rng.integers(0, 10, digits))


def _operand_gap(before: Stretch, after: Stretch, gap: float, rng: np.random.Generator) -> float:
    if after.raised:
        return rng.uniform(-0.02, 0.15)
    if before.number and after.number:
        return gap + 0.8
    return max(0.06, gap + rng.normal(0, 0.06))


def operator(sign: str, rng: np.random.Generator) -> list[np.ndarray]:
    """Strokes of + - x * / = : in heights of a digit."""
    u, mid = rng.uniform, rng.uniform(0.5, 0.62)
    long = u(0.3, 0.6)
    dash = np.array([[0, mid + u(-0.03, 0.03)], [long, mid + u(-0.03, 0.03)]])
    match sign:
        case "-":
            return [dash]
        case "+":
            return [dash, np.array([[long / 2 + u(-0.05, 0.05), mid - long / 2], [long / 2, mid + long / 2]])]
        case "=":
            return [dash - (0, 0.1), dash + (0, u(0.06, 0.16))]
        case "x":
            return marks.cross(u(0.32, 0.6), rng)
        case "*":
            return [np.array([[0, mid], [0.03, mid + 0.02]])]
        case ":":
            return [np.array([[0, y], [0.02, y + 0.02]]) for y in (0.4, 0.85)]
        case "/":
            return [np.array([[u(0.25, 0.5), u(-0.1, 0.05)], [0, u(1.0, 1.15)]])]
    raise ValueError(f"no strokes for {sign!r}")
