/** The photo page: chosen images are read one after another, each on its own card. */

import { byId } from "./elements.js";
import { listenForFiles } from "./files.js";
import { UploadCard } from "./upload_card.js";
import { imagesLeft } from "./words.js";

let queue = Promise.resolve();
let left = 0;

listenForFiles(byId("file"), byId("drop-area"), (files) => {
  const cards = files.map((file) => new UploadCard(file, enqueue));
  byId("uploads").prepend(...cards.map(({ element }) => element));
  for (const card of cards) enqueue(card);
  cards[0].element.scrollIntoView({ block: "nearest" });
});

/** Read the card's image when all that were asked for before it are read; read() never rejects. */
function enqueue(card) {
  showLeft(left + 1);
  queue = queue.then(() => card.read()).then(() => showLeft(left - 1));
}

function showLeft(count) {
  left = count;
  byId("uploads-left").textContent = imagesLeft(count);
  // Only while there is something to lose: a page with such a listener is not kept for "Back".
  if (count > 0) addEventListener("beforeunload", askToStay);
  else removeEventListener("beforeunload", askToStay);
}

/** The browser asks, in its own words. */
function askToStay(event) {
  event.preventDefault();
}
