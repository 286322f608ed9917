/** What is not with the server yet when the person leaves a page. */

const NOTE = "sending-since";
// Of what was on its way: then it has come, or never will.
const LONGEST_MS = 10_000;
const reasons = new Set();

/** The browser asks, in its own words, whoever leaves while there is a reason to stay. */
export function askToStayWhile(isNeeded, reason) {
  if (isNeeded) reasons.add(reason);
  else reasons.delete(reason);
  // Only then: a page with such a listener is not kept for "Back".
  if (reasons.size > 0) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}

function ask(event) {
  event.preventDefault();
}

/** The person leaves while something is on its way: the next page may be told what was before. */
export function noteSending() {
  try {
    sessionStorage.setItem(NOTE, String(Date.now()));
  } catch {
    // Without storage the next page shows what it is told.
  }
}

/** Whether something may still be on its way that was sent by the page before. */
export function maySend() {
  try {
    return Date.now() - Number(sessionStorage.getItem(NOTE)) < LONGEST_MS;
  } catch {
    return false;
  }
}
