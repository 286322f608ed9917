/** Corrections whose answer did not come before the person drew on: each is said, and can be sent again. */

import { LEFT_OUT } from "./corrected.js";
import { showProblem } from "./problem.js";

export class LostCorrections {
  #place;
  #hooks;
  #ids = new Set();

  /**
   * send(id, index, text) sends one; onSent(id) hears of the reading whose correction has come to the server after all,
   * onGivenUp(id) of the one whose has not.
   */
  constructor(place, { send, onSent, onGivenUp }) {
    this.#place = place;
    this.#hooks = { send, onSent, onGivenUp };
  }

  /** The person leaves the page, and with it what is not sent. */
  giveUp() {
    for (const id of this.#ids) this.#hooks.onGivenUp(id);
    this.#ids.clear();
  }

  /** A correction of a number that was read as `readAs`, and the error that it met. */
  show({ id, index, text, readAs, error }) {
    const place = document.createElement("div");
    this.#ids.add(id);
    this.#place.append(place);
    const message = `${whatOf(text, readAs)} was not saved. ${error.message}`;
    showProblem(place, { message, status: error.status }, async () => {
      try {
        await this.#hooks.send(id, index, text);
        this.#ids.delete(id);
        this.#hooks.onSent(id);
      } catch (again) {
        this.show({ id, index, text, readAs, error: again });
      }
      place.remove();
    });
  }
}

function whatOf(text, readAs) {
  if (text === null) return `What you took back of ${readAs}`;
  return text === LEFT_OUT ? `That ${readAs} is left out` : `${text} instead of ${readAs}`;
}
