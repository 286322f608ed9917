/** The pad: a canvas that is a picture of the strokes, as sharp as the screen. */

import { drawInk } from "./ink.js";

// Of the pad's height; digits are usually drawn half as high as the pad or higher.
const THICKNESS = 1 / 36;
const THINNEST = 6;

export class Pad {
  #canvas;
  #context;
  #strokes = [];
  #frame = null;

  /** onResize(width, height) comes when the pad's size in CSS pixels changed, as by rotating the phone. */
  constructor(canvas, { onResize }) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    new ResizeObserver(() => {
      this.#resize();
      onResize(canvas.clientWidth, canvas.clientHeight);
      // Not at the next frame: the strokes would be seen where they were before, cut off at the new edge.
      this.#paint();
    }).observe(canvas);
  }

  /** Show these strokes, at the screen's next frame. */
  draw(strokes) {
    this.#strokes = strokes;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#paint();
    });
  }

  #resize() {
    const density = window.devicePixelRatio;
    this.#canvas.width = Math.round(this.#canvas.clientWidth * density);
    this.#canvas.height = Math.round(this.#canvas.clientHeight * density);
    this.#context.setTransform(density, 0, 0, density, 0, 0);
  }

  #paint() {
    const { clientWidth, clientHeight } = this.#canvas;
    this.#context.clearRect(0, 0, clientWidth, clientHeight);
    drawInk(this.#context, this.#strokes, Math.max(THINNEST, clientHeight * THICKNESS));
  }
}
