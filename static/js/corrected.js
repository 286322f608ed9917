/** What the person said of a reading, in the place of what was read. */

/** What the person says of a number that is not wanted: one in print, or none at all. */
export const LEFT_OUT = "";

export const isLeftOut = ({ correction }) => correction === LEFT_OUT;

/** Whether the person has said something of a number: what it is, or that it is one more. */
export const isSaid = ({ correction, added = false }) => correction !== undefined || added;

/**
 * A reading to show: the text and the status of a number that the person has checked or corrected are theirs, and
 * `readAs` keeps what was read. What was left out is no part of the text. Its own status is "checked" where nothing is
 * left to ask.
 */
export function corrected(reading) {
  const numbers = reading.numbers.map(correctedNumber);
  const kept = numbers.filter((number) => !isLeftOut(number));
  const text = kept.map((number) => number.text).join("\n");
  return { ...reading, numbers, text, status: statusOf(reading, numbers) };
}

/**
 * A reading with added numbers, as the server answered, and with what the person has said since. An answer to that with
 * as many numbers was given later; of an earlier one the server knew.
 * answers: of each number's index what the answer said of it to what the person said of it last, and how many numbers
 *   there were; whole answers, of a page with hundreds of numbers, would fill a phone's memory
 */
export function withLater(reading, answers) {
  const numbers = reading.numbers.map((number, index) => {
    const answer = answers.get(index);
    return answer?.count >= reading.numbers.length ? answer.number : number;
  });
  return { ...reading, numbers };
}

function correctedNumber(number) {
  const { correction } = number;
  return correction === undefined ? number : { ...number, text: correction, status: "sure", readAs: number.text };
}

function statusOf({ status }, numbers) {
  if (numbers.every(({ correction }) => correction === undefined)) return status;
  return numbers.every((number) => number.status === "sure") ? "checked" : "unsure";
}
