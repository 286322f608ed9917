import { Queue } from "/static/js/queue.js";
import { equal } from "./assert.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const unreachable = () => new Error("The server did not answer.");
const refused = () => Object.assign(new Error("That is no image."), { status: 400 });

/** A card that meets these errors one after the other, and none then. */
function card(name, read, ...errors) {
  return {
    read: async () => {
      read.push(name);
      return errors.shift() ?? null;
    },
  };
}

function queueOf(...cards) {
  const told = [];
  const queue = new Queue(({ left, isWaiting, unread }) => told.push([left, isWaiting, unread]));
  for (const one of cards) queue.add(one);
  return { queue, told };
}

export async function cardsAreReadInTheirOrder() {
  const read = [];
  const { told } = queueOf(card("a", read), card("b", read), card("c", read));
  await settled();
  equal(read, ["a", "b", "c"]);
  equal(told.at(-1), [0, false, 0]);
}

export async function whatIsRefusedKeepsNobodyWaiting() {
  const read = [];
  queueOf(card("a", read, refused()), card("b", read));
  await settled();
  equal(read, ["a", "b"]);
}

export async function withoutAServerAllWaitAndTheNextOneIsTriedFirst() {
  const read = [];
  const { queue, told } = queueOf(card("a", read, unreachable()), card("b", read));
  await settled();
  equal(read, ["a"]);
  equal(told.at(-1), [2, true, 2]);
  await queue.goOn();
  equal(read, ["a", "b", "a"]);
  equal(told.at(-1), [0, false, 0]);
}

export async function whatTheServerBreaksAtKeepsNobodyWaiting() {
  const read = [];
  const broken = card("a", read, ...Array.from({ length: 9 }, unreachable));
  const { queue, told } = queueOf(broken, card("b", read));
  for (let i = 0; i < 6; i++) {
    await settled();
    await queue.goOn();
  }
  equal(read, ["a", "b", "a", "a"]);
  equal(told.at(-1), [0, false, 1]);
  queue.add(broken);
  await settled();
  equal(read.length, 5);
}

export async function withoutAConnectionNothingIsGivenUp() {
  const read = [];
  const alone = card("a", read, ...Array.from({ length: 5 }, unreachable));
  const { queue, told } = queueOf(alone);
  for (let i = 0; i < 5; i++) {
    await settled();
    equal(told.at(-1), [1, true, 1]);
    await queue.goOn();
  }
  equal(read.length, 6);
  equal(told.at(-1), [0, false, 0]);
}

export async function whatWasGivenUpIsTriedAgainWithTheConnection() {
  const read = [];
  const broken = () => Object.assign(new Error("503"), { status: 503 });
  const { queue, told } = queueOf(card("a", read, broken(), broken(), broken()));
  for (let i = 0; i < 4; i++) {
    await settled();
    await queue.goOn();
  }
  equal([read.length, told.at(-1)], [3, [0, false, 1]]);
  queue.goOnWithAll();
  await settled();
  equal([read.length, told.at(-1)], [4, [0, false, 0]]);
}

export async function whatMayBeReadAnotherTimeIsNotForgotten() {
  const read = [];
  const tooMany = Object.assign(new Error("429"), { status: 429 });
  const { told } = queueOf(card("a", read, tooMany), card("b", read));
  await settled();
  equal([read, told.at(-1)], [["a", "b"], [0, false, 1]]);
}

export async function aServerThatIsStartingIsWaitedForToo() {
  const read = [];
  const { told } = queueOf(card("a", read, Object.assign(new Error("503"), { status: 503 })), card("b", read));
  await settled();
  equal([read, told.at(-1)], [["a"], [2, true, 2]]);
}

export async function aCardThatIsTriedAgainIsReadOnce() {
  const read = [];
  const first = card("a", read, unreachable());
  const { queue } = queueOf(first, card("b", read));
  await settled();
  queue.add(first);
  queue.add(first);
  await settled();
  equal(read, ["a", "a", "b"]);
}
