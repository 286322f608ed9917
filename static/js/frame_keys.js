/** Points of a picture that are chosen with the keyboard: arrows move a cross over it, Enter takes the point. */

import { drawnCross, drawnFrame } from "./frames.js";

const STEP = 100; // of them to the longer side of a page
const FAR = 10; // times as far with Shift
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Where a key moves a point of a page, no farther than its edge. */
export function movedBy({ key, shiftKey }, point, { width, height }) {
  const step = (Math.max(width, height) / STEP) * (shiftKey ? FAR : 1);
  const [across, down] = ARROWS[key];
  const within = (value, most) => Math.min(Math.max(value, 0), most);
  return { ...point, x: within(point.x + across * step, width), y: within(point.y + down * step, height) };
}

export class FrameKeys {
  #heard;
  #points = new Map(); // of each figure

  /** heard: onFocus() when a picture waits for keys, cornerOn(figure) for a corner that is set already,
   * onPoint(figure, point), onCancel() */
  constructor(heard) {
    this.#heard = heard;
  }

  /** Let the figures in `body` take keys until the signal aborts. */
  start(body, signal) {
    for (const figure of body.querySelectorAll(".framed")) {
      figure.tabIndex = 0;
      figure.setAttribute("aria-label", "The picture: frame a number on it");
      figure.addEventListener("focus", () => this.#focus(figure), { signal });
      figure.addEventListener("keydown", (event) => this.#press(figure, event), { signal });
    }
  }

  stop(body) {
    for (const figure of body.querySelectorAll(".framed")) {
      figure.removeAttribute("tabindex");
      figure.removeAttribute("aria-label");
    }
    this.#points.clear();
  }

  #focus(figure) {
    // A finger or a mouse that touches the picture needs no cross.
    if (!figure.matches(":focus-visible")) return;
    this.#heard.onFocus();
    this.#moveTo(figure, this.#pointOf(figure));
  }

  #press(figure, event) {
    if (event.key in ARROWS) this.#moveTo(figure, movedBy(event, this.#pointOf(figure), sizeOf(figure)));
    else if (event.key === "Enter" || event.key === " ") this.#heard.onPoint(figure, this.#pointOf(figure));
    else if (event.key === "Escape") this.#heard.onCancel();
    else return;
    event.preventDefault();
  }

  #moveTo(figure, point) {
    this.#points.set(figure, point);
    drawnFrame(figure);
    const corner = this.#heard.cornerOn(figure);
    if (corner) drawnFrame(figure, corner, point);
    drawnCross(figure, point);
  }

  #pointOf(figure) {
    const { width, height } = sizeOf(figure);
    const scale = width / figure.querySelector(".frames").getBoundingClientRect().width;
    return this.#points.get(figure) ?? { x: width / 2, y: height / 2, scale };
  }
}

const sizeOf = (figure) => figure.querySelector(".frames").viewBox.baseVal;
