/**
 * How many numbers on the page are still to be checked, how many images to be looked at, and the way from one to the
 * next.
 */

import { byId, nextBehind, onPress, write } from "./elements.js";
import { NOTHING_TO_CHECK, nextName, shortName, toCheck } from "./words.js";

// About which the person is asked, or of which something is not saved: see result.js.
const NUMBERS = ".result:not([hidden]) :is(.number-unsure, .number-unsaved)";
// With dotted frames, without a number, or not read to the end.
const IMAGES = ".result-open:not([hidden])";
const RESULTS = ".result:not([hidden])";
// One is seen without a sign that shows the way, where there is one image.
const MANY = 2;

/**
 * Tell what is to be checked in `root`, whatever happens there; isDone() tells whether no more is to come. Each image has
 * its [data-name] around it, where it has one. Returns what tells it anew when that changes.
 */
export function showToCheck(root, isDone = () => true) {
  const place = byId("to-check");
  const button = place.querySelector(".button");
  const seen = new WeakSet(); // images to which the person was led
  let last = null; // number or image to which the person was led
  let state = "none"; // "some" is to be checked, what was is "done", or it is "waiting" for images that are not read

  const count = (selector) => root.querySelectorAll(selector).length;
  // Of one image the person sees all that is to be seen.
  const imagesLeft = () => (count(RESULTS) < 2 ? [] : [...root.querySelectorAll(IMAGES)].filter((image) => !seen.has(image)));
  const stateNow = (numbers, images) => {
    if (numbers + images > 0) return count(RESULTS) < 2 && numbers < MANY && last === null ? "none" : "some";
    if (state === "none" || count(RESULTS) === 0) return "none";
    return isDone() ? "done" : "waiting";
  };
  const show = () => {
    const numbers = count(NUMBERS);
    const images = imagesLeft().length;
    const before = state;
    state = stateNow(numbers, images);
    place.hidden = state === "none" || state === "waiting";
    button.hidden = state !== "some";
    button.setAttribute("aria-label", nextName(numbers));
    write(place, ".to-check-words", state === "some" ? toCheck(numbers, images) : NOTHING_TO_CHECK);
    write(place, ".to-check-where", state === "some" ? shortName(nameAround(last)) : "");
    if (state === "done" && before !== "done") sayLast(NOTHING_TO_CHECK);
  };
  new MutationObserver(show).observe(root, { subtree: true, childList: true, attributeFilter: ["class", "hidden"] });
  button.title = button.accessKeyLabel ?? "";
  onPress(button, () => {
    last = nextBehind(count(NUMBERS) > 0 ? [...root.querySelectorAll(NUMBERS)] : imagesLeft(), last);
    if (last.matches(IMAGES)) seen.add(last);
    lead(root, last);
    show();
  });
  show();
  return show;
}

/** Behind what is said of the last number. */
function sayLast(words) {
  setTimeout(() => byId("announcement").append(` ${words}`));
}

/** What the image is called in which something stands. */
const nameAround = (item) => (item?.isConnected && item.closest("[data-name]")?.dataset.name) || "";

function lead(root, item) {
  for (const other of root.querySelectorAll(".number-tapped")) other.classList.remove("number-tapped");
  if (item.matches(IMAGES)) return leadToImage(item);
  item.classList.add("number-tapped");
  item.scrollIntoView({ block: "center" });
  const places = [".typed:not([hidden]) .typed-text", ".choices-texts:not([hidden]) .choice", ".choices-more"];
  places.map((place) => item.querySelector(place)).find((found) => found !== null).focus({ preventScroll: true });
  tell(item, ".number-status");
}

function leadToImage(result) {
  result.querySelector(".result-status").scrollIntoView({ block: "start" });
  result.querySelector(".result-candidates:not([hidden]), .result-frame:not([hidden])")?.focus({ preventScroll: true });
  tell(result, ".result-status");
}

/** Heard alone, the button that has the focus now would be one of many. */
function tell(item, words) {
  const said = item.querySelector(words).textContent;
  byId("announcement").textContent = [nameAround(item), said].filter((part) => part !== "").join(": ");
}
