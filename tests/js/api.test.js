import { fetchReading, fetchUnchecked, mayPass } from "/static/js/api.js";
import { equal } from "./assert.js";

export function onlyWhatMayPassIsWorthAnotherTry() {
  const noAnswer = new Error("The server did not answer.");
  equal([noAnswer, ...[408, 429, 500, 503].map((status) => ({ status }))].map(mayPass), [true, true, true, true, true]);
  equal([400, 403, 404, 413, 422].map((status) => mayPass({ status })), [false, false, false, false, false]);
}

/** What fetchReading() throws where the server answers this. */
async function thrownAt(status, body) {
  const real = globalThis.fetch;
  globalThis.fetch = async () => new Response(body, { status });
  return fetchReading("a").catch(({ message, ...rest }) => [message, rest.status]).finally(() => {
    globalThis.fetch = real;
  });
}

export async function anErrorTellsItsStatusAndInItsOwnWordsWhereTheServerHasNone() {
  equal(await thrownAt(413, '{"detail": "Too large."}'), ["Too large.", 413]);
  equal(await thrownAt(413, "<html>"), ["The server answered with an error (413).", 413]);
  equal(await thrownAt(502, "<html>"), ["The server answered with an error (502). Try again in a moment.", 502]);
}

/** What fetchUnchecked("5") finds, where a page of readings stands at each of these addresses. */
async function foundOn(pages) {
  const real = globalThis.fetch;
  globalThis.fetch = async (url) => Response.json(pages[url.replace("/api/v1/readings?only=unchecked&", "")]);
  return fetchUnchecked("5").finally(() => {
    globalThis.fetch = real;
  });
}

export async function theNextReadingToCheckIsFoundHoweverFarBack() {
  const [none, last] = [{ readings: [], next: null }, { readings: [{ id: "2" }], next: null }];
  const empty = (next) => ({ readings: [], next: `/api/v1/readings?only=unchecked&${next}` });
  equal(await foundOn({ "limit=1&before=5": empty("b"), b: empty("c"), c: last }), { id: "2" });
  equal(await foundOn({ "limit=1&before=5": empty("b"), b: none, "limit=2": empty("d"), d: last }), { id: "2" });
  const itself = { readings: [{ id: "5" }], next: null };
  equal(await foundOn({ "limit=1&before=5": none, "limit=2": itself }), null);
}
