import { correctNumber, keepNumber } from "/static/js/api.js";
import { isSettled, mayStand, sendLate } from "/static/js/unsent.js";
import { equal } from "./assert.js";

const said = (text, known, before) => ({ id: "a", index: 0, text, stood: mayStand(known, before), say: correctNumber });

export function whatStoodBeforeIsNoReasonToForgetWhatCouldNotBeSent() {
  equal(isSettled(said("44", "43"), "43"), false);
  equal(isSettled(said("44", "43"), "44"), true);
  equal(isSettled(said("44", "43"), "45"), true);
  equal(isSettled(said("44")), false);
  equal(isSettled(said("44"), "45"), true);
}

export function aTakeBackHasComeWhereNothingStands() {
  equal([isSettled(said(null, "43"), "43"), isSettled(said(null, "43"))], [false, true]);
}

export function whatWasSentBeforeAndMayHaveComeIsNobodyElsesWord() {
  const first = said("43");
  equal([...mayStand(undefined, first)], [null, "43"]);
  equal(isSettled(said("44", undefined, first), "43"), false);
  equal(isSettled(said("44", undefined, first), "42"), true);
}

/** What is sent of a correction as the person leaves. */
async function sentOf(correction) {
  const real = globalThis.fetch;
  let body;
  globalThis.fetch = async (_, options) => {
    body = JSON.parse(options.body);
    return Response.json({});
  };
  await sendLate(correction).finally(() => {
    globalThis.fetch = real;
  });
  return body;
}

export async function whatIsSentAsThePersonLeavesTakesThePlaceOfNothingNewer() {
  equal(await sentOf(said("43")), { text: "43", unless: "said" });
  // Tried before: it may stand there itself.
  equal(await sentOf(said("43", undefined, said("43"))), { text: "43", unless: "said" });
  equal(await sentOf({ ...said("43"), say: keepNumber }), { text: "43", unless: "said" });
}

export async function whatThePersonChangedOrTookBackIsSentAsItIs() {
  equal(await sentOf(said("44", "43")), { text: "44" });
  equal(await sentOf(said("44", undefined, said("43"))), { text: "44" });
  equal(await sentOf(said(null)), { text: null });
}
