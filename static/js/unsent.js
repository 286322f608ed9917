/** What the person said a number is, as long as the server may not have it. */

import { keepNumber } from "./api.js";

/**
 * All that may stand at the server once something new is said: what is known to stand there, and what was said before
 * without an answer. null: nothing
 * before: the correction before, where it has no answer
 */
export const mayStand = (known = null, before) => new Set([known, ...(before ? [...before.stood, before.text] : [])]);

/**
 * Whether a correction that could not be sent is done with: it has come all the same, or another page has said since
 * what the number is.
 * now: what stands at the server
 */
export const isSettled = ({ text, stood }, now = null) => now === text || !stood.has(now);

/**
 * Send it once more as the person leaves. They may have said in another tab since what the number is, and that is newer:
 * where nothing stood before, it stays.
 */
export function sendLate({ id, index, text, stood, say }) {
  const isFirst = text !== null && [...stood].every((each) => each === null || each === text);
  return (isFirst ? keepNumber : say)(id, index, text);
}
