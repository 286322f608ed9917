/**
 * Whether the pictures of a reading's pages are there. Where one did not come that is said, and it can be fetched again:
 * without it nobody can check what was read.
 */

import { hideProblem, showProblem } from "./problem.js";
import { picturesMissing } from "./words.js";

export class Pictures {
  #place;
  #onChange;
  #images = []; // of the pages, in order
  #failed = new Set(); // images that did not come
  #heard = new WeakSet(); // images that are listened to
  #told = "";

  /** place: of a problem; onChange() hears that a picture is there now, or did not come. */
  constructor(place, onChange) {
    this.#place = place;
    this.#onChange = onChange;
  }

  /** What is on show next are others. */
  forget() {
    this.#images = [];
    this.#failed.clear();
    this.#tell();
  }

  /** figures: of the pages, in order */
  watch(figures) {
    this.#images = figures.map((figure) => figure.querySelector(".framed-image"));
    for (const image of this.#images) {
      if (this.#heard.has(image)) continue;
      this.#heard.add(image);
      image.addEventListener("load", () => this.#note(image, false));
      image.addEventListener("error", () => this.#note(image, true));
    }
  }

  /** page: the first is 1 */
  isThere(page) {
    const { complete, naturalWidth } = this.#images[page - 1];
    return complete && naturalWidth > 0;
  }

  #note(image, hasFailed) {
    if (!this.#images.includes(image)) return;
    if (hasFailed) this.#failed.add(image);
    else this.#failed.delete(image);
    this.#tell();
    this.#onChange();
  }

  #tell() {
    const pages = this.#images.flatMap((image, index) => (this.#failed.has(image) ? [index + 1] : []));
    const words = picturesMissing(pages, this.#images.length);
    if (words === this.#told) return;
    this.#told = words;
    if (words === "") hideProblem(this.#place);
    else showProblem(this.#place, { message: words }, () => this.#fetchAgain());
  }

  #fetchAgain() {
    const failed = [...this.#failed];
    this.#failed.clear();
    this.#tell();
    // The same address anew is another request.
    for (const image of failed) image.src = image.getAttribute("src");
  }
}
