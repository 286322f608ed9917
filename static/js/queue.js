/** Images that are read one after another. Where the server cannot be reached all of them wait. */

import { isUnreachable, mayPass } from "./api.js";

// How long after a failure the next try begins; the last one again and again.
const PAUSES_MS = [5_000, 15_000, 30_000];
// Of one image at which the server answers that it breaks, or no longer answers while it reads others: it keeps nobody
// waiting then, and is tried again when the person wants it, or the connection comes back.
const MOST_TRIES = 3;

export class Queue {
  #cards = [];
  #isReading = false;
  #failures = 0; // one after the other
  #tries = new Map(); // of each card how often it could not be read, and after how many others it was first tried
  #read = 0; // cards
  #givenUp = new Set(); // cards that could be read another time
  #timer = null;
  #onChange;

  /**
   * Of a card read() never rejects: it answers with the error that it met, or null. onChange({ left, isWaiting, unread })
   * hears how many cards are still to be read, whether they wait for the server, and how many are not read, those
   * among them that only the person can try again.
   */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Whether there are cards to read now, or later. */
  get isBusy() {
    return this.#cards.length > 0;
  }

  /** Whether this card is one of them. */
  holds(card) {
    return this.#cards.includes(card);
  }

  /** Read this card when all before it are read; one that waits already, before all others. */
  add(card) {
    this.#givenUp.delete(card);
    if (this.#cards.includes(card)) {
      if (!this.#isReading) this.#cards = [card, ...this.#cards.filter((other) => other !== card)];
    } else {
      this.#tries.delete(card);
      this.#cards.push(card);
    }
    this.#tell();
    this.goOn();
  }

  /** The connection has come back: try all that was not read for want of one. */
  goOnWithAll() {
    this.#tries.clear();
    this.#cards.push(...this.#givenUp);
    this.#givenUp.clear();
    this.goOn();
  }

  /** Try now what waits. */
  async goOn() {
    clearTimeout(this.#timer);
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#cards.length > 0) {
      const [card] = this.#cards;
      const error = await card.read();
      this.#cards.shift();
      if (error !== null && isUnreachable(error)) {
        this.#putBack(card, error);
        break;
      }
      if (error !== null && mayPass(error)) this.#givenUp.add(card);
      this.#read += 1;
      this.#failures = 0;
      this.#tell();
    }
    this.#isReading = false;
    if (this.#cards.length > 0) this.#wait();
    else this.#tell();
  }

  /** Behind the others, as the next one may fare better. */
  #putBack(card, error) {
    const { count, read } = this.#tries.get(card) ?? { count: 0, read: this.#read };
    this.#tries.set(card, { count: count + 1, read });
    // Where nothing is answered, to no card, it is the connection.
    const isItsOwn = error.status !== undefined || this.#read > read;
    if (count + 1 < MOST_TRIES || !isItsOwn) this.#cards.push(card);
    else this.#givenUp.add(card);
  }

  #wait() {
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)];
    this.#failures += 1;
    this.#timer = setTimeout(() => this.goOn(), pause);
    this.#tell();
  }

  #tell() {
    const left = this.#cards.length;
    this.#onChange({ left, isWaiting: left > 0 && this.#failures > 0, unread: left + this.#givenUp.size });
  }
}
