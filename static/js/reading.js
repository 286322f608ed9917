/** The page of one reading from the history. */

import { deleteReading, fetchReading, fetchUnchecked, mayPass } from "./api.js";
import { confirmDelete } from "./confirm.js";
import { byId } from "./elements.js";
import { hideProblem, showProblem } from "./problem.js";
import { Result } from "./result.js";
import { showToCheck } from "./to_check.js";
import { localTime, sourceName } from "./words.js";

const id = byId("result").dataset.readingId;
const result = new Result(byId("result"));

result.markOnShow();
showToCheck(byId("result"));
byId("delete").addEventListener("click", remove);
addEventListener("pageshow", ({ persisted }) => {
  // After "Back" the page is as it was left; meanwhile the reading may have been corrected or deleted.
  if (persisted) load();
});
document.addEventListener("visibilitychange", () => {
  // It may have been corrected in another tab.
  if (document.visibilityState === "visible" && result.id !== null) lookAgain();
});
await load();

async function load() {
  hideProblem(byId("problem"));
  try {
    const isFirst = result.id === null;
    const reading = isFirst ? await fetchReading(id) : await result.refresh();
    byId("facts").textContent = `${sourceName(reading)}, ${localTime(reading.created_at)}`;
    byId("delete").hidden = false;
    if (isFirst) result.show(reading);
    showNext();
  } catch (error) {
    byId("facts").textContent = "";
    // It is there no more, and neither are its buttons.
    if (!mayPass(error)) showNothing();
    showProblem(byId("problem"), error, load);
  }
}

/** The way to the next reading that is to be checked; without a connection none is shown. */
async function showNext() {
  const other = await fetchUnchecked(id).catch(() => null);
  byId("next-reading").hidden = other === null;
  if (other !== null) byId("next-reading").href = `/readings/${encodeURIComponent(other.id)}`;
}

/** Quietly: without a connection what is on show stays. */
function lookAgain() {
  showNext();
  return result.refresh().catch((error) => {
    if (mayPass(error)) return;
    showNothing();
    showProblem(byId("problem"), error, load);
  });
}

function showNothing() {
  byId("delete").hidden = true;
  result.clear();
}

async function remove() {
  if (!(await confirmDelete("this reading"))) return;
  try {
    await deleteReading(id);
    location.assign("/history");
  } catch (error) {
    showProblem(byId("problem"), error, remove);
  }
}
