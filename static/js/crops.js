/** Each number as it was written, cut out of its page, so that nobody has to look for it on the photo. */

import { pageOf, sizesOf } from "./pages.js";

const MARGIN = 0.3; // of the number's height: paper around it
const ROWS = 112; // of a crop: sharp on the screens of today's phones at the height that the style sheet gives it
const WIDEST = 10; // times its height

/**
 * Draw each number's crop into its list item, as soon as its page is there. A drawing's ink is on the pad already.
 * figures: of the pages, in order; items: the list items, in the numbers' order
 */
export function showCrops(figures, reading, items) {
  for (const [index, number] of reading.numbers.entries()) {
    const canvas = items[index].querySelector(".number-crop");
    canvas.hidden = reading.source === "drawing";
    if (canvas.hidden) continue;
    const page = pageOf(number) - 1;
    const size = sizesOf(reading)[page];
    const part = partAround(number.box, size);
    // Now, so that nothing moves when the picture comes.
    canvas.height = ROWS;
    canvas.width = Math.round((ROWS * part.width) / part.height);
    const image = figures[page].querySelector(".framed-image");
    whenLoaded(image, () => draw(canvas, image, part, image.naturalWidth / size.width));
  }
}

/** The part of a page that shows a box with a little paper, as far as the page goes. */
export function partAround({ left, top, right, bottom }, { width, height }) {
  const margin = Math.max(1, MARGIN * (bottom - top));
  const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)];
  const part = { x, y, width: Math.min(width, right + margin) - x, height: Math.min(height, bottom + margin) - y };
  return { ...part, height: Math.max(part.height, part.width / WIDEST) };
}

/** scale: pixels of the picture that is shown to one of the page */
function draw(canvas, image, { x, y, width, height }, scale) {
  const source = [x, y, width, height].map((length) => length * scale);
  canvas.getContext("2d").drawImage(image, ...source, 0, 0, canvas.width, canvas.height);
}

function whenLoaded(image, then) {
  if (image.complete && image.naturalWidth > 0) then();
  else image.addEventListener("load", then, { once: true });
}
