/** Images that are read one after another. Where the server cannot be reached all of them wait. */

import { isUnreachable } from "./api.js";

// How long after a failure the next try begins; the last one again and again.
const PAUSES_MS = [5_000, 15_000, 30_000];
// Of one image: it may be what the server breaks at. Then it keeps nobody waiting, and the person may try it again.
const MOST_TRIES = 3;

export class Queue {
  #cards = [];
  #isReading = false;
  #failures = 0; // one after the other
  #tries = new Map(); // of each card how often it could not be read
  #timer = null;
  #onChange;

  /**
   * Of a card read() never rejects: it answers with the error that it met, or null. onChange({ left, isWaiting }) hears
   * how many cards are still to be read, and whether they wait for the server.
   */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Read this card when all before it are read; one that waits already, before all others. */
  add(card) {
    if (this.#cards.includes(card)) {
      if (!this.#isReading) this.#cards = [card, ...this.#cards.filter((other) => other !== card)];
    } else {
      this.#tries.delete(card);
      this.#cards.push(card);
    }
    this.#tell();
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
        this.#putBack(card);
        break;
      }
      this.#failures = 0;
      this.#tell();
    }
    this.#isReading = false;
    if (this.#cards.length > 0) this.#wait();
    else this.#tell();
  }

  /** Behind the others, as the next one may fare better. */
  #putBack(card) {
    const tries = (this.#tries.get(card) ?? 0) + 1;
    this.#tries.set(card, tries);
    if (tries < MOST_TRIES) this.#cards.push(card);
  }

  #wait() {
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)];
    this.#failures += 1;
    this.#timer = setTimeout(() => this.goOn(), pause);
    this.#tell();
  }

  #tell() {
    this.#onChange({ left: this.#cards.length, isWaiting: this.#failures > 0 });
  }
}
