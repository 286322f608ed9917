/** How many numbers on the page are still to be checked, and the way from one to the next. */

import { byId, onPress, write } from "./elements.js";
import { toCheck } from "./words.js";

const UNSURE = ".number-unsure";
// One is seen without a sign that shows the way.
const MANY = 2;

/** Tell what is to be checked in `root`, whatever happens there. */
export function showToCheck(root) {
  const place = byId("to-check");
  let last = null; // to which the person was led

  const show = () => {
    const count = root.querySelectorAll(UNSURE).length;
    place.hidden = count < MANY && !(count === 1 && last !== null);
    write(place, ".to-check-words", toCheck(count));
  };
  new MutationObserver(show).observe(root, { subtree: true, childList: true, attributeFilter: ["class"] });
  onPress(place.querySelector(".button"), () => {
    last = nextOf([...root.querySelectorAll(UNSURE)], last);
    lead(root, last);
  });
  show();
}

/** The first one behind the last; behind all of them the first of all. */
function nextOf(items, last) {
  const isBehind = (item) => last.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING;
  return (last?.isConnected && items.find(isBehind)) || items[0];
}

function lead(root, item) {
  for (const other of root.querySelectorAll(".number-tapped")) other.classList.remove("number-tapped");
  item.classList.add("number-tapped");
  item.scrollIntoView({ block: "center" });
  (item.querySelector(".choice") ?? item.querySelector(".digit")).focus({ preventScroll: true });
}
