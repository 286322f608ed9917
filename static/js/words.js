/** How readings are put into words. */

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

export const nameOf = (digit) => `${spoken(digit.value)}, ${statusOf(digit)}`;

/** What a reading's status means for the person. */
export function advice({ status, source }) {
  if (status === "sure") return "Read with confidence.";
  if (status === "unsure") return "Please check what is marked “?”.";
  return source === "drawing"
    ? "No number was found. Write the digits larger, from left to right."
    : "No number was found. Take the photo closer and straight from above, in good light, with dark ink on pale paper.";
}

/** What a screen reader says of a new reading. */
export function announcement(reading) {
  return reading.text === "" ? advice(reading) : `${reading.text.replaceAll("\n", ", ")}. ${advice(reading)}`;
}

/** A reading's text for a list: one line, never empty. */
export const summary = ({ text }) => (text === "" ? "No number found" : text.replaceAll("\n", " · "));

export const sourceName = ({ source }) => (source === "drawing" ? "Drawing" : "Photo");

/** The moment in the person's own time zone and manner. */
export const localTime = (moment) =>
  new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
