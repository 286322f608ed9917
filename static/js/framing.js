/** Numbers that were missed, or found in parts: the person frames one on the picture, and it is read. */

import { addNumbers } from "./api.js";
import { byId, onPress, setPressable, write } from "./elements.js";
import { FrameDrawing, frameBetween } from "./frame_drawing.js";
import { drawnFrame } from "./frames.js";
import { sizesOf } from "./pages.js";
import { hideProblem, showProblem } from "./problem.js";

const ASK = "Add a missed number";
const HOW = "Draw a frame around the number, or tap two of its corners.";
const KEYS = "Arrow keys move the cross, with Shift farther. Enter sets a corner, Escape ends it.";

export class Framing {
  #root;
  #button;
  #drawing;
  #reading = null;
  #onAdded;
  #isReading = false;

  /** root: of a result; onAdded(reading) hears what the reading has become. */
  constructor(root, onAdded) {
    this.#root = root;
    this.#onAdded = onAdded;
    this.#button = root.querySelector(".result-frame");
    this.#drawing = new FrameDrawing(root.querySelector(".result-body"), {
      onCorner: () => this.#say("Now the opposite corner."),
      onFrame: (...drawn) => this.#read(...drawn),
      onKeys: () => this.#say(KEYS),
      onCancel: () => {
        this.#ask(false);
        this.#button.focus();
      },
    });
    onPress(this.#button, () => this.#ask(!this.#drawing.isOn));
  }

  /** Whether the picture is there to be drawn on. */
  get isAsking() {
    return this.#drawing.isOn;
  }

  /** Offer it for a reading; null for none. On a drawing nothing is missed that cannot be drawn again. */
  offer(reading) {
    this.#reading = reading;
    this.#ask(false);
    this.#button.hidden = reading === null || reading.source === "drawing";
  }

  /** Read what stands at a candidate and add it. Whether the server has it; `again` as below. */
  addCandidate({ page, box }, again) {
    return this.#add(page, box, again);
  }

  #ask(isAsking) {
    this.#drawing.stop();
    if (isAsking) this.#drawing.start();
    this.#root.classList.toggle("result-framing", isAsking);
    this.#button.textContent = isAsking ? "Cancel" : ASK;
    hideProblem(this.#place());
    this.#say(isAsking ? HOW : "");
  }

  #say(words) {
    write(this.#root, ".result-frame-words", words);
    if (words !== "") byId("announcement").textContent = words;
  }

  #place() {
    return this.#root.querySelector(".result-frame-problem");
  }

  async #read(figure, one, other) {
    const page = [...this.#root.querySelectorAll(".framed")].indexOf(figure);
    const box = frameBetween(one, other, sizesOf(this.#reading)[page]);
    if (box !== null) await this.#add(page + 1, box, () => this.#read(figure, one, other));
    drawnFrame(figure);
  }

  /** Whether the server has it; `again` is called where the person wants another try. */
  async #add(page, box, again) {
    const reading = this.#reading;
    // One at a time: a second one, drawn meanwhile, is drawn again.
    if (this.#isReading) return false;
    this.#setReading(true);
    hideProblem(this.#place());
    try {
      const answer = await addNumbers(reading.id, page, box);
      // Meanwhile another photo may be on show.
      if (this.#reading === reading) this.#onAdded(answer);
      return true;
    } catch (error) {
      this.#say("");
      if (this.#reading === reading) showProblem(this.#place(), error, again);
      return false;
    } finally {
      this.#setReading(false);
    }
  }

  #setReading(isReading) {
    this.#isReading = isReading;
    setPressable(this.#button, !isReading);
    if (isReading) this.#say("Reading…");
  }
}
