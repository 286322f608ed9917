/**
 * How many numbers on the page are still to be checked, how many images to be looked at, and the way from one to the
 * next.
 */

import { byId, nextBehind, onPress, write } from "./elements.js";
import { NOTHING_TO_CHECK, nextName, shortName, toCheck } from "./words.js";

const NUMBERS = ".number-unsure";
// With dotted frames, or without a number: see result.js.
const IMAGES = ".result-open:not([hidden])";
// One is seen without a sign that shows the way, where there is one image.
const MANY = 2;

/**
 * Tell what is to be checked in `root`, whatever happens there; isDone() tells whether no more is to come. Each image has
 * a [data-name] around it, where there are several.
 */
export function showToCheck(root, isDone = () => true) {
  const place = byId("to-check");
  const button = place.querySelector(".button");
  const seen = new WeakSet(); // images to which the person was led
  let last = null; // number or image to which the person was led
  let wasShown = false;

  const numbersLeft = () => [...root.querySelectorAll(NUMBERS)];
  // Of one image the person sees all that is to be seen.
  const imagesLeft = () => (isOneImage(root) ? [] : [...root.querySelectorAll(IMAGES)].filter((image) => !seen.has(image)));
  const show = () => {
    const numbers = numbersLeft().length;
    const images = imagesLeft().length;
    const isNothing = numbers + images === 0;
    const isLittle = isOneImage(root) && numbers < MANY && last === null;
    place.hidden = isNothing ? !(wasShown && isDone()) : isLittle;
    wasShown ||= !place.hidden;
    const isDoneNow = isNothing && !place.hidden && !button.hidden;
    button.hidden = isNothing;
    button.setAttribute("aria-label", nextName(numbers));
    write(place, ".to-check-words", isNothing ? NOTHING_TO_CHECK : toCheck(numbers, images));
    write(place, ".to-check-where", isNothing ? "" : shortName(nameAround(last)));
    // Behind what is said of the last number.
    if (isDoneNow) byId("announcement").append(` ${NOTHING_TO_CHECK}`);
  };
  new MutationObserver(show).observe(root, { subtree: true, childList: true, attributeFilter: ["class", "hidden"] });
  onPress(button, () => {
    const numbers = numbersLeft();
    last = nextBehind(numbers.length > 0 ? numbers : imagesLeft(), last);
    if (last.matches(IMAGES)) seen.add(last);
    lead(root, last);
    show();
  });
  show();
}

const isOneImage = (root) => root.querySelectorAll(".result:not([hidden])").length < 2;

/** What the image is called in which something stands; "" where there is one only. */
const nameAround = (item) => (item?.isConnected && item.closest("[data-name]")?.dataset.name) || "";

function lead(root, item) {
  for (const other of root.querySelectorAll(".number-tapped")) other.classList.remove("number-tapped");
  if (item.matches(IMAGES)) return leadToImage(item);
  item.classList.add("number-tapped");
  item.scrollIntoView({ block: "center" });
  (item.querySelector(".choice") ?? item.querySelector(".digit")).focus({ preventScroll: true });
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
