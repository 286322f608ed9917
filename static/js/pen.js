/** A finger, a pen or the mouse on an element, as strokes. */

// CSS pixels. Points nearer than this add weight to the data, not to the line.
const SMALLEST_STEP = 1.5;

/**
 * Follow one pointer at a time; a second finger or a resting palm is ignored, and a pen goes before a palm.
 * onMove(stroke) comes with every new point, onLift(stroke) when the pen is lifted, onCancel() when the browser takes
 * the pointer away, as it does for a palm or a system gesture: that was not meant as ink.
 */
export function followPen(element, { onMove, onLift, onCancel }) {
  let pointerId = null;
  let isTouch = false;
  let stroke = [];

  const take = (event) => {
    const box = element.getBoundingClientRect();
    const events = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of events.length > 0 ? events : [event]) {
      stroke = extended(stroke, { x: clientX - box.left, y: clientY - box.top });
    }
  };
  const release = () => {
    const finished = stroke;
    pointerId = null;
    stroke = [];
    return finished;
  };
  const on = (type, handle) => element.addEventListener(type, (event) => {
    if (event.pointerId === pointerId) handle(event);
  });

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (pointerId !== null) {
      // The hand that holds a pen may touch first.
      if (!(isTouch && event.pointerType === "pen")) return;
      release();
      onCancel();
    }
    pointerId = event.pointerId;
    isTouch = event.pointerType === "touch";
    element.setPointerCapture(pointerId);
    take(event);
    onMove(stroke);
  });
  on("pointermove", (event) => {
    take(event);
    onMove(stroke);
  });
  on("pointerup", (event) => {
    take(event);
    onLift(release());
  });
  on("pointercancel", () => {
    release();
    onCancel();
  });
  // Safari's Scribble takes an Apple Pencil's strokes for text unless touch moves are refused.
  element.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
}

/** The stroke with one point more, unless the pen hardly moved. */
export function extended(stroke, point) {
  const last = stroke.at(-1);
  if (last && Math.hypot(point.x - last.x, point.y - last.y) < SMALLEST_STEP) return stroke;
  return [...stroke, point];
}
