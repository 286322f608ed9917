/** Reads a drawing while it grows, and keeps one reading of it in the history, and those that the person corrected. */

// Long enough to reach the next stroke of the same digit, too short to be felt.
const WAIT_MS = 60;

/**
 * read(strokes) answers with a reading, remove(id) deletes one; onReading and onProblem hear of the newest drawing
 * only.
 *
 * A request that a newer drawing has overtaken is not aborted: the server may have saved its reading already, and
 * only the answer tells which one to delete.
 */
export class LiveReading {
  #hooks;
  #timer = null;
  #drawing = newDrawing();
  #kept = new Set(); // the ids of those that the person corrected
  #overtaken = new Set(); // of those the ones that only this keeps

  constructor({ read, remove, onReading, onProblem }) {
    this.#hooks = { read, remove, onReading, onProblem };
  }

  /** Send nothing for now: the pen is on the pad, and an answer to what stood there before is late. */
  hold() {
    clearTimeout(this.#timer);
    this.#drawing.newest += 1;
  }

  /** The drawing has changed; an empty one has nothing to read, and nothing of it is kept. */
  update(strokes) {
    this.hold();
    if (strokes.length > 0) this.#timer = setTimeout(() => this.#send(strokes), WAIT_MS);
    else this.#keepOne(this.#drawing, this.#drawing.newest, null);
  }

  /** The person has said what a number of this reading is: it stays in the history, whatever is drawn next. */
  keep(id) {
    this.#kept.add(id);
  }

  /** The person has said nothing of this reading after all: it is one like others. */
  release(id) {
    this.#kept.delete(id);
    if (this.#overtaken.delete(id)) this.#remove(id);
  }

  /** What comes next is another drawing; the reading of the last one stays in the history. */
  startNew() {
    this.hold();
    this.#drawing = newDrawing();
  }

  async #send(strokes) {
    const drawing = this.#drawing;
    const version = drawing.newest;
    const isNewest = () => drawing === this.#drawing && version === drawing.newest;
    try {
      const reading = await this.#hooks.read(strokes);
      this.#keepOne(drawing, version, reading.id);
      if (isNewest()) this.#hooks.onReading(reading);
    } catch (error) {
      if (isNewest()) this.#hooks.onProblem(error);
    }
  }

  /** Of a drawing's readings the one of its newest version; id null: that has none. */
  #keepOne(drawing, version, id) {
    const { kept } = drawing;
    const isNewer = version > kept.version;
    if (isNewer) drawing.kept = { version, id };
    const surplus = isNewer ? kept.id : id;
    if (this.#kept.has(surplus)) this.#overtaken.add(surplus);
    else if (surplus !== null) this.#remove(surplus);
  }

  #remove(id) {
    // A surplus row in the history harms nothing that is worth a message while drawing.
    this.#hooks.remove(id).catch(() => {});
  }
}

const newDrawing = () => ({ newest: 0, kept: { version: -1, id: null } });
