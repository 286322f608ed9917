/** The history page: this browser's readings, newest first. */

import { deleteReading, fetchReadings } from "./api.js";
import { confirmDelete } from "./confirm.js";
import { byId, onPress, setPressable } from "./elements.js";
import { hideProblem, showProblem } from "./problem.js";
import { historyRow } from "./row.js";

let next = null;

onPress(byId("more"), showMore);
await showMore();

async function showMore() {
  hideProblem(byId("problem"));
  setPressable(byId("more"), false);
  try {
    const page = await fetchReadings(next);
    next = page.next;
    const rows = page.readings.map((reading) => historyRow(reading, remove));
    byId("readings").append(...rows);
    const hadFocus = document.activeElement === byId("more");
    showState();
    // The button goes with the last page; the keyboard goes on with the rows that it brought.
    if (hadFocus && byId("more").hidden) rows[0]?.querySelector("a").focus();
  } catch (error) {
    showProblem(byId("problem"), error, showMore);
  } finally {
    byId("loading").hidden = true;
    setPressable(byId("more"), true);
  }
}

async function remove(reading, row) {
  if (!(await confirmDelete())) return;
  hideProblem(byId("problem"));
  try {
    await deleteReading(reading.id);
  } catch (error) {
    showProblem(byId("problem"), error, () => remove(reading, row));
    return;
  }
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (neighbour?.querySelector("a") ?? byId("history-title")).focus();
  if (byId("readings").childElementCount === 0 && next) await showMore();
  else showState();
}

function showState() {
  byId("empty").hidden = byId("readings").childElementCount > 0;
  byId("export").hidden = !byId("empty").hidden;
  byId("more").hidden = next === null;
}
