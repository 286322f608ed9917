/** Images that are read one after another. Where the server cannot be reached they wait, in their order. */

import { isUnreachable } from "./api.js";

// How long after a failure the next try begins; the last one again and again.
const PAUSES_MS = [5_000, 15_000, 30_000];

export class Queue {
  #cards = [];
  #isReading = false;
  #failures = 0; // one after the other
  #timer = null;
  #onChange;

  /**
   * Of a card read() never rejects: it answers with the error that it met, or null. onChange({ left, isWaiting }) hears
   * how many cards are still to be read, and whether they wait for the server.
   */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Read this card when all before it are read; where it is the one that waits, now. */
  add(card) {
    if (!this.#cards.includes(card)) this.#cards.push(card);
    this.#tell();
    this.goOn();
  }

  /** Try now what waits. */
  async goOn() {
    clearTimeout(this.#timer);
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#cards.length > 0) {
      const error = await this.#cards[0].read();
      if (error !== null && isUnreachable(error)) break;
      this.#failures = 0;
      this.#cards.shift();
      this.#tell();
    }
    this.#isReading = false;
    if (this.#cards.length > 0) this.#wait();
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
