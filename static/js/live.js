/** Reads a drawing while it grows. The server keeps one reading of it, and those of which the person said something. */

import { newKey } from "./key.js";

// Long enough to reach the next stroke of the same digit, too short to be felt.
const WAIT_MS = 60;

/**
 * read(strokes, sent) answers with a reading, sent says which drawing it is and which version of that; remove(id) deletes
 * a reading of which the person has said nothing; onReading and onProblem hear of the newest drawing only, onLost of one
 * that was done when it could not be read: onLost(strokes, sent, error).
 *
 * A request that a newer drawing has overtaken is not aborted: the server may have saved its reading already, and puts
 * the newer one in its place.
 */
export class LiveReading {
  #hooks;
  #timer = null;
  #waiting = null; // strokes that are about to be sent
  #drawing = newDrawing();
  #said = new Set(); // the ids of the readings that the person corrected
  #left = new Set(); // of those the ones that only this keeps
  // Of each drawing what was sent last, till there is an answer: the strokes, their version, the error where one came.
  #unanswered = new Map();

  constructor({ read, remove, onReading, onProblem, onLost }) {
    this.#hooks = { read, remove, onReading, onProblem, onLost };
  }

  /** Send nothing for now: the pen is on the pad, and an answer to what stood there before is late. */
  hold() {
    clearTimeout(this.#timer);
    this.#waiting = null;
    this.#drawing.version += 1;
  }

  /** The drawing has changed; an empty one has nothing to read, and nothing of it is kept. */
  update(strokes) {
    this.hold();
    if (this.#said.has(this.#drawing.id)) this.#leave();
    this.#drawing.isEmpty = strokes.length === 0;
    if (this.#drawing.isEmpty) return this.#removeKept();
    this.#waiting = strokes;
    this.#timer = setTimeout(() => this.flush(), WAIT_MS);
  }

  /** Send now what is about to be sent. isLeaving: the person leaves the page, and nobody waits for the answer */
  flush(isLeaving = false) {
    const strokes = this.#waiting;
    clearTimeout(this.#timer);
    this.#waiting = null;
    if (strokes !== null) this.#send(strokes, isLeaving);
  }

  /**
   * The person leaves the page: send what is about to be sent, and once more what has no answer, as requests end with the
   * page. The server reads either once. Whether there was anything.
   */
  leave() {
    if (this.#waiting !== null) this.#unanswered.delete(this.#drawing);
    const unanswered = [...this.#unanswered].filter(([drawing]) => isWanted(drawing));
    for (const [{ key }, { strokes, version }] of unanswered) {
      this.#hooks.read(strokes, { key, version, isLeaving: true }).catch(() => {});
    }
    const isWaiting = this.#waiting !== null;
    this.flush(true);
    return isWaiting || unanswered.length > 0;
  }

  /** The person has said what a number of this reading is: it stays in the history, whatever is drawn next. */
  keep(id) {
    this.#said.add(id);
  }

  /** The person has said nothing of this reading after all: it is one like others. */
  release(id) {
    this.#said.delete(id);
    if (this.#left.delete(id)) this.#remove(id);
  }

  /** What comes next is another drawing; the reading of the last one stays in the history. */
  startNew() {
    this.flush();
    this.hold();
    const done = this.#drawing;
    this.#drawing = newDrawing();
    if (this.#unanswered.get(done)?.error) this.#lose(done);
  }

  /** What is on the pad is read as another drawing from now on, so that the reading of this one stays. */
  #leave() {
    this.#left.add(this.#drawing.id);
    this.#drawing.isLeft = true;
    this.#drawing = newDrawing();
  }

  async #send(strokes, isLeaving) {
    const drawing = this.#drawing;
    const { key, version } = drawing;
    const sent = { strokes, version };
    this.#unanswered.set(drawing, sent);
    const isNewest = () => drawing === this.#drawing && version === drawing.version;
    try {
      const reading = await this.#hooks.read(strokes, { key, version, isLeaving });
      if (this.#unanswered.get(drawing) === sent) this.#unanswered.delete(drawing);
      // What is left has said enough; this one is a part of what is on the pad now.
      if (drawing.isLeft || drawing.isEmpty) return this.#remove(reading.id);
      if (version > drawing.readVersion) Object.assign(drawing, { id: reading.id, readVersion: version });
      if (isNewest()) this.#hooks.onReading(reading);
    } catch (error) {
      if (isNewest()) this.#hooks.onProblem(error);
      if (this.#unanswered.get(drawing) !== sent) return;
      sent.error = error;
      if (drawing !== this.#drawing) this.#lose(drawing);
    }
  }

  /** A drawing that is done could not be read. */
  #lose(drawing) {
    const { strokes, version, error } = this.#unanswered.get(drawing);
    this.#unanswered.delete(drawing);
    if (isWanted(drawing)) this.#hooks.onLost(strokes, { key: drawing.key, version }, error);
  }

  #removeKept() {
    if (this.#drawing.id !== null) this.#remove(this.#drawing.id);
    this.#drawing.id = null;
  }

  #remove(id) {
    // A surplus row in the history harms nothing that is worth a message while drawing.
    this.#hooks.remove(id).catch(() => {});
  }
}

/** Whether its reading is to stay in the history. */
const isWanted = ({ isLeft, isEmpty }) => !isLeft && !isEmpty;

const newDrawing = () => ({ key: newKey(), version: 0, id: null, readVersion: -1, isEmpty: false, isLeft: false });
