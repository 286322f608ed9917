/** The pages of a document, one below the other: a figure for each, made after that of the first. */

import { imageUrl } from "./api.js";

/** The pages' sizes; readings of the first versions had one and did not call it a page. */
export const sizesOf = ({ pages, image }) => pages ?? [image];

export const pageOf = ({ page }) => page ?? 1;

/** Show as many figures as the reading has pages, and return them; `first` is that of the first page. */
export function showPages(first, reading) {
  const sizes = sizesOf(reading);
  const place = placeOf(first, sizes.length);
  if (place === null) return [first];
  if (place.dataset.readingId !== reading.id) {
    place.dataset.readingId = reading.id;
    const others = sizes.slice(1).map((size, index) => figureOf(first, reading.id, index + 2, size));
    const figures = [first, ...others];
    place.replaceChildren(...figures.flatMap((figure, index) => withTitle(figure, index + 1, figures.length)));
  }
  return [...place.querySelectorAll(".framed")];
}

/** What holds all figures; nothing is needed, and nothing made, where there has been one page only. */
function placeOf(first, count) {
  const place = first.closest(".pages");
  if (place !== null || count === 1) return place;
  const made = document.createElement("div");
  made.className = "pages";
  first.replaceWith(made);
  made.append(first);
  return made;
}

function figureOf(first, id, page, { width, height }) {
  const figure = first.cloneNode(true);
  const image = figure.querySelector(".framed-image");
  // Before the address: a page far below is fetched when it comes near.
  image.loading = "lazy";
  image.width = width;
  image.height = height;
  image.alt = `Page ${page} of the document that was read`;
  image.src = `${imageUrl(id)}?page=${page}`;
  return figure;
}

function withTitle(figure, page, count) {
  if (count === 1) return [figure];
  const title = document.createElement("p");
  title.className = "page-title";
  title.textContent = `Page ${page} of ${count}`;
  return [title, figure];
}
