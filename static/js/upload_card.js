/** One chosen image: shown at once, then read; where that fails it stays, and can be tried again. */

import { mayPass, readImage } from "./api.js";
import { copyOf, onPress, write } from "./elements.js";
import { checkFile } from "./files.js";
import { newKey } from "./key.js";
import { chosenPattern } from "./pattern.js";
import { hideProblem, showProblem } from "./problem.js";
import { Result } from "./result.js";

export class UploadCard {
  element = copyOf("upload-template");
  #file;
  #size;
  #key = newKey();
  #pattern = chosenPattern();
  #retry;
  #result;
  #preview = this.#part("preview");
  /** Whether it could not be read when it had its last turn. */
  hasFailed = false;

  /** retry(card) asks for another turn; onRemove(card) hears that the person has no use for it. */
  constructor(file, retry, onRemove) {
    this.#file = file;
    this.#result = new Result(this.#part("result"), { name: file.name });
    this.#size = file.size; // a file that is deleted is empty afterwards
    this.#retry = retry;
    this.element.dataset.name = file.name;
    write(this.element, ".upload-name", file.name);
    onPress(this.#part("remove"), () => onRemove(this));
    this.#showPreview();
    this.#showState("Waiting…");
  }

  /** Whatever happens is shown. Returns the error, or null where all is well. */
  async read() {
    this.#result.markOnShow();
    hideProblem(this.#part("problem"));
    this.hasFailed = false;
    this.#part("remove").hidden = true;
    this.#showState("Reading…");
    try {
      await checkFile(this.#file, this.#size);
      const reading = await readImage(this.#file, "photo", { pattern: this.#pattern, key: this.#key });
      this.#hidePreview();
      this.#result.show(reading, this.#file);
      return null;
    } catch (error) {
      this.hasFailed = true;
      // It will not be read another time either.
      this.#part("remove").hidden = mayPass(error);
      showProblem(this.#part("problem"), error, () => this.#tryAgain());
      return error;
    } finally {
      this.#part("progress").hidden = true;
    }
  }

  /** Show what the reading is now. isQuiet: without a connection what is on show stays */
  async refresh({ isQuiet = false } = {}) {
    if (this.#result.id === null) return;
    if (!isQuiet) hideProblem(this.#part("problem"));
    await this.#result.refresh().catch((error) => {
      if (!(isQuiet && mayPass(error))) showProblem(this.#part("problem"), error, () => this.refresh());
    });
  }

  /** It goes for good. */
  discard() {
    this.#hidePreview();
    this.element.remove();
  }

  /** Bring it into sight, and the keyboard to it. */
  lead() {
    this.element.scrollIntoView({ block: "center" });
    const button = this.element.querySelector(".problem-retry:not([hidden]), .upload-remove:not([hidden])");
    button?.focus({ preventScroll: true });
  }

  #tryAgain() {
    this.#showState("Waiting…");
    this.#retry(this);
  }

  #showState(words) {
    write(this.element, ".upload-state", words);
    this.#part("progress").hidden = false;
  }

  #showPreview() {
    // Not every browser can show every image that the server can read.
    this.#preview.addEventListener("error", () => this.#hidePreview(), { once: true });
    this.#preview.src = URL.createObjectURL(this.#file);
  }

  #hidePreview() {
    URL.revokeObjectURL(this.#preview.src);
    this.#preview.hidden = true;
  }

  #part(name) {
    return this.element.querySelector(`.upload-${name}`);
  }
}
