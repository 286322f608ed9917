/** The draw page: what is drawn is read as the pen lifts. */

import { deleteUnlessSaid, mayPass, readImage } from "./api.js";
import { renderImage } from "./drawing.js";
import { byId, onPress, setPressable, write } from "./elements.js";
import { askToStayWhile, noteSending } from "./leaving.js";
import { LiveReading } from "./live.js";
import { Lost } from "./lost.js";
import { Pad } from "./pad.js";
import { chosenPattern } from "./pattern.js";
import { followPen } from "./pen.js";
import { hideProblem, showProblem } from "./problem.js";
import { Result } from "./result.js";
import { add, clear, fitInside, undo } from "./strokes.js";

// CSS pixels left free at the pad's edge when a drawing is fitted into a smaller pad.
const EDGE = 16;

// After which a person wonders whether anything happens.
const SLOW_MS = 500;

let strokes = [];
let slow = null; // the timer of what is being read
let isUnread = false; // for want of a connection
let image = null;
const patterns = new Map(); // of each drawing's key the pattern that it was sent with
let leftId = null; // of the corrected reading that was on show till something was drawn beside it

const pad = new Pad(byId("pad"), { onResize: (width, height) => redraw(fitInside(strokes, width, height, EDGE)) });
const result = new Result(byId("result"), { onCorrect: (id) => live.keep(id), onTakenBack, onLost });
const live = new LiveReading({
  read,
  remove: deleteUnlessSaid,
  onReading,
  onProblem,
  onLost: (drawn, sent, error) => lost.showDrawing(drawn, sent, error),
});
const lost = new Lost(byId("lost"), { read: readLost, onCorrected });

result.markOnShow();
followPen(byId("pad"), {
  onMove: (stroke) => {
    live.hold();
    byId("pad-hint").hidden = true;
    pad.draw(add(strokes, stroke));
  },
  onLift: (stroke) => change(add(strokes, stroke)),
  onCancel: () => {
    redraw(strokes);
    readAgain();
  },
});
byId("pattern").addEventListener("change", readAgain);
onPress(byId("undo"), () => change(undo(strokes)));
onPress(byId("clear"), () => {
  live.startNew();
  lost.forgetRefused();
  change(clear());
});
addEventListener("keydown", (event) => {
  // There it takes back what was typed.
  if (event.target instanceof HTMLInputElement) return;
  // With Caps Lock the key is "Z"; with Shift it would mean to do it again.
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  change(undo(strokes));
});
addEventListener("online", () => {
  if (isUnread) readAgain();
});
addEventListener("pagehide", () => {
  const isSending = [live.leave(), lost.leave()].some(Boolean);
  if (isSending) noteSending();
});
addEventListener("pageshow", ({ persisted }) => {
  // After "Back" the page is as it was left; meanwhile its reading may have been corrected or deleted.
  if (persisted) refresh();
});
document.addEventListener("visibilitychange", () => {
  // It may have been corrected in another tab.
  if (document.visibilityState === "visible") refresh({ isQuiet: true });
});

/** isQuiet: without a connection what is on show stays. */
async function refresh({ isQuiet = false } = {}) {
  const { id } = result;
  if (id === null) return;
  try {
    await result.refresh();
  } catch (error) {
    // Meanwhile another one may be on show; one that is gone is not.
    const isOther = result.id !== null && result.id !== id;
    if (!isOther && !(isQuiet && mayPass(error))) showProblem(byId("problem"), error, refresh);
  }
}

function redraw(newStrokes) {
  strokes = newStrokes;
  pad.draw(strokes);
}

/** Once more what is on the pad, unless the person has said what it is: what they typed and did not save says so too. */
function readAgain() {
  result.sendTyped();
  if (!result.isCorrected) readAnew();
}

function readAnew() {
  live.update(strokes);
  // Till the answer comes what stands there is of a drawing that is no more.
  result.setStale(strokes.length > 0);
}

function change(newStrokes) {
  result.sendTyped();
  if (result.isCorrected) leaveCorrected();
  redraw(newStrokes);
  readAnew();
  const isEmpty = strokes.length === 0;
  setPressable(byId("undo"), !isEmpty);
  setPressable(byId("clear"), !isEmpty);
  byId("pad-hint").hidden = !isEmpty;
  if (isEmpty) showNothing();
}

/** What comes is another reading than the one that the person corrected, and that must not seem to be lost. */
function leaveCorrected() {
  leftId = result.id;
  showLeft(leftId);
  result.clear();
  if (!byId("corrected-is-kept").hidden) byId("announcement").textContent = byId("corrected-is-kept").textContent;
}

/** That what the person said of the reading that they left is in the history. */
function showLeft(id) {
  if (id === leftId) byId("corrected-is-kept").hidden = false;
}

/** Of a correction that has come to the server after all, or of one that was taken back there. */
function onCorrected(id, isCorrected) {
  if (isCorrected) showLeft(id);
  else onTakenBack(id);
}

function hideLeft(id) {
  if (id === leftId) byId("corrected-is-kept").hidden = true;
}

function onTakenBack(id) {
  live.release(id);
  hideLeft(id);
  // It was not read again for a pattern as long as the person's word stood.
  if (id === result.id && result.pattern !== chosenPattern()) readAgain();
}

/** What the person said of a reading that is not on show any more has not come to the server, as far as is known. */
function onLost(correction) {
  hideLeft(correction.id);
  lost.showCorrection(correction);
}

function showNothing() {
  endWaiting();
  result.clear();
  leftId = null;
  byId("corrected-is-kept").hidden = true;
  hideProblem(byId("problem"));
  byId("empty").hidden = false;
}

function read(drawn, sent) {
  image = renderImage(drawn);
  clearTimeout(slow);
  slow = setTimeout(() => write(document, "#waiting", "Reading…"), SLOW_MS);
  patterns.set(sent.key, chosenPattern());
  return readImage(image, "drawing", { pattern: chosenPattern(), ...sent });
}

/** A drawing that is on show no more, by the pattern that was chosen then. */
function readLost(drawn, sent) {
  return readImage(renderImage(drawn), "drawing", { pattern: patterns.get(sent.key), ...sent });
}

/** isStill: whether it could not be read now, but may be later. */
function endWaiting(isStill = false) {
  clearTimeout(slow);
  write(document, "#waiting", "");
  isUnread = isStill;
  askToStayWhile(isUnread, pad);
}

function onReading(reading) {
  endWaiting();
  hideProblem(byId("problem"));
  byId("empty").hidden = true;
  result.show(reading, image);
}

function onProblem(error) {
  endWaiting(mayPass(error));
  result.clear();
  byId("empty").hidden = true;
  showProblem(byId("problem"), error, readAnew);
}
