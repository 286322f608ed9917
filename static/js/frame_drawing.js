/** A frame that a person draws on a picture with one stroke, or by tapping two of its corners, or with the keyboard. */

import { FrameKeys } from "./frame_keys.js";
import { drawnFrame, pointOn } from "./frames.js";

const TAP = 8; // CSS pixels: a finger that moves no farther has tapped
const SMALLEST = 4; // pixels of the image: a frame that is narrower or lower holds no number

/** The frame between two points, in whole pixels, as far as the page goes; null where it holds nothing. */
export function frameBetween(one, other, { width, height }) {
  const box = {
    left: Math.max(0, Math.floor(Math.min(one.x, other.x))),
    top: Math.max(0, Math.floor(Math.min(one.y, other.y))),
    right: Math.min(width, Math.ceil(Math.max(one.x, other.x))),
    bottom: Math.min(height, Math.ceil(Math.max(one.y, other.y))),
  };
  return box.right - box.left >= SMALLEST && box.bottom - box.top >= SMALLEST ? box : null;
}

export class FrameDrawing {
  #body;
  #heard;
  #corner = null; // the first of two that are tapped, and its figure
  #on = null;
  #stroke = null;
  #keys;

  /**
   * body: what holds the figures
   * heard: onKeys() when keys can move to a corner, onCorner() when the first of two corners was tapped,
   *   onFrame(figure, one, other) when there are both, onCancel() when the keyboard wants none
   */
  constructor(body, heard) {
    this.#body = body;
    this.#heard = heard;
    this.#keys = new FrameKeys({
      onFocus: () => heard.onKeys(),
      cornerOn: (figure) => (this.#corner?.figure === figure ? this.#corner.point : null),
      onPoint: (figure, point) => this.#end(figure, point, point),
      onCancel: () => heard.onCancel(),
    });
  }

  get isOn() {
    return this.#on !== null;
  }

  /** Whether a frame is begun. */
  get isUnderWay() {
    return this.#corner !== null || (this.#stroke !== null && !this.#stroke.signal.aborted);
  }

  start() {
    this.#on = new AbortController();
    const { signal } = this.#on;
    this.#body.addEventListener("pointerdown", (event) => this.#begin(event), { signal });
    // A mouse would drag the picture away.
    this.#body.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    this.#keys.start(this.#body, signal);
  }

  stop() {
    this.#on?.abort();
    this.#stroke?.abort();
    this.#on = null;
    this.#keys.stop(this.#body);
    for (const figure of this.#body.querySelectorAll(".framed")) drawnFrame(figure);
    this.#forgetCorner();
  }

  #begin(event) {
    const figure = event.target.closest(".framed");
    if (figure === null || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    figure.setPointerCapture(event.pointerId);
    const start = pointOn(figure, event);
    this.#stroke?.abort();
    this.#stroke = new AbortController();
    const { signal } = this.#stroke;
    const listen = (type, then) => figure.addEventListener(type, then, { signal });
    listen("pointermove", (move) => this.#corner ?? drawnFrame(figure, start, pointOn(figure, move)));
    listen("pointercancel", () => this.#end(figure));
    listen("pointerup", (up) => this.#end(figure, start, pointOn(figure, up)));
  }

  /** one, other: where the stroke began and ended; none where it was broken off */
  #end(figure, one, other) {
    this.#stroke?.abort();
    const corner = this.#corner;
    this.#forgetCorner();
    drawnFrame(figure);
    if (!one) return;
    if (Math.hypot(other.x - one.x, other.y - one.y) >= TAP * one.scale) this.#show(figure, one, other);
    else if (corner?.figure === figure) this.#show(figure, corner.point, other);
    else this.#keepCorner(figure, one);
  }

  #show(figure, one, other) {
    drawnFrame(figure, one, other);
    this.#heard.onFrame(figure, one, other);
  }

  #keepCorner(figure, point) {
    this.#corner = { figure, point };
    drawnFrame(figure, point, point);
    this.#heard.onCorner();
  }

  #forgetCorner() {
    if (this.#corner !== null) drawnFrame(this.#corner.figure);
    this.#corner = null;
  }
}
