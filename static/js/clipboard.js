/** Copying a text that stands on the page. */

import { byId, setPressable } from "./elements.js";

const SAY_SO_MS = 2000;

/** Copy the element's text and say on the button that it is done; where copying is not allowed, select it. */
export async function copyText(element, button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(element.textContent);
    button.textContent = "Copied";
  } catch {
    // Over plain HTTP there is no clipboard.
    getSelection().selectAllChildren(element);
    button.textContent = "Selected";
  }
  byId("announcement").textContent = `${button.textContent}.`;
  setPressable(button, false);
  setTimeout(() => {
    button.textContent = label;
    setPressable(button, true);
  }, SAY_SO_MS);
}
