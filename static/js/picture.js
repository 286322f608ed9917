/** The picture of a reading, or of its first page: the image that was sent, without a way over the network, or the server's. */

import { imageUrl } from "./api.js";

// Not every browser turns these as the camera says that it was held, and upside down they have the same shape.
const NOT_TURNED = "image/webp";
// Of the longer side: what is drawn at another resolution is rounded to other pixels.
const TOLERANCE = 0.02;

export class Picture {
  #image;
  #objectUrl = null;
  #reading = null;

  constructor(image) {
    this.#image = image;
    // A browser may be unable to show what the server can read.
    image.addEventListener("error", (event) => {
      if (this.#objectUrl === null) return;
      // Nothing is missing: the server's comes.
      event.stopImmediatePropagation();
      this.#leaveSent();
    });
    image.addEventListener("load", (event) => {
      if (this.#objectUrl === null || hasShapeOf(image, this.#reading.image)) return;
      // Nobody may cut numbers out of it: their boxes are those of the upright image.
      event.stopImmediatePropagation();
      this.#leaveSent();
    });
  }

  /** sent: the Blob of the reading's image, where there is one */
  show(reading, sent) {
    URL.revokeObjectURL(this.#objectUrl);
    this.#reading = reading;
    this.#objectUrl = sent && sent.type !== NOT_TURNED ? URL.createObjectURL(sent) : null;
    this.#image.src = this.#objectUrl ?? imageUrl(reading.id);
    this.#image.width = reading.image.width;
    this.#image.height = reading.image.height;
  }

  #leaveSent() {
    URL.revokeObjectURL(this.#objectUrl);
    this.#objectUrl = null;
    this.#image.src = imageUrl(this.#reading.id);
  }
}

/** Whether a picture is as wide for its height as the page that it shows. */
export function hasShapeOf({ naturalWidth, naturalHeight }, { width, height }) {
  const longest = Math.max(naturalWidth, naturalHeight) * Math.max(width, height);
  return Math.abs(naturalWidth * height - naturalHeight * width) <= TOLERANCE * longest;
}
