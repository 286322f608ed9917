/** The history page: this browser's readings, newest first. */

import { deleteReading, fetchMoreReadings, fetchReadings } from "./api.js";
import { confirmDelete } from "./confirm.js";
import { corrected } from "./corrected.js";
import { byId, onPress, setPressable } from "./elements.js";
import { maySend } from "./leaving.js";
import { hideProblem, showProblem } from "./problem.js";
import { historyRow } from "./row.js";
import { summary } from "./words.js";

// What the person said on the page before may still be on its way: the list is asked for again then.
const AGAIN_MS = [2_000, 5_000];
let next = null;
let isBusy = false; // rows are being fetched, or one is being asked about

onPress(byId("more"), showMore);
addEventListener("pageshow", ({ persisted }) => {
  // After "Back" the page is as it was left; what was corrected or deleted meanwhile is not in it.
  if (persisted) showAnew();
  if (maySend()) for (const pause of AGAIN_MS) setTimeout(showAnewUnlessBusy, pause);
});
document.addEventListener("visibilitychange", () => {
  // In another tab readings may have been made, corrected or deleted.
  if (document.visibilityState === "visible" && !isBusy) showAnew({ isQuiet: true });
});
await showMore();
await goToRow(location.hash.slice(1));

async function showMore() {
  hideProblem(byId("problem"));
  isBusy = true;
  setPressable(byId("more"), false);
  try {
    const rows = await fetchRows(next);
    byId("readings").append(...rows);
    const hadFocus = document.activeElement === byId("more");
    showState();
    // The keyboard goes on with the rows that it brought.
    if (hadFocus) rows[0]?.querySelector("a").focus();
  } catch (error) {
    showInSight(byId("problem"), error, showMore);
  } finally {
    isBusy = false;
    byId("loading").hidden = true;
    setPressable(byId("more"), true);
  }
}

/** Back from a reading to its row, however far down; where it is there no more, to where it was. */
async function goToRow(id) {
  if (!/^[0-9a-f]{38}$/.test(id)) return;
  // Ids sort by time.
  const isBelow = () => byId("readings").lastElementChild?.dataset.readingId > id;
  let count = -1;
  while (next !== null && isBelow() && byId("readings").childElementCount > count) {
    count = byId("readings").childElementCount;
    await showMore();
  }
  const row = [...byId("readings").children].find(({ dataset }) => dataset.readingId <= id);
  row?.scrollIntoView({ block: "center" });
  row?.querySelector("a").focus({ preventScroll: true });
}

function showAnewUnlessBusy() {
  if (!isBusy) showAnew();
}

/** As many rows as there are, as they are now. isQuiet: without a connection what is on show stays */
async function showAnew({ isQuiet = false } = {}) {
  if (!isQuiet) hideProblem(byId("problem"));
  const focused = document.activeElement.closest(".row")?.dataset.readingId;
  try {
    byId("readings").replaceChildren(...(await fetchRows(null, byId("readings").childElementCount)));
    showState();
    // What was just checked is no more among those that are to be.
    const row = byId("readings").querySelector(`[data-reading-id="${focused}"] a`) ?? byId("history-title");
    if (focused !== undefined) row.focus({ preventScroll: true });
  } catch (error) {
    if (!isQuiet) showInSight(byId("problem"), error, showAnew);
  }
}

/** The page of rows at `from`, null is the first, and the pages behind it until there are `least`. */
async function fetchRows(from, least = 1) {
  const readings = [];
  do {
    const page = from === null ? await fetchReadings(byId("readings").dataset.only) : await fetchMoreReadings(from);
    readings.push(...page.readings);
    from = page.next;
  } while (from !== null && readings.length < least);
  next = from;
  return readings.map((reading) => historyRow(reading, remove));
}

async function remove(reading, row) {
  isBusy = true;
  try {
    if (await confirmDelete(`“${summary(corrected(reading))}”`)) await removeNow(reading, row);
  } finally {
    isBusy = false;
  }
}

async function removeNow(reading, row) {
  const problem = row.querySelector(".row-problem");
  hideProblem(problem);
  try {
    await deleteReading(reading.id);
  } catch (error) {
    showInSight(problem, error, () => remove(reading, row));
    return;
  }
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (neighbour?.querySelector("a") ?? byId("history-title")).focus();
  if (byId("readings").childElementCount === 0 && next) await showMore();
  else showState();
}

/** A long list's problem stands where the person looks. */
function showInSight(place, error, retry) {
  showProblem(place, error, retry);
  place.scrollIntoView({ block: "nearest" });
}

function showState() {
  byId("filter").hidden = byId("readings").childElementCount === 0 && byId("readings").dataset.only === "";
  byId("empty").hidden = byId("readings").childElementCount > 0;
  byId("export").hidden = !byId("empty").hidden || byId("readings").dataset.only !== "";
  byId("more").hidden = next === null;
}
