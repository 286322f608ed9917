/** The numbers' boxes, drawn over their page. The overlay's units are the page's pixels, so it scales with it. */

import { isLeftOut } from "./corrected.js";
import { pageOf, showPages, sizesOf } from "./pages.js";

const EDGES = ["left", "top", "right", "bottom"];
const NEAR = 20; // CSS pixels: a finger is no mouse, and numbers on a photo are small
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
    drawPage(
      shown,
      sizes[index],
      marked.filter(({ number }) => pageOf(number) === index + 1),
      candidatesOf(reading).filter(({ page }) => page === index + 1),
    );
  }
}

/** Places where the reader was not sure enough of a number to give one. Readings of the first versions have none. */
export const candidatesOf = ({ candidates = [] }) => candidates;

/** Whether a reading has this candidate still. */
export const isCandidate = ({ page, box }, reading) =>
  candidatesOf(reading).some((one) => one.page === page && EDGES.every((edge) => one.box[edge] === box[edge]));

/** Point out one digit's box; null points out none. */
export function pointOut(figure, box) {
  (figure.closest(".pages") ?? figure).querySelector(".frame-digit")?.remove();
  if (box) (overlays.get(box) ?? figure.querySelector(".frames")).append(rectangle(box, "frame-digit"));
}

/** Where a page was touched, in its pixels; scale: of these to one of CSS. */
export function pointOn(figure, { clientX, clientY }) {
  const overlay = figure.querySelector(".frames");
  const shown = overlay.getBoundingClientRect();
  const scale = overlay.viewBox.baseVal.width / shown.width;
  return { x: (clientX - shown.left) * scale, y: (clientY - shown.top) * scale, scale };
}

/** Show the frame that the person is drawing between two points of a page; without them none. */
export function drawnFrame(figure, one, other) {
  const overlay = figure.querySelector(".frames");
  for (const part of overlay.querySelectorAll(".frame-drawn, .frame-drawn-halo")) part.remove();
  if (!one) return;
  const across = [one.x, other.x].sort((a, b) => a - b);
  const down = [one.y, other.y].sort((a, b) => a - b);
  const box = { left: across[0], top: down[0], right: across[1], bottom: down[1] };
  // A corner alone is seen too.
  if (one === other) Object.assign(box, { right: box.left + one.scale, bottom: box.top + one.scale });
  overlay.append(rectangle(box, "frame-drawn-halo"), rectangle(box, "frame-drawn"));
}

/** Show where the keyboard has moved to on a page: a line across it and one down. */
export function drawnCross(figure, { x, y, scale }) {
  const overlay = figure.querySelector(".frames");
  const { width, height } = overlay.viewBox.baseVal;
  const lines = [
    { left: 0, top: y, right: width, bottom: y + scale },
    { left: x, top: 0, right: x + scale, bottom: height },
  ];
  for (const name of ["frame-drawn-halo", "frame-drawn"]) overlay.append(...lines.map((line) => rectangle(line, name)));
}

/** The index of the number at whose frame a page was tapped, or null. */
export function numberAt(figure, event, numbers) {
  return nearestNumber(figure, event, numbers).index;
}

/** The candidate at whose frame a page was tapped, or null; where a number is as near the tap is for that. */
export function candidateAt(figure, event, reading) {
  const figures = [...(figure.closest(".pages") ?? figure.parentElement).querySelectorAll(".framed")];
  const candidates = candidatesOf(reading);
  const { index, distance } = nearestTo(figure, event, candidates, ({ page }) => page === figures.indexOf(figure) + 1);
  const number = nearestNumber(figure, event, reading.numbers);
  return index === null || (number.index !== null && number.distance <= distance) ? null : candidates[index];
}

function nearestNumber(figure, event, numbers) {
  const overlay = figure.querySelector(".frames");
  return nearestTo(figure, event, numbers, ({ digits }) => overlays.get(digits[0].box) === overlay);
}

/** Index and distance of what stands nearest to where a page was tapped, of what is on it; index null where nothing is near. */
function nearestTo(figure, event, framed, isOnPage) {
  const { x, y, scale } = pointOn(figure, event);
  let nearest = { index: null, distance: NEAR * scale };
  for (const [index, one] of framed.entries()) {
    if (!isOnPage(one)) continue;
    const { box } = one;
    const distance = Math.hypot(x - within(x, box.left, box.right), y - within(y, box.top, box.bottom));
    if (distance < nearest.distance) nearest = { index, distance };
  }
  return nearest;
}

const within = (value, least, most) => Math.min(Math.max(value, least), most);

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

function drawPage(figure, size, marked, candidates) {
  const overlay = figure.querySelector(".frames");
  overlay.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  const dotted = candidates.map(({ box }) => ({ box, status: "candidate" }));
  overlay.replaceChildren(...[...dotted, ...marked.map(({ number }) => number)].flatMap(frameOf));
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
  // Of the page's: a mark is lower than its number, or on a photo of many it would cover the one above.
  mark.style.setProperty("--number-height", (100 * (number.box.bottom - number.box.top)) / height);
  return mark;
}
