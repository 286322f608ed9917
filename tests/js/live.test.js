import { LiveReading } from "/static/js/live.js";
import { equal } from "./assert.js";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const settled = () => pause(0);
const afterTheWait = () => pause(90);

/** A live reading whose requests the test answers by hand. */
function answeredByHand({ remove = async () => {} } = {}) {
  const requests = [];
  const seen = { shown: [], problems: [], removed: [] };
  const lost = [];
  const live = new LiveReading({
    read: (strokes, sent) => new Promise((resolve, reject) => requests.push({ strokes, sent, resolve, reject })),
    remove: (id) => {
      seen.removed.push(id);
      return remove(id);
    },
    onReading: ({ id }) => seen.shown.push(id),
    onProblem: ({ message }) => seen.problems.push(message),
    onLost: (strokes, { key, version }, { message }) => lost.push({ strokes, key, version, message }),
  });
  return { live, requests, seen, lost };
}

async function draw(live, ...strokes) {
  live.update(strokes);
  await afterTheWait();
}

export async function strokesInQuickSuccessionAreSentOnce() {
  const { live, requests } = answeredByHand();
  live.update(["a"]);
  live.update(["a", "b"]);
  await afterTheWait();
  equal(requests.map(({ strokes }) => strokes), [["a", "b"]]);
}

export async function nothingIsSentWhileThePenIsDown() {
  const { live, requests } = answeredByHand();
  live.update(["a"]);
  live.hold();
  await afterTheWait();
  equal(requests.length, 0);
}

export async function anEmptyDrawingIsNotSent() {
  const { live, requests } = answeredByHand();
  await draw(live);
  equal(requests.length, 0);
}

export async function aDrawingThatGrowsIsTheSameInANewerVersion() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  requests[0].resolve({ id: 1 });
  await settled();
  await draw(live, "a", "b");
  requests[1].resolve({ id: 2 });
  await settled();
  const [first, second] = requests.map(({ sent }) => sent);
  equal([second.key === first.key, second.version > first.version], [true, true]);
  equal(seen, { shown: [1, 2], problems: [], removed: [] });
}

export async function aLateAnswerIsNotShown() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  await draw(live, "a", "b");
  requests[1].resolve({ id: 2 });
  await settled();
  requests[0].resolve({ id: 1 });
  await settled();
  equal(seen, { shown: [2], problems: [], removed: [] });
  live.update([]);
  equal(seen.removed, [2]);
}

export async function whatIsAboutToBeSentIsSentWhenThePersonLeaves() {
  const { live, requests } = answeredByHand();
  live.update(["a"]);
  live.leave();
  await afterTheWait();
  equal(requests.map(({ strokes, sent }) => [strokes, sent.isLeaving]), [[["a"], true]]);
}

export async function whatIsOnItsWayIsSentOnceMoreWhenThePersonLeaves() {
  const { live, requests } = answeredByHand();
  await draw(live, "a");
  live.leave();
  const [first, again] = requests;
  equal([requests.length, again.strokes, again.sent], [2, ["a"], { ...first.sent, isLeaving: true }]);
  first.resolve({ id: 1 });
  await settled();
  live.leave();
  equal(requests.length, 2);
}

export async function ofADrawingThatHasGrownTheLastVersionIsSentWhenThePersonLeaves() {
  const { live, requests } = answeredByHand();
  await draw(live, "a");
  live.update(["a", "b"]);
  live.leave();
  equal(requests.map(({ strokes }) => strokes), [["a"], ["a", "b"]]);
}

export async function aDrawingThatWasDoneWhenItCouldNotBeReadIsTold() {
  const { live, requests, seen, lost } = answeredByHand();
  await draw(live, "a");
  live.startNew();
  live.update([]);
  requests[0].reject(new Error("no answer"));
  await settled();
  const { key, version } = requests[0].sent;
  equal([lost, seen.problems], [[{ strokes: ["a"], key, version, message: "no answer" }], []]);
}

export async function aDrawingThatCouldNotBeReadIsToldOnceItIsDone() {
  const { live, requests, seen, lost } = answeredByHand();
  await draw(live, "a");
  requests[0].reject(new Error("no answer"));
  await settled();
  equal([seen.problems, lost], [["no answer"], []]);
  live.startNew();
  equal(lost.map(({ strokes, message }) => [strokes, message]), [[["a"], "no answer"]]);
  live.startNew();
  equal(lost.length, 1);
}

