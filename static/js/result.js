/** A reading on the page: its text, its numbers digit by digit, and its image with each number framed. */

import { copyText } from "./clipboard.js";
import { closeDetail, numberItem } from "./digits.js";
import { byId, copyOf, onPress, write } from "./elements.js";
import { drawFrames, markText, pointOut } from "./frames.js";
import { imageUrl } from "./api.js";
import { advice, announcement } from "./words.js";

export class Result {
  #root = copyOf("result-template");
  #text = this.#root.querySelector(".result-text");
  #figure = this.#root.querySelector(".framed");
  #image = this.#root.querySelector(".framed-image");
  #objectUrl = null;

  constructor(place) {
    const copy = this.#root.querySelector(".result-copy");
    onPress(copy, () => copyText(this.#text, copy));
    place.replaceChildren(this.#root);
  }

  /** Of several results on a page, one is on show: its text carries the mark that says so. */
  markOnShow() {
    for (const other of document.querySelectorAll("[data-reading-text]")) delete other.dataset.readingText;
    this.#text.dataset.readingText = "";
  }

  /** Show a reading; `image` is the Blob that was sent, where there is one. */
  show(reading, image) {
    this.#text.textContent = reading.text;
    this.#root.dataset.status = reading.status;
    this.#root.classList.toggle("result-many", reading.numbers.length > 1);
    this.#root.querySelector(".result-copy").hidden = reading.text === "";
    write(this.#root, ".result-status", advice(reading));
    this.#showImage(reading, image);
    this.#showNumbers(reading);
    this.#root.hidden = false;
    byId("announcement").textContent = announcement(reading);
  }

  clear() {
    this.#text.textContent = "";
    this.#root.hidden = true;
    byId("announcement").textContent = "";
  }

  #showImage(reading, image) {
    URL.revokeObjectURL(this.#objectUrl);
    this.#objectUrl = image ? URL.createObjectURL(image) : null;
    // A browser may be unable to show what the server can read.
    this.#image.onerror = () => {
      this.#image.onerror = null;
      this.#image.src = imageUrl(reading.id);
    };
    this.#image.src = this.#objectUrl ?? imageUrl(reading.id);
    this.#image.width = reading.image.width;
    this.#image.height = reading.image.height;
    drawFrames(this.#figure, reading);
  }

  #showNumbers({ numbers }) {
    const items = numbers.map((number, index) => {
      const mark = markText(number, index, numbers.length);
      return numberItem(number, mark, (digit) => this.#openDigit(items[index], digit));
    });
    this.#root.querySelector(".numbers").replaceChildren(...items);
  }

  #openDigit(item, digit) {
    for (const other of item.parentElement.children) if (other !== item) closeDetail(other);
    pointOut(this.#figure, digit?.box);
  }
}
