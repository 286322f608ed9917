/**
 * The public API, version 1. Everything that goes wrong is thrown as an Error whose message is a sentence to show; where
 * the server answered, its `status` is there too.
 */

const READINGS = "/api/v1/readings";
const NO_ANSWER = "The server did not answer. Check the connection and try again.";
const NOT_UNDERSTOOD = "The server's answer could not be understood. Reload the page and try again.";
const LONGEST_WAIT_MS = 120_000;
// And for each byte that is sent: 20 KB a second are a slow mobile connection.
const WAIT_A_BYTE_MS = 1 / 20;
// It took too long; there were too many at once.
const PASSING = [408, 429];
const UNREACHABLE = [502, 503, 504];
// It has room for no more: only whoever runs it can help.
const NO_ROOM = 507;
// Bytes: browsers send no more once their page has gone.
const MOST_KEPT_ALIVE = 60_000;

/** Whether the same request may succeed another time: what is wrong with a file stays wrong with it. */
export const mayPass = ({ status }) => status === undefined || (status >= 500 && status !== NO_ROOM) || PASSING.includes(status);

export const imageUrl = (id) => `${READINGS}/${encodeURIComponent(id)}/image`;
export const thumbnailUrl = (id) => `${READINGS}/${encodeURIComponent(id)}/thumbnail`;

/** Whether it is the connection, or a server that is just starting: other requests will fare no better now. */
export const isUnreachable = ({ status }) => status === undefined || UNREACHABLE.includes(status);

/**
 * Send an image (a Blob or File) and return its reading; `pattern` says what its numbers look like, "" nothing.
 *
 * key, version: the same ones again are the same image again, and give the same reading; a newer version takes the place
 * of an older one. isLeaving: it is still sent when the person leaves the page meanwhile, where it is small enough.
 */
export function readImage(image, source, { pattern = "", key, version = 0, isLeaving = false }) {
  const form = new FormData();
  form.set("key", key);
  form.set("version", String(version));
  form.set("image", image, image.name ?? `${source}.png`);
  form.set("source", source);
  form.set("layout", "page");
  if (pattern !== "") form.set("pattern", pattern);
  const keepalive = isLeaving && image.size < MOST_KEPT_ALIVE;
  return requestJson(READINGS, { method: "POST", body: form, keepalive }, image.size * WAIT_A_BYTE_MS);
}

export const fetchReading = (id) => requestJson(`${READINGS}/${encodeURIComponent(id)}`);

/** Keep what the person says a number of a reading is, and return the reading. */
export const correctNumber = (id, index, text) => say(id, index, { text });

/** The same, where the person has not said on another page what it is; else the reading with that. */
export const keepNumber = (id, index, text) =>
  say(id, index, { text, unless: "said" }).catch((error) => {
    if (error.status === 409) return fetchReading(id);
    throw error;
  });

function say(id, index, body) {
  const headers = { "Content-Type": "application/json" };
  const url = `${READINGS}/${encodeURIComponent(id)}/numbers/${index}`;
  return requestJson(url, { method: "PATCH", headers, body: JSON.stringify(body), keepalive: true });
}

/** Read the numbers in a frame around a part of one page of a reading, add them, and return the reading. */
export function addNumbers(id, page, box) {
  const headers = { "Content-Type": "application/json" };
  const url = `${READINGS}/${encodeURIComponent(id)}/numbers`;
  return requestJson(url, { method: "POST", headers, body: JSON.stringify({ page, box }), keepalive: true });
}

/** The first page of this browser's readings, newest first. only: "unchecked" or "", all */
export const fetchReadings = (only = "") => requestJson(`${READINGS}?limit=20${only === "" ? "" : `&only=${only}`}`);

/** Another one; `url` is the `next` of the page before. */
export const fetchMoreReadings = (url) => requestJson(url);

/** The next older reading with a number that is still to be checked, else the newest one but this; null without any. */
export async function fetchUnchecked(id) {
  const unchecked = `${READINGS}?only=unchecked`;
  const isOther = (reading) => reading.id !== id;
  const older = await findReading(`${unchecked}&limit=1&before=${encodeURIComponent(id)}`, isOther);
  return older ?? findReading(`${unchecked}&limit=2`, isOther);
}

/**
 * The first such reading on the page at `url`, else on those behind it; null without any. The server looks through some
 * hundreds at once, and a page on which it found none is not the last one.
 */
async function findReading(url, isWanted) {
  while (url !== null) {
    const { readings, next } = await requestJson(url);
    const found = readings.find(isWanted);
    if (found !== undefined) return found;
    url = next;
  }
  return null;
}

/** Delete a reading; one that is gone already is as good as deleted. */
export const deleteReading = (id) => remove(`${READINGS}/${encodeURIComponent(id)}`, [404]);

/** The same, where the person has said nothing of it, on this page or another; else it stays. */
export const deleteUnlessSaid = (id) => remove(`${READINGS}/${encodeURIComponent(id)}?unless=said`, [404, 409]);

async function remove(url, asGood) {
  // keepalive: it is still sent when the person leaves the page meanwhile.
  const response = await request(url, { method: "DELETE", keepalive: true });
  if (!response.ok && !asGood.includes(response.status)) throw await problemOf(response);
}

/** more: milliseconds that the answer may take longer */
async function requestJson(url, options, more = 0) {
  const response = await request(url, options, more);
  if (!response.ok) throw await problemOf(response);
  return response.json().catch((cause) => {
    throw new Error(NOT_UNDERSTOOD, { cause });
  });
}

function request(url, options, more = 0) {
  return fetch(url, { ...options, signal: AbortSignal.timeout(LONGEST_WAIT_MS + more) }).catch((cause) => {
    throw new Error(NO_ANSWER, { cause });
  });
}

async function problemOf(response) {
  const { status } = response;
  const problem = await response.json().catch(() => null);
  const advice = mayPass({ status }) ? " Try again in a moment." : "";
  const sentence = problem?.detail ?? `The server answered with an error (${status}).${advice}`;
  return Object.assign(new Error(sentence), { status });
}
