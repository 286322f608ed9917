import { movedBy } from "/static/js/frame_keys.js";
import { equal } from "./assert.js";

const PAGE = { width: 400, height: 200 };
const press = (key, point, shiftKey = false) => movedBy({ key, shiftKey }, { ...point, scale: 2 }, PAGE);

export function anArrowMovesByAHundredthOfThePage() {
  equal(press("ArrowRight", { x: 100, y: 50 }), { x: 104, y: 50, scale: 2 });
  equal(press("ArrowUp", { x: 100, y: 50 }), { x: 100, y: 46, scale: 2 });
}

export function withShiftItMovesTenTimesAsFar() {
  equal(press("ArrowDown", { x: 100, y: 50 }, true), { x: 100, y: 90, scale: 2 });
}

export function nothingMovesBeyondThePage() {
  equal(press("ArrowLeft", { x: 3, y: 50 }), { x: 0, y: 50, scale: 2 });
  equal(press("ArrowDown", { x: 100, y: 180 }, true), { x: 100, y: 200, scale: 2 });
}
