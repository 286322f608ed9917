/** The photo page: chosen images are read one after another, each on its own card. */

import { byId } from "./elements.js";
import { listenForFiles } from "./files.js";
import { askToStayWhile } from "./leaving.js";
import { Queue } from "./queue.js";
import { UploadCard } from "./upload_card.js";
import { imagesLeft } from "./words.js";

const shown = [];
const queue = new Queue(showLeft);

listenForFiles(byId("file"), byId("drop-area"), (files) => {
  const cards = files.map((file) => new UploadCard(file, (card) => queue.add(card)));
  byId("uploads").prepend(...cards.map(({ element }) => element));
  shown.push(...cards);
  for (const card of cards) queue.add(card);
  cards[0].element.scrollIntoView({ block: "nearest" });
});
addEventListener("online", () => queue.goOnWithAll());
addEventListener("pageshow", ({ persisted }) => {
  // After "Back" the page is as it was left; meanwhile its readings may have been corrected or deleted.
  if (persisted) for (const card of shown) card.refresh();
});

function showLeft({ left, isWaiting, unread }) {
  byId("uploads-left").textContent = imagesLeft(left, isWaiting);
  askToStayWhile(unread > 0, queue);
}
