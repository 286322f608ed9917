/** The image that is sent: the strokes on white, cropped to the ink, at a scale that does not depend on the screen. */

import { drawInk } from "./ink.js";
import { inkBox } from "./strokes.js";

// Pixels in the image. More than the reader's line is high, so its own shrinking decides on the detail.
const DIGIT_HEIGHT = 96;
// As thick as a felt pen writes a digit of that height.
const THICKNESS = DIGIT_HEIGHT / 12;
// Paper around the ink, as around a number on a page.
const MARGIN = DIGIT_HEIGHT / 2;
const LONGEST_SIDE = 2000;
// CSS pixels. Nobody writes smaller digits with a finger; a lone dot or dash must not be blown up to a digit.
const SMALLEST_DIGIT = 32;

/** Where the strokes come to lie in the image: multiply by scale, then add offset. */
export function planImage(strokes) {
  const box = inkBox(strokes);
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const digit = digitHeight(strokes);
  const scale = Math.min(DIGIT_HEIGHT / digit, (LONGEST_SIDE - 2 * MARGIN) / Math.max(width, height, 1));
  return {
    width: Math.round(width * scale + 2 * MARGIN),
    height: Math.round(height * scale + 2 * MARGIN),
    scale,
    offset: { x: MARGIN - box.left * scale, y: MARGIN - box.top * scale },
    thickness: (THICKNESS / DIGIT_HEIGHT) * digit * scale,
  };
}

/** The height of the tallest stroke: nearly every digit has one that is as high as itself, separators have none. */
function digitHeight(strokes) {
  const heights = strokes.map((stroke) => inkBox([stroke])).map((box) => box.bottom - box.top);
  return Math.max(SMALLEST_DIGIT, ...heights);
}

/** The PNG of a drawing that has at least one stroke. */
export function renderImage(strokes) {
  const { width, height, scale, offset, thickness } = planImage(strokes);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.setTransform(scale, 0, 0, scale, offset.x, offset.y);
  drawInk(context, strokes, thickness / scale);
  return pngOf(canvas);
}

// toBlob() waits for the browser to be idle: measured at up to a second after the pen was lifted.
function pngOf(canvas) {
  const [, base64] = canvas.toDataURL("image/png").split(",");
  return new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], { type: "image/png" });
}
