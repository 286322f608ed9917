import { markText } from "/static/js/frames.js";
import {
  advice,
  announcement,
  candidatesText,
  imagesLeft,
  nameOf,
  percent,
  picturesMissing,
  shortHints,
  shortName,
  sourceName,
  stateOf,
  summary,
  toCheck,
} from "/static/js/words.js";
import { equal } from "./assert.js";

export function nothingIsCertainAndNothingImpossible() {
  equal([1, 0.9951, 0.99].map(percent), ["over 99 %", "over 99 %", "99 %"]);
  equal([0.5, 0.004, 0].map(percent), ["50 %", "under 1 %", "under 1 %"]);
}

export function aDigitSaysHowSureItIs() {
  equal(nameOf({ value: "7", status: "sure", confidence: 0.93 }), "7, sure, 93 %");
  equal(nameOf({ value: ".", status: "unsure", confidence: 0.4 }), "point, unsure, 40 %");
}

export function everyStatusHasItsAdvice() {
  equal(advice({ status: "sure" }), "Read with confidence.");
  equal(advice({ status: "unsure" }), "Please check what is marked “?”.");
  equal(advice({ status: "empty", source: "drawing" }).startsWith("No number was found. Write"), true);
  equal(advice({ status: "empty", source: "photo" }).startsWith("No number was found. Take"), true);
}

export function whatIsStillToBeReadIsCountedFromTwoOn() {
  equal([0, 1].map((count) => imagesLeft(count)), ["", ""]);
  equal(imagesLeft(2, true), "2 images wait till the server answers again. Stay on this page till then.");
  equal(imagesLeft(39), "39 images are still to be read. Stay on this page till then.");
}

export function dottedFramesAreSpokenOfWhateverElseIsSure() {
  const frame = { page: 1, box: {} };
  equal(advice({ status: "sure", candidates: [] }), "Read with confidence.");
  equal(advice({ status: "sure", candidates: [frame] }), "Read with confidence. The dotted frame may hold a number.");
  equal(advice({ status: "checked", candidates: [frame, frame] }), "Checked by you. The 2 dotted frames may hold numbers.");
  equal(candidatesText(2), "Read the 2 dotted frames too");
  equal(shortHints({ warnings: [{ code: "dark" }], candidates: [frame, frame] }), "2 dotted frames, dark");
}

export function whereNothingIsFoundThePatternMayBeWhy() {
  const words = advice({ status: "empty", source: "drawing", pattern: "date" });
  const why = "If something else is written than you chose, have it read as “Any number”.";
  equal(words, `No number was found. ${why} Write the digits larger, from left to right.`);
  equal(advice({ status: "sure", source: "drawing", pattern: "date" }), "Read with confidence.");
}

export function aSummaryIsOneLineAndNeverEmpty() {
  equal(summary({ text: "12\n7" }), "12 · 7");
  equal(summary({ text: "" }), "No number found");
}

export function theSourceHasAName() {
  equal(["drawing", "photo"].map((source) => sourceName({ source })), ["Drawing", "Photo"]);
  equal(sourceName({ source: "photo", file: "form_07.jpg" }), "form_07.jpg");
}

export function aMarkTellsThePlaceAndTheDoubt() {
  equal(markText({ status: "sure" }, 0, 1), "");
  equal(markText({ status: "unsure" }, 0, 1), "?");
  equal(markText({ status: "sure" }, 1, 3), "2");
  equal(markText({ status: "unsure" }, 2, 3), "3 ?");
}

export function aScreenReaderHearsTheNumbersAndWhatToDo() {
  const reading = { text: "42\n17", status: "sure", source: "photo" };
  equal(announcement(reading), "42, 17. Read with confidence.");
  const empty = { text: "", status: "empty", source: "drawing" };
  equal(announcement(empty), "No number was found. Write the digits larger, from left to right.");
}

export function whatIsToBeCheckedIsCounted() {
  equal([toCheck(1), toCheck(12), toCheck(0, 1), toCheck(3, 2)], [
    "1 number to check",
    "12 numbers to check",
    "1 image to look at",
    "3 numbers to check, 2 images to look at",
  ]);
}

export function aRowSaysHowManyNumbersAreToBeChecked() {
  const unsure = { status: "unsure" };
  equal(stateOf({ status: "unsure", numbers: [unsure, { status: "sure" }, unsure] }), "? 2 to check");
  equal(stateOf({ status: "checked", numbers: [{ status: "sure", correction: "5" }] }), "✓ checked");
  equal(stateOf({ status: "empty", numbers: [] }), "empty");
}

export function picturesThatDidNotComeAreNamedByTheirPages() {
  equal(picturesMissing([], 3), "");
  equal(picturesMissing([1], 1), "The picture did not come. Check the connection and try again.");
  equal(picturesMissing([2], 3), "The picture of page 2 did not come. Check the connection and try again.");
  equal(picturesMissing([1, 3], 3), "The pictures of pages 1, 3 did not come. Check the connection and try again.");
}

export function aLongNameKeepsItsEnd() {
  equal(shortName("form_017.jpg"), "form_017.jpg");
  equal(shortName("Haushaltserhebung_2026_Gemeinde_Musterstadt_002.jpg"), "Haushaltserh…terstadt_002.jpg");
}

export function ofSeveralImagesItIsSaidWhichWasRead() {
  const reading = { text: "42", status: "sure" };
  equal(announcement(reading, "form_017.jpg"), "form_017.jpg: 42. Read with confidence.");
  equal(announcement(reading), "42. Read with confidence.");
}
