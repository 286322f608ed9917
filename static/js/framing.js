/** Numbers that were missed, or found in parts: the person frames one on the picture, and it is read. */

import { addNumbers } from "./api.js";
import { byId, onPress, setPressable, write } from "./elements.js";
import { FrameDrawing, frameBetween } from "./frame_drawing.js";
import { drawnFrame, isCandidate } from "./frames.js";
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
  #turn = Promise.resolve(); // till what was framed before is read
  #waiting = 0; // frames, the one that is being read among them
  /** Frames that were sent, all in all. */
  sent = 0;

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
        this.#askAnew(false);
        this.#button.focus();
      },
    });
    onPress(this.#button, () => this.#askAnew(!this.#drawing.isOn));
  }

  /** Whether the picture is there to be drawn on. */
  get isAsking() {
    return this.#drawing.isOn;
  }

  /** Offer it for a reading; null for none. On a drawing nothing is missed that cannot be drawn again. */
  offer(reading) {
    // What has become of the same one is no reason to break off what the person draws on it.
    const isAnother = reading === null || reading.id !== this.#reading?.id;
    this.#reading = reading;
    if (isAnother) this.#askAnew(false);
    this.#button.hidden = reading === null || reading.source === "drawing";
  }

  /** Read what stands at a candidate and add it, where it is one still. Whether the server has it; `again` as below. */
  addCandidate(candidate, again) {
    const isStill = () => isCandidate(candidate, this.#reading);
    return this.#add(candidate.page, candidate.box, again, isStill);
  }

  /** Whether the server is asked for something. */
  get isReading() {
    return this.#waiting > 0;
  }

  /** The same, and what went wrong before has been read. */
  #askAnew(isAsking) {
    hideProblem(this.#place());
    this.#ask(isAsking);
  }

  #ask(isAsking) {
    this.#drawing.stop();
    if (isAsking) {
      this.#drawing.start();
      // Its lower end may lie behind what stands at the bottom of a phone's screen.
      this.#root.querySelector(".framed").scrollIntoView({ block: "nearest" });
    }
    this.#root.classList.toggle("result-framing", isAsking);
    this.#button.textContent = isAsking ? "Cancel" : ASK;
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
    if (!this.#isUnderWay) drawnFrame(figure);
  }

  /** Whether something is being drawn, or waits for an answer. */
  get #isUnderWay() {
    return this.isReading || this.#drawing.isUnderWay;
  }

  /**
   * Whether the server has it; `again` is called where the person wants another try. One at a time: what is framed
   * meanwhile waits for its turn, and is left if it is not wanted any more by then.
   */
  #add(page, box, again, isWanted = () => true) {
    const { id } = this.#reading;
    if (!this.isReading) hideProblem(this.#place());
    this.sent += 1;
    this.#setWaiting(this.#waiting + 1);
    this.#turn = this.#turn.then(() => this.#addNow(id, page, box, again, isWanted));
    return this.#turn;
  }

  async #addNow(id, page, box, again, isWanted) {
    // Meanwhile another photo may be on show.
    const isShown = () => this.#reading?.id === id;
    if (isShown() && !isWanted()) {
      this.#setWaiting(this.#waiting - 1);
      return false;
    }
    const { answer, error } = await addNumbers(id, page, box).then(
      (answered) => ({ answer: answered }),
      (met) => ({ error: met }),
    );
    this.#setWaiting(this.#waiting - 1);
    if (!this.isReading) this.#say("");
    if (!isShown()) return error === undefined;
    if (error !== undefined) {
      showProblem(this.#place(), error, again);
      return false;
    }
    if (!this.#isUnderWay) this.#ask(false);
    this.#onAdded(answer);
    return true;
  }

  #setWaiting(count) {
    this.#waiting = count;
    setPressable(this.#button, count === 0);
    if (count > 0) this.#say("Reading…");
  }
}
