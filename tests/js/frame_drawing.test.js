import { frameBetween } from "/static/js/frame_drawing.js";
import { equal } from "./assert.js";

const PAGE = { width: 400, height: 200 };

export function aFrameIsTheSameFromEitherCorner() {
  const box = { left: 10, top: 20, right: 111, bottom: 61 };
  equal(frameBetween({ x: 10.4, y: 20.9 }, { x: 110.2, y: 60.5 }, PAGE), box);
  equal(frameBetween({ x: 110.2, y: 20.9 }, { x: 10.4, y: 60.5 }, PAGE), box);
}

export function aFrameEndsWhereThePageDoes() {
  const box = { left: 0, top: 0, right: 400, bottom: 200 };
  equal(frameBetween({ x: -30, y: -5 }, { x: 470, y: 280 }, PAGE), box);
}

export function aLineOrWhatLiesBesideThePageIsNoFrame() {
  equal(frameBetween({ x: 10, y: 20 }, { x: 300, y: 22 }, PAGE), null);
  equal(frameBetween({ x: 410, y: 20 }, { x: 500, y: 80 }, PAGE), null);
}