export async function aDrawingThatCouldNotBeReadIsSentOnceMoreWhenThePersonLeaves() {
  const { live, requests } = answeredByHand();
  await draw(live, "a");
  requests[0].reject(new Error("no answer"));
  await settled();
  equal(live.leave(), true);
  equal(requests.map(({ strokes, sent }) => [strokes, sent.isLeaving]), [[["a"], false], [["a"], true]]);
}

export async function whoeverHasNothingToSendSendsNothingWhenTheyLeave() {
  const { live, requests } = answeredByHand();
  await draw(live, "a");
  requests[0].resolve({ id: 1 });
  await settled();
  equal([live.leave(), requests.length], [false, 1]);
}

export async function ofADrawingThatIsEmptyOrGrownNothingIsLost() {
  const { live, requests, lost } = answeredByHand();
  await draw(live, "a");
  await draw(live, "a", "b");
  requests[0].reject(new Error("no answer"));
  live.update([]);
  requests[1].reject(new Error("no answer"));
  await settled();
  equal(lost, []);
}

export async function ofADrawingThatIsEmptyAgainNothingIsKept() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  requests[0].resolve({ id: 1 });
  await settled();
  await draw(live, "a", "b");
  live.update([]);
  equal(seen.removed, [1]);
  requests[1].resolve({ id: 2 });
  await settled();
  equal(seen, { shown: [1], problems: [], removed: [1, 2] });
}

export async function whatIsDrawnBesideACorrectedReadingIsAnotherDrawing() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  requests[0].resolve({ id: 1 });
  await settled();
  live.keep(1);
  await draw(live, "a", "b");
  requests[1].resolve({ id: 2 });
  await settled();
  equal(requests[0].sent.key === requests[1].sent.key, false);
  equal(seen, { shown: [1, 2], problems: [], removed: [] });
  live.update([]);
  equal(seen.removed, [2]);
}

export async function anAnswerThatComesAfterTheCorrectedReadingWasLeftIsSurplus() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  requests[0].resolve({ id: 1 });
  await settled();
  await draw(live, "a", "b");
  live.keep(1);
  await draw(live, "a", "b", "c");
  requests[1].resolve({ id: 2 });
  requests[2].resolve({ id: 3 });
  await settled();
  equal(seen, { shown: [1, 3], problems: [], removed: [2] });
}

export async function aReadingOfWhichNothingIsSaidAfterAllIsOneLikeOthers() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  requests[0].resolve({ id: 1 });
  await settled();
  live.keep(1);
  live.release(1);
  await draw(live, "a", "b");
  equal(requests[0].sent.key === requests[1].sent.key, true);
  equal(seen.removed, []);
}

export async function aReadingThatOnlyACorrectionKeptGoesWithIt() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  requests[0].resolve({ id: 1 });
  await settled();
  live.keep(1);
  await draw(live, "a", "b");
  requests[1].resolve({ id: 2 });
  await settled();
  equal(seen.removed, []);
  live.release(1);
  equal(seen.removed, [1]);
}

export async function aNewDrawingLeavesTheOldReadingInTheHistory() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  live.startNew();
  requests[0].resolve({ id: 1 });
  await settled();
  await draw(live, "b");
  requests[1].resolve({ id: 2 });
  await settled();
  equal(seen, { shown: [2], problems: [], removed: [] });
}

export async function whatWasDrawnJustBeforeANewDrawingIsReadToo() {
  const { live, requests, seen } = answeredByHand();
  live.update(["a"]);
  live.startNew();
  live.update([]);
  await afterTheWait();
  equal(requests.map(({ strokes }) => strokes), [["a"]]);
  requests[0].resolve({ id: 1 });
  await settled();
  equal(seen, { shown: [], problems: [], removed: [] });
}

export async function anErrorAboutAnOlderDrawingIsNotShown() {
  const { live, requests, seen } = answeredByHand();
  await draw(live, "a");
  live.hold();
  requests[0].reject(new Error("too late"));
  await settled();
  equal(seen.problems, []);
}

export async function aDeletionThatFailsBreaksNothing() {
  const { live, requests, seen } = answeredByHand({ remove: () => Promise.reject(new Error("no")) });
  await draw(live, "a");
  requests[0].resolve({ id: 1 });
  await settled();
  live.update([]);
  await draw(live, "a", "b");
  requests[1].resolve({ id: 2 });
  await settled();
  equal(seen, { shown: [1, 2], problems: [], removed: [1] });
}
