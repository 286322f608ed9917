/** What the person says the numbers look like: as the API calls it, and as the page does; "" where it is any number. */

import { byId } from "./elements.js";

export function chosenPattern() {
  const { value, selectedOptions } = byId("pattern");
  return { value, name: value === "" ? "" : selectedOptions[0].textContent };
}
