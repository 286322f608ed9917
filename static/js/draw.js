/** The draw page: what is drawn is read as the pen lifts. */

import { deleteReading, readImage } from "./api.js";
import { renderImage } from "./drawing.js";
import { byId, onPress, setPressable } from "./elements.js";
import { LiveReading } from "./live.js";
import { Pad } from "./pad.js";
import { chosenPattern } from "./pattern.js";
import { followPen } from "./pen.js";
import { hideProblem, showProblem } from "./problem.js";
import { Result } from "./result.js";
import { add, clear, fitInside, undo } from "./strokes.js";

// CSS pixels left free at the pad's edge when a drawing is fitted into a smaller pad.
const EDGE = 16;

let strokes = [];
let image = null;

const pad = new Pad(byId("pad"), { onResize: (width, height) => redraw(fitInside(strokes, width, height, EDGE)) });
const result = new Result(byId("result"));
const live = new LiveReading({ read, remove: deleteReading, onReading, onProblem });

result.markOnShow();
followPen(byId("pad"), {
  onMove: (stroke) => {
    live.hold();
    byId("pad-hint").hidden = true;
    pad.draw(add(strokes, stroke));
  },
  onLift: (stroke) => change(add(strokes, stroke)),
  onCancel: () => change(strokes),
});
byId("pattern").addEventListener("change", () => live.update(strokes));
onPress(byId("undo"), () => change(undo(strokes)));
onPress(byId("clear"), () => {
  live.startNew();
  change(clear());
});
addEventListener("keydown", (event) => {
  // With Caps Lock the key is "Z"; with Shift it would mean to do it again.
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  change(undo(strokes));
});

function redraw(newStrokes) {
  strokes = newStrokes;
  pad.draw(strokes);
}

function change(newStrokes) {
  redraw(newStrokes);
  live.update(strokes);
  const isEmpty = strokes.length === 0;
  setPressable(byId("undo"), !isEmpty);
  setPressable(byId("clear"), !isEmpty);
  byId("pad-hint").hidden = !isEmpty;
  if (isEmpty) showNothing();
}

function showNothing() {
  result.clear();
  hideProblem(byId("problem"));
  byId("empty").hidden = false;
}

function read(drawn) {
  image = renderImage(drawn);
  return readImage(image, "drawing", chosenPattern());
}

function onReading(reading) {
  hideProblem(byId("problem"));
  byId("empty").hidden = true;
  result.show(reading, image);
}

function onProblem(error) {
  result.clear();
  byId("empty").hidden = true;
  showProblem(byId("problem"), error, () => live.update(strokes));
}
