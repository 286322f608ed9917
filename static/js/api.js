/**
 * The public API, version 1. Everything that goes wrong is thrown as an Error whose message is a sentence to show; where
 * the server answered, its `status` is there too.
 */

const READINGS = "/api/v1/readings";
const NO_ANSWER = "The server did not answer. Check the connection and try again.";
const NOT_UNDERSTOOD = "The server's answer could not be understood. Reload the page and try again.";
// A photo of ten megabytes needs this long on a slow mobile connection.
const LONGEST_WAIT_MS = 120_000;
// It took too long; there were too many at once.
const PASSING = [408, 429];

/** Whether the same request may succeed another time: what is wrong with a file stays wrong with it. */
export const mayPass = ({ status }) => status === undefined || status >= 500 || PASSING.includes(status);

export const imageUrl = (id) => `${READINGS}/${encodeURIComponent(id)}/image`;
export const thumbnailUrl = (id) => `${READINGS}/${encodeURIComponent(id)}/thumbnail`;

/** Send an image (a Blob or File) and return its reading; `pattern` says what its numbers look like, "" nothing. */
export function readImage(image, source, pattern = "") {
  const form = new FormData();
  form.set("image", image, image.name ?? `${source}.png`);
  form.set("source", source);
  form.set("layout", "page");
  if (pattern !== "") form.set("pattern", pattern);
  return requestJson(READINGS, { method: "POST", body: form });
}

export const fetchReading = (id) => requestJson(`${READINGS}/${encodeURIComponent(id)}`);

/** Keep what the person says a number of a reading is, and return the reading. */
export function correctNumber(id, index, text) {
  const headers = { "Content-Type": "application/json" };
  const url = `${READINGS}/${encodeURIComponent(id)}/numbers/${index}`;
  return requestJson(url, { method: "PATCH", headers, body: JSON.stringify({ text }), keepalive: true });
}

/** Read the numbers in a frame around a part of one page of a reading, add them, and return the reading. */
export function addNumbers(id, page, box) {
  const headers = { "Content-Type": "application/json" };
  const url = `${READINGS}/${encodeURIComponent(id)}/numbers`;
  return requestJson(url, { method: "POST", headers, body: JSON.stringify({ page, box }) });
}

/** One page of this browser's readings, newest first; `url` is the `next` of the page before. */
export const fetchReadings = (url) => requestJson(url ?? `${READINGS}?limit=20`);

/** Delete a reading; one that is gone already is as good as deleted. */
export async function deleteReading(id) {
  // keepalive: it is still sent when the person leaves the page meanwhile.
  const response = await request(`${READINGS}/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true });
  if (!response.ok && response.status !== 404) throw await problemOf(response);
}

async function requestJson(url, options) {
  const response = await request(url, options);
  if (!response.ok) throw await problemOf(response);
  return response.json().catch((cause) => {
    throw new Error(NOT_UNDERSTOOD, { cause });
  });
}

function request(url, options) {
  return fetch(url, { ...options, signal: AbortSignal.timeout(LONGEST_WAIT_MS) }).catch((cause) => {
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
