/** Strokes as smooth lines on any 2D context, on the pad as in the image that is sent. */

// Dark ink on light paper, whatever the page's colours are: the reader sees what the person saw.
const INK = "#16202c";

export function drawInk(context, strokes, thickness) {
  context.lineWidth = thickness;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = INK;
  context.fillStyle = INK;
  for (const stroke of strokes) drawStroke(context, stroke, thickness);
}

/**
 * The way through a stroke: quadratic curves from midpoint to midpoint, each bent by the point that was drawn.
 * They join without corners, and the pen's unevenness is smoothed.
 */
export function curvesThrough(stroke) {
  return stroke.slice(1, -1).map((control, index) => ({ control, end: midpoint(control, stroke[index + 2]) }));
}

const midpoint = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

function drawStroke(context, stroke, thickness) {
  const first = stroke.at(0);
  const last = stroke.at(-1);
  context.beginPath();
  if (stroke.length === 1) {
    // A line of no length is not drawn by every browser; a dot must be.
    context.arc(first.x, first.y, thickness / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.moveTo(first.x, first.y);
  for (const { control, end } of curvesThrough(stroke)) context.quadraticCurveTo(control.x, control.y, end.x, end.y);
  context.lineTo(last.x, last.y);
  context.stroke();
}
