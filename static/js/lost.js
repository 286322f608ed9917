/** Corrections whose answer did not come before the person drew on: each is said, and can be sent again. */

import { mayPass } from "./api.js";
import { isSaid, LEFT_OUT } from "./corrected.js";
import { showProblem } from "./problem.js";

export class LostCorrections {
  #place;
  #hooks;
  #ids = new Set();

  /**
   * send(id, index, text) sends one and answers with the reading; onSent(id, isCorrected) hears of the reading whose
   * correction has come to the server after all, and whether anything is said of it then, onGivenUp(id) of the one
   * whose has not.
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

  /** What the server refuses cannot be sent again. */
  forgetRefused() {
    for (const place of this.#place.querySelectorAll(".lost-refused")) place.remove();
  }

  /** A correction of a number that was read as `readAs`, and the error that it met. */
  show({ id, index, text, readAs, error }) {
    const place = document.createElement("div");
    this.#ids.add(id);
    place.classList.toggle("lost-refused", !mayPass(error));
    this.#place.append(place);
    const message = `${whatOf(text, readAs)} was not saved. ${error.message}`;
    showProblem(place, { message, status: error.status }, async () => {
      try {
        const { numbers } = await this.#hooks.send(id, index, text);
        this.#ids.delete(id);
        this.#hooks.onSent(id, numbers.some(isSaid));
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
