/** What would make a better photo. A screen reader hears it with the reading. */

import { copyOf, write } from "./elements.js";
import { hints } from "./words.js";

export function showHints(list, reading) {
  list.replaceChildren(...hints(reading).map(hintItem));
}

function hintItem(words) {
  const item = copyOf("hint-template");
  write(item, ".hint-words", words);
  return item;
}
