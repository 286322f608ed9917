/** The numbers' boxes, drawn over their page. The overlay's units are the page's pixels, so it scales with it. */

import { isLeftOut } from "./corrected.js";
import { pageOf, showPages, sizesOf } from "./pages.js";

const SVG = "http://www.w3.org/2000/svg";
// The overlay on which a digit's box lies.
const overlays = new WeakMap();

/** Frame the numbers of a reading; `figure` holds the image of its first page, the overlay and the marks. */
export function drawFrames(figure, reading) {
  const count = reading.numbers.length;
  const numbered = reading.numbers.map((number, index) => ({ number, words: markText(number, index, count) }));
  const marked = numbered.filter(({ number }) => !isLeftOut(number));
  const sizes = sizesOf(reading);
  for (const [index, shown] of showPages(figure, reading).entries()) {
    keepOverlay(
      shown,
      reading.numbers.filter((number) => pageOf(number) === index + 1),
    );
    drawPage(shown, sizes[index], marked.filter(({ number }) => pageOf(number) === index + 1));
  }
}

/** Point out one digit's box; null points out none. */
export function pointOut(figure, box) {
  (figure.closest(".pages") ?? figure).querySelector(".frame-digit")?.remove();
  if (box) (overlays.get(box) ?? figure.querySelector(".frames")).append(rectangle(box, "frame-digit"));
}

/** What stands at a number's frame and at its digits: its place, and whether it is in doubt. One alone has no place. */
export function markText({ status }, index, count) {
  const place = count > 1 ? `${index + 1}` : "";
  return status === "sure" ? place : `${place} ?`.trim();
}

/** A number's digits are pointed out on its page, also where it was left out. */
function keepOverlay(figure, numbers) {
  const overlay = figure.querySelector(".frames");
  for (const { digits } of numbers) for (const { box } of digits) overlays.set(box, overlay);
}

function drawPage(figure, size, marked) {
  const overlay = figure.querySelector(".frames");
  overlay.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  overlay.replaceChildren(...marked.flatMap(({ number }) => frameOf(number)));
  const marks = marked.map(({ number, words }) => markOf(number, words, size));
  figure.querySelector(".frame-marks").replaceChildren(...marks.filter(({ textContent }) => textContent !== ""));
}

// Two lines, one light and one coloured, so that a frame is seen on any photo.
const frameOf = ({ box, status }) => [rectangle(box, "frame-halo"), rectangle(box, `frame frame-${status}`)];

function rectangle({ left, top, right, bottom }, className) {
  const rect = document.createElementNS(SVG, "rect");
  const attributes = { x: left, y: top, width: right - left, height: bottom - top, class: className };
  for (const [name, value] of Object.entries(attributes)) rect.setAttribute(name, value);
  return rect;
}

function markOf(number, words, { width, height }) {
  const mark = document.createElement("span");
  mark.className = `mark mark-${number.status}`;
  mark.textContent = words;
  mark.style.left = `${(100 * number.box.left) / width}%`;
  mark.style.top = `${(100 * number.box.top) / height}%`;
  return mark;
}
