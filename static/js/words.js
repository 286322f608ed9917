/** How readings are put into words. */

import { isLeftOut } from "./corrected.js";

const SEPARATORS = new Map([
  [".", "point"],
  [",", "comma"],
  ["/", "slash"],
  ["-", "dash"],
  [":", "colon"],
]);

/** A confidence of 0..1; nothing is certain, and nothing that stands there is impossible. */
export function percent(confidence) {
  const rounded = Math.round(confidence * 100);
  if (rounded > 99) return "over 99 %";
  if (rounded < 1) return "under 1 %";
  return `${rounded} %`;
}

/** A digit as one says it: a separator has a name. */
export const spoken = (value) => SEPARATORS.get(value) ?? value;

export const statusOf = ({ status, confidence }) => `${status}, ${percent(confidence)}`;

const CLEARLY_READ = 0.99;

/** Whether what it says is clear, and only whether a person wrote it there, as a number, is not. */
export const isPlaceInDoubt = ({ status, confidence, digits = [] }) =>
  status === "unsure" && confidence > CLEARLY_READ && digits.length > 0 && digits.every((digit) => digit.status === "sure");

/** The same of a number, which the person may have looked at: see corrected.js. */
export function numberStatus(number) {
  if (isPlaceInDoubt(number)) return `is this a number? digits ${percent(number.confidence)}`;
  if (number.correction === undefined) return statusOf(number);
  if (isLeftOut(number)) return "left out";
  return number.correction === number.readAs ? "checked" : `corrected, was read as ${number.readAs}`;
}

export const nameOf = (digit) => `${spoken(digit.value)}, ${statusOf(digit)}`;

/** What a reading's status means for the person, and that there may be more numbers than those read. */
export function advice(reading) {
  const { length } = reading.candidates ?? [];
  const dotted = length === 0 ? [] : [`The ${dottedFrames(length)} may hold ${length === 1 ? "a number" : "numbers"}.`];
  return [statusAdvice(reading), ...dotted].join(" ");
}

function statusAdvice({ status, source, pattern = "", numbers = [] }) {
  if (status === "sure") return "Read with confidence.";
  if (status === "checked") return checkedAdvice(numbers);
  if (status === "unsure") return "Please check what is marked “?”.";
  const otherwise = pattern === "" ? [] : ["If something else is written than you chose, have it read as “Any number”."];
  const better =
    source === "drawing"
      ? "Write the digits larger, from left to right."
      : "Take the photo closer and straight from above, in good light, with dark ink on pale paper.";
  return ["No number was found.", ...otherwise, better].join(" ");
}

/** That no number is left to check. Nobody is said to have looked at those that are merely sure. */
function checkedAdvice(numbers) {
  const { checked, leftOut, sure } = countsOf(numbers);
  if (sure === 0) return "Checked by you.";
  const parts = [
    [checked, "checked by you"],
    [leftOut, "left out"],
    [sure, "read surely"],
  ];
  const words = parts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  return `No number is left to check: ${words.join(", ")}.`;
}

/** Of how many numbers the person said what they are, how many they left out, and how many are as they were read. */
function countsOf(numbers) {
  const leftOut = numbers.filter(isLeftOut).length;
  const sure = numbers.filter(({ correction }) => correction === undefined).length;
  return { checked: numbers.length - leftOut - sure, leftOut, sure };
}

/** That what is typed at these of `count` numbers is not with the server. */
export function notSaved(indices, count) {
  const where = count > 1 ? ` at ${indices.map((index) => index + 1).join(", ")}` : "";
  return `What you typed${where} is not saved yet.`;
}

/** The candidates as they are seen. */
const dottedFrames = (count) => (count === 1 ? "dotted frame" : `${count} dotted frames`);

/** How many images are still to be read, and whether they wait for the server; of one its card says enough. */
export function imagesLeft(count, isWaiting = false) {
  if (count < 2) return "";
  const what = isWaiting ? "wait till the server answers again" : "are still to be read";
  return `${count} images ${what}. Stay on this page till then.`;
}

/** How many images of several were not read. */
export function imagesUnread(count, total) {
  if (count === 0 || total < 2) return "";
  return `${count} of ${total} images ${count === 1 ? "was" : "were"} not read.`;
}

