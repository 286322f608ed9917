import { add, clear, fitInside, inkBox, undo } from "/static/js/strokes.js";
import { equal } from "./assert.js";

const line = (...numbers) =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i], y: numbers[2 * i + 1] }));

export function addingAndUndoingLeaveTheArgumentAlone() {
  const before = [line(1, 1)];
  const after = add(before, line(2, 2, 3, 3));
  equal(after.length, 2);
  equal(before, [line(1, 1)]);
  equal(undo(after), before);
  equal(after.length, 2);
}

export function aStrokeWithoutPointsIsNoStroke() {
  equal(add([], []), []);
}

export function undoOfNothingIsNothing() {
  equal(undo([]), []);
  equal(clear(), []);
}

export function theInkBoxHoldsAllPoints() {
  equal(inkBox([line(5, 9, 2, 4), line(7, 1)]), { left: 2, top: 1, right: 7, bottom: 9 });
  equal(inkBox([line(3, 4)]), { left: 3, top: 4, right: 3, bottom: 4 });
  equal(inkBox([]), null);
}

export function aLongDrawingHasAnInkBox() {
  const long = Array.from({ length: 300_000 }, (_, x) => ({ x, y: 1 }));
  equal(inkBox([long]), { left: 0, top: 1, right: 299_999, bottom: 1 });
}

export function aDrawingThatFitsIsNotMoved() {
  const strokes = [line(0, 0, 100, 50)];
  equal(fitInside(strokes, 100, 50, 10), strokes);
  equal(fitInside([], 100, 50, 10), []);
}

export function aDrawingOutsideIsMovedButNotShrunkWhereItHasRoom() {
  equal(fitInside([line(150, 20, 190, 40)], 100, 100, 10), [line(50, 20, 90, 40)]);
}

export function aDrawingLargerThanThePadIsShrunkAndKeepsItsShape() {
  equal(fitInside([line(0, 0, 160, 80)], 100, 100, 10), [line(10, 10, 90, 50)]);
}

export function aDotOutsideIsMovedInside() {
  equal(fitInside([line(500, 500)], 100, 100, 10), [line(90, 90)]);
}
