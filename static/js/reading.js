/** The page of one reading from the history. */

import { deleteReading, fetchReading } from "./api.js";
import { confirmDelete } from "./confirm.js";
import { byId } from "./elements.js";
import { showProblem } from "./problem.js";
import { Result } from "./result.js";
import { localTime, sourceName } from "./words.js";

const id = byId("result").dataset.readingId;
const result = new Result(byId("result"));

result.markOnShow();
byId("delete").addEventListener("click", remove);
await load();

async function load() {
  try {
    const reading = await fetchReading(id);
    byId("facts").textContent = `${sourceName(reading)}, ${localTime(reading.created_at)}`;
    byId("delete").hidden = false;
    result.show(reading);
  } catch (error) {
    byId("facts").textContent = "";
    showProblem(byId("problem"), error, load);
  }
}

async function remove() {
  if (!(await confirmDelete())) return;
  try {
    await deleteReading(id);
    location.assign("/history");
  } catch (error) {
    showProblem(byId("problem"), error, remove);
  }
}
