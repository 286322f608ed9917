import { fetchReading, mayPass } from "/static/js/api.js";
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
