/**
 * The drawing as data. A point is { x, y } in CSS pixels of the pad, a stroke is a list of points, a drawing is a list
 * of strokes. Nothing here changes its arguments.
 */

export const add = (strokes, stroke) => (stroke.length === 0 ? strokes : [...strokes, stroke]);

export const undo = (strokes) => strokes.slice(0, -1);

export const clear = () => [];

/** The box around all points, or null where there are none. */
export function inkBox(strokes) {
  const points = strokes.flat();
  if (points.length === 0) return null;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { left: least(xs), top: least(ys), right: most(xs), bottom: most(ys) };
}

/** The strokes moved, and shrunk where they must be, so that they lie inside a pad of this size. */
export function fitInside(strokes, width, height, margin) {
  const box = inkBox(strokes);
  if (box === null || (box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height)) return strokes;
  const scale = Math.min(1, room(width, margin, box.right - box.left), room(height, margin, box.bottom - box.top));
  const left = within(box.left, margin, width - margin - scale * (box.right - box.left));
  const top = within(box.top, margin, height - margin - scale * (box.bottom - box.top));
  const moved = ({ x, y }) => ({ x: left + scale * (x - box.left), y: top + scale * (y - box.top) });
  return strokes.map((stroke) => stroke.map(moved));
}

// Math.min(...values) would overflow the stack on a long drawing.
const least = (values) => values.reduce((a, b) => Math.min(a, b));
const most = (values) => values.reduce((a, b) => Math.max(a, b));

const room = (side, margin, ink) => (ink === 0 ? 1 : (side - 2 * margin) / ink);

const within = (value, lowest, highest) => Math.max(lowest, Math.min(value, highest));
