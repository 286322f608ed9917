/** Finding and making elements; structure comes from <template>, words go in as textContent. */

export const byId = (id) => document.getElementById(id);

/** A copy of the one element that the template holds. */
export function copyOf(templateId) {
  return byId(templateId).content.firstElementChild.cloneNode(true);
}

/** Put words into the element that stands under `root`. */
export function write(root, selector, words) {
  root.querySelector(selector).textContent = words;
}

/** Fill a meter to a share of 0..1. */
export function fillMeter(root, share) {
  root.querySelector(".meter-fill").style.width = `${Math.round(share * 100)}%`;
}

/** The first of some elements behind the last one on the page; behind all of them the first of all. */
export function nextBehind(items, last) {
  const isBehind = (item) => last.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING;
  return (last?.isConnected && items.find(isBehind)) || items[0];
}

/** Say whether a button can be pressed. `disabled` would take the keyboard's focus away from it. */
export function setPressable(button, isPressable) {
  button.setAttribute("aria-disabled", String(!isPressable));
}

/** Call press() when the button is pressed and can be. */
export function onPress(button, press) {
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") press();
  });
}
