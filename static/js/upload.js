/** The photo page: chosen images are read one after another, each on its own card. */

import { byId, nextBehind, onPress, write } from "./elements.js";
import { listenForFiles } from "./files.js";
import { askToStayWhile } from "./leaving.js";
import { Queue } from "./queue.js";
import { showToCheck } from "./to_check.js";
import { UploadCard } from "./upload_card.js";
import { imagesLeft, imagesUnread } from "./words.js";

const shown = [];
const queue = new Queue(showLeft);

const isUnread = (card) => card.hasFailed && !queue.holds(card);
const showWhatIsToCheck = showToCheck(byId("uploads"), () => !queue.isBusy && !shown.some(isUnread));
listenForFiles(byId("file"), byId("drop-area"), (files) => {
  const cards = files.map((file) => new UploadCard(file, (card) => queue.add(card), remove));
  byId("uploads").prepend(...cards.map(({ element }) => element));
  shown.unshift(...cards); // as they stand on the page
  for (const card of cards) queue.add(card);
  cards[0].element.scrollIntoView({ block: "nearest" });
});
addEventListener("online", () => queue.goOnWithAll());
addEventListener("pageshow", ({ persisted }) => {
  // After "Back" the page is as it was left; meanwhile its readings may have been corrected or deleted.
  if (persisted) for (const card of shown) card.refresh();
});
document.addEventListener("visibilitychange", () => {
  // They may have been corrected in another tab; one after the other, as there may be forty.
  if (document.visibilityState === "visible") refreshQuietly();
});
onPress(byId("uploads-unread-next"), () => {
  lastUnread = nextBehind(shown.filter(isUnread).map(({ element }) => element), lastUnread);
  shown.find((card) => card.element === lastUnread).lead();
});

let lastUnread = null; // to which the person was led
let isRefreshing = false;

/** The person has no use for an image that cannot be read. */
function remove(card) {
  shown.splice(shown.indexOf(card), 1);
  const neighbour = card.element.nextElementSibling ?? card.element.previousElementSibling;
  card.discard();
  showUnread();
  showWhatIsToCheck();
  (neighbour?.querySelector(".upload-name") ?? byId("file")).focus();
}

async function refreshQuietly() {
  if (isRefreshing) return;
  isRefreshing = true;
  for (const card of shown) {
    // What is still to be read is more urgent: whoever took the next photo comes back to this page as well.
    if (document.visibilityState === "visible" && !queue.isBusy) await card.refresh({ isQuiet: true });
  }
  isRefreshing = false;
}

function showLeft({ left, isWaiting, unread }) {
  showWhatIsToCheck();
  byId("uploads-left").textContent = imagesLeft(left, isWaiting);
  showUnread();
  askToStayWhile(unread > 0, queue);
}

/** Of one image its card says enough; among forty nobody sees it. */
function showUnread() {
  const unread = shown.filter(isUnread).length;
  const place = byId("uploads-unread");
  const words = imagesUnread(unread, shown.length);
  write(place, "span", words);
  place.hidden = words === "";
  if (words !== "" && !queue.isBusy) byId("announcement").textContent = words;
}
