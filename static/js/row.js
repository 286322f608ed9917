/** One reading in the history. */

import { thumbnailUrl } from "./api.js";
import { corrected } from "./corrected.js";
import { copyOf, write } from "./elements.js";
import { localTime, shortHints, sourceName, stateOf, summary } from "./words.js";

/** The list item of a reading; onDelete(reading, item) is called when the person wants it gone. */
export function historyRow(reading, onDelete) {
  const row = copyOf("row-template");
  const shown = corrected(reading);
  const words = summary(shown);
  row.dataset.readingId = reading.id;
  row.querySelector(".row-link").href = `/readings/${encodeURIComponent(reading.id)}`;
  row.querySelector(".row-thumbnail").src = thumbnailUrl(reading.id);
  write(row, ".row-text", words);
  write(row, ".row-source", sourceName(reading));
  write(row, ".row-hints", shortHints(reading));
  showTime(row.querySelector("time"), reading.created_at);
  showStatus(row.querySelector(".row-status"), shown);
  const button = row.querySelector(".row-delete");
  button.setAttribute("aria-label", `Delete the reading ${words}`);
  button.addEventListener("click", () => onDelete(reading, row));
  return row;
}

function showTime(element, moment) {
  element.dateTime = moment;
  element.textContent = localTime(moment);
}

function showStatus(element, reading) {
  element.textContent = stateOf(reading);
  element.classList.add(`tag-${reading.status}`);
}
