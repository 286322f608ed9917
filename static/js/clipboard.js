/** Copying a text that stands on the page. */

import { byId, setPressable } from "./elements.js";

const SAY_SO_MS = 2000;

/**
 * Copy the element's text and say on the button that it is done; where copying is not allowed, select it.
 * left: how many of the numbers in it are still to be checked; where it is pasted nobody sees which
 */
export async function copyText(element, button, left) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(element.textContent);
    button.textContent = "Copied";
  } catch {
    // Over plain HTTP there is no clipboard.
    getSelection().selectAllChildren(element);
    button.textContent = "Selected";
  }
  if (left > 0) button.textContent += `, ${left} to check`;
  byId("announcement").textContent = `${button.textContent}.`;
  setPressable(button, false);
  setTimeout(() => {
    button.textContent = label;
    setPressable(button, true);
  }, SAY_SO_MS);
}
