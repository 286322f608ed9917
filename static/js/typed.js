/** What the person types as a number, with the spaces that phones, tables and hands put into it. */

// Characters that the server keeps.
const LONGEST = 40;
// A space between groups of thousands, as it is typed and printed: also one that does not break, or a narrow one.
const THOUSANDS = /^-?[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,][\d-]*)?$/;

/** The number that is meant: without the spaces at its ends and between its thousands. */
export function numberOf(typed) {
  const text = typed.trim();
  return THOUSANDS.test(text) ? text.replace(/\s/g, "") : text;
}

/**
 * What keeps a text from being one number and is said in a sentence, "" nothing: without its space "3 1/2" would be
 * another number.
 * canFrame: whether another number can be framed on the picture
 */
export function whatIsWrong(typed, canFrame) {
  const text = numberOf(typed);
  if (text.length > LONGEST) return `A number has at most ${LONGEST} characters.`;
  if (!/\s/.test(text)) return "";
  const other = canFrame ? "correct this one, and frame the other" : "draw them farther apart";
  return `A number has no space in it. Two numbers: ${other}.`;
}
