/** The photo page: chosen images are read one after another, each on its own card. */

import { byId } from "./elements.js";
import { listenForFiles } from "./files.js";
import { UploadCard } from "./upload_card.js";

let queue = Promise.resolve();

listenForFiles(byId("file"), byId("drop-area"), (files) => {
  const cards = files.map((file) => new UploadCard(file, enqueue));
  byId("uploads").prepend(...cards.map(({ element }) => element));
  for (const card of cards) enqueue(card);
  cards[0].element.scrollIntoView({ block: "nearest" });
});

/** Read the card's image when all that were asked for before it are read; read() never rejects. */
function enqueue(card) {
  queue = queue.then(() => card.read());
}
