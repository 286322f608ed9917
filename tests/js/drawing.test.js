import { planImage, renderImage } from "/static/js/drawing.js";
import { curvesThrough } from "/static/js/ink.js";
import { extended } from "/static/js/pen.js";
import { equal, near } from "./assert.js";

const stroke = (...points) => points.map(([x, y]) => ({ x, y }));

export function aDigitIsNinetySixPixelsHighWithAMarginAround() {
  const plan = planImage([stroke([100, 40], [100, 232])]);
  equal([plan.scale, plan.width, plan.height], [0.5, 96, 192]);
  equal(plan.offset, { x: -2, y: 28 });
  equal(plan.thickness, 8);
}

export function theScreenDoesNotMatter() {
  const digit = [[0, 0], [30, 20], [10, 120]];
  const small = planImage([stroke(...digit)]);
  const large = planImage([stroke(...digit.map(([x, y]) => [3 * x, 3 * y]))]);
  equal([large.width, large.height, large.thickness], [small.width, small.height, small.thickness]);
}

export function aLoneDotStaysADot() {
  const plan = planImage([stroke([10, 10])]);
  equal([plan.width, plan.height, plan.thickness], [96, 96, 8]);
}

export function aVeryLongLineOfDigitsStaysWithinTheLimit() {
  const digits = Array.from({ length: 60 }, (_, i) => stroke([i * 100, 0], [i * 100, 96]));
  const plan = planImage(digits);
  equal(plan.width, 2000);
  near(plan.thickness, 8 * plan.scale);
}

export async function theImageIsInkOnWhitePaper() {
  const image = await createImageBitmap(renderImage([stroke([0, 0], [0, 96])]));
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const pixel = (x, y) => [...context.getImageData(x, y, 1, 1).data];
  equal([image.width, image.height], [96, 192]);
  equal(pixel(2, 2), [255, 255, 255, 255]);
  equal(pixel(48, 96), [22, 32, 44, 255]);
  equal(pixel(56, 96), [255, 255, 255, 255]);
}

export function curvesBendAtThePointsAndMeetHalfway() {
  equal(curvesThrough(stroke([0, 0], [10, 0], [10, 20])), [{ control: { x: 10, y: 0 }, end: { x: 10, y: 10 } }]);
}

export function shortStrokesHaveNoCurves() {
  equal([0, 1, 2].map((count) => curvesThrough(stroke([1, 1], [2, 2]).slice(0, count)).length), [0, 0, 0]);
}

export function thePenTakesNoTwoPointsInOnePlace() {
  const start = extended([], { x: 5, y: 5 });
  equal(start.length, 1);
  equal(extended(start, { x: 5, y: 6 }), start);
  equal(extended(start, { x: 5, y: 7 }).length, 2);
}
