/** The numbers' boxes, drawn over the image. The overlay's units are the image's pixels, so it scales with it. */

const SVG = "http://www.w3.org/2000/svg";

/** Frame the numbers of a reading; `figure` holds the image, the overlay and the marks. */
export function drawFrames(figure, { image, numbers }) {
  const overlay = figure.querySelector(".frames");
  overlay.setAttribute("viewBox", `0 0 ${image.width} ${image.height}`);
  overlay.replaceChildren(...numbers.flatMap(frameOf));
  const marks = numbers.map((number, index) => markOf(number, markText(number, index, numbers.length), image));
  figure.querySelector(".frame-marks").replaceChildren(...marks.filter(({ textContent }) => textContent !== ""));
}

/** Point out one digit's box; null points out none. */
export function pointOut(figure, box) {
  figure.querySelector(".frame-digit")?.remove();
  if (box) figure.querySelector(".frames").append(rectangle(box, "frame-digit"));
}

/** What stands at a number's frame and at its digits: its place, and whether it is in doubt. One alone has no place. */
export function markText({ status }, index, count) {
  const place = count > 1 ? `${index + 1}` : "";
  return status === "sure" ? place : `${place} ?`.trim();
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