/** How many numbers are still to be checked, and how many images to be looked at; not none of both. */
export function toCheck(numbers, images = 0) {
  const parts = [
    [numbers, numbers === 1 ? "1 number to check" : `${numbers} numbers to check`],
    [images, images === 1 ? "1 image to look at" : `${images} images to look at`],
  ];
  return parts.flatMap(([count, words]) => (count > 0 ? [words] : [])).join(", ");
}

export const NOTHING_TO_CHECK = "Nothing is left to check.";

/** Where the button leads that says "Next". */
export const nextName = (numbers) => (numbers > 0 ? "Next number to check" : "Next image to look at");

const BEGINNING = 12;
const END = 16;

/** A file's name where little room is: its end tells forty of them apart. */
export const shortName = (name) => (name.length > BEGINNING + END + 1 ? `${name.slice(0, BEGINNING)}…${name.slice(-END)}` : name);

/** How many numbers of a reading the person is asked about. */
export const uncheckedCount = ({ numbers = [] }) => numbers.filter(({ status }) => status === "unsure").length;

/** A reading's state in the history. reading: as corrected() gives it */
export function stateOf(reading) {
  const count = uncheckedCount(reading);
  if (count > 0) return `? ${count} to check`;
  if (reading.status !== "checked") return reading.status;
  const { checked, sure } = countsOf(reading.numbers);
  if (sure === 0) return "✓ checked";
  return checked === 0 ? "sure" : `✓ ${checked} checked, ${sure} sure`;
}

/** That the pictures of these of `count` pages did not come, "" where all did. */
export function picturesMissing(pages, count) {
  if (pages.length === 0) return "";
  const of = pages.length === 1 ? `picture of page ${pages[0]}` : `pictures of pages ${pages.join(", ")}`;
  return `The ${count === 1 ? "picture" : of} did not come. Check the connection and try again.`;
}

/** What a press on the button for all candidates does. */
export const candidatesText = (count) => `Read the ${dottedFrames(count)} too`;

/** The same for those who do not see the frames. */
export const candidatesName = (count) =>
  `${candidatesText(count)}: ${count === 1 ? "one more place that may hold a number" : `${count} more places that may hold numbers`}`;

/** What a screen reader says of a new reading. name: of its image, where there are several */
export function announcement(reading, name = "") {
  const read = reading.text === "" ? [] : [`${reading.text.replaceAll("\n", ", ")}.`];
  return [...(name === "" ? [] : [`${name}:`]), ...read, advice(reading), ...hints(reading)].join(" ");
}

/** What would make a better photo, a sentence each. Readings of the first versions have no warnings. */
export function hints({ warnings = [], pages = [] }) {
  return warnings.map(({ message, page }) => (pages.length > 1 ? `Page ${page}: ${message}` : message));
}

const LEFT_UNREAD = ["pages_left_out", "numbers_left_out"];

/** Whether a part of it was not read. */
export const isLeftUnread = ({ warnings = [] }) => warnings.some(({ code }) => LEFT_UNREAD.includes(code));

const HINT_NAMES = new Map([
  ["dark", "dark"],
  ["blurred", "blurred"],
  ["small", "small digits"],
  ["glare", "reflection"],
  ["cut_off", "cut off"],
  ["pages_left_out", "pages left out"],
  ["numbers_left_out", "numbers left out"],
]);

/** The same for a list, and what is left to read: a word or two each, none twice. */
export function shortHints({ warnings = [], candidates = [] }) {
  const dotted = candidates.length > 0 ? [dottedFrames(candidates.length)] : [];
  return [...new Set([...dotted, ...warnings.map(({ code }) => HINT_NAMES.get(code))])].filter(Boolean).join(", ");
}

/** A reading's text for a list: one line, never empty. */
export function summary({ text, numbers = [] }) {
  if (text !== "") return text.replaceAll("\n", " · ");
  return numbers.length > 0 ? "All left out" : "No number found";
}

/** Where a reading comes from: a photo by its file's name, so that forty of them can be told apart. */
export const sourceName = ({ source, file = "" }) => (source === "drawing" ? "Drawing" : file || "Photo");

/** The moment in the person's own time zone and manner. */
export const localTime = (moment) =>
  new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
