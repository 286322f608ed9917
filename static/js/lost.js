/**
 * What did not come to the server before the person drew on, drawings and corrections: each is said, and can be sent
 * again.
 */

import { mayPass } from "./api.js";
import { isSaid, LEFT_OUT } from "./corrected.js";
import { askToStayWhile } from "./leaving.js";
import { showProblem } from "./problem.js";
import { sendLate } from "./unsent.js";

export class Lost {
  #place;
  #hooks;
  #sends = new Map(); // of each sentence on show what sends it again

  /**
   * read(strokes, sent) sends a drawing, and answers with its reading. onCorrected(id, isCorrected) hears of the reading
   * whose correction has come to the server after all, and whether anything is said of it then.
   */
  constructor(place, { read, onCorrected }) {
    this.#place = place;
    this.#hooks = { read, onCorrected };
  }

  /** The person leaves the page: all once more, whatever comes of it. Whether there was anything. */
  leave() {
    for (const send of this.#sends.values()) send(true).catch(() => {});
    return this.#sends.size > 0;
  }

  /** What the server refuses cannot be sent again. */
  forgetRefused() {
    for (const place of this.#place.querySelectorAll(".lost-refused")) this.#remove(place);
  }

  /** A correction of a number that was read as `readAs`, how it is sent, and the error that it met. */
  showCorrection(correction) {
    const { id, index, text, readAs, say, error } = correction;
    this.#show(`${whatOf(text, readAs)} was not saved.`, error, async (isLeaving = false) => {
      const { numbers } = await (isLeaving ? sendLate(correction) : say(id, index, text));
      this.#hooks.onCorrected(id, numbers.some(isSaid));
    });
  }

  /** A drawing, and which one it is; and the error that it met. */
  showDrawing(strokes, sent, error) {
    this.#show("The last drawing was not read.", error, (isLeaving = false) => this.#hooks.read(strokes, { ...sent, isLeaving }));
  }

  #show(what, error, send) {
    const place = document.createElement("div");
    place.classList.toggle("lost-refused", !mayPass(error));
    this.#place.append(place);
    if (mayPass(error)) this.#sends.set(place, send);
    this.#askToStay();
    showProblem(place, { message: `${what} ${error.message}`, status: error.status }, async () => {
      try {
        await send();
      } catch (again) {
        this.#show(what, again, send);
      }
      this.#remove(place);
    });
  }

  #remove(place) {
    this.#sends.delete(place);
    place.remove();
    this.#askToStay();
  }

  #askToStay() {
    askToStayWhile(this.#sends.size > 0, this);
  }
}

function whatOf(text, readAs) {
  if (text === null) return `What you took back of ${readAs}`;
  return text === LEFT_OUT ? `That ${readAs} is left out` : `${text} instead of ${readAs}`;
}
