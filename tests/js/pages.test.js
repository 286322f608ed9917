import { drawFrames, numberAt, pointOut } from "/static/js/frames.js";
import { equal } from "./assert.js";

const box = (left) => ({ left, top: 10, right: left + 20, bottom: 40 });
const number = (page, left) => ({ page, status: "sure", box: box(left), digits: [{ box: box(left) }] });

function figure() {
  document.body.innerHTML = `<div><figure class="framed"><img class="framed-image"><svg class="frames"></svg>
    <div class="frame-marks"></div></figure></div>`;
  return document.querySelector(".framed");
}

const frames = () => [...document.querySelectorAll(".framed")].map((page) => page.querySelectorAll(".frame").length);
const marks = () => [...document.querySelectorAll(".framed")].map((page) => page.querySelector(".frame-marks").innerText);
const sources = () =>
  [...document.querySelectorAll(".framed-image")].map((image) => image.getAttribute("src")?.split("/").at(-1) ?? null);

const document3 = {
  id: "a",
  image: { width: 200, height: 100 },
  pages: [{ width: 200, height: 100 }, { width: 300, height: 400 }, { width: 50, height: 50 }],
  numbers: [number(1, 0), number(1, 50), number(3, 20)],
};

export function everyPageHasAFigureWithItsOwnFrames() {
  drawFrames(figure(), document3);
  equal(frames(), [2, 0, 1]);
  equal(marks(), ["12", "", "3"]);
  equal(sources(), [null, "image?page=2", "image?page=3"]);
  const overlays = [...document.querySelectorAll(".frames")].map((overlay) => overlay.getAttribute("viewBox"));
  equal(overlays, ["0 0 200 100", "0 0 300 400", "0 0 50 50"]);
  equal([...document.querySelectorAll(".page-title")].map(({ textContent }) => textContent), [
    "Page 1 of 3", "Page 2 of 3", "Page 3 of 3",
  ]);
}

export function aDigitIsPointedOutOnItsPage() {
  const first = figure();
  drawFrames(first, document3);
  pointOut(first, document3.numbers[2].digits[0].box);
  const pointed = () => [...document.querySelectorAll(".framed")].map((page) => page.querySelectorAll(".frame-digit").length);
  equal(pointed(), [0, 0, 1]);
  pointOut(first, document3.numbers[0].digits[0].box);
  equal(pointed(), [1, 0, 0]);
  pointOut(first, null);
  equal(pointed(), [0, 0, 0]);
}

export function drawnAgainThePagesStay() {
  const first = figure();
  drawFrames(first, document3);
  const second = document.querySelectorAll(".framed")[1];
  drawFrames(first, { ...document3, numbers: [number(2, 5)] });
  equal(document.querySelectorAll(".framed")[1] === second, true);
  equal(frames(), [0, 1, 0]);
}

export function anImageAfterADocumentHasOneFigureAgain() {
  const first = figure();
  drawFrames(first, document3);
  const image = { width: 60, height: 60 };
  drawFrames(first, { id: "b", image, pages: [image], numbers: [number(1, 5)] });
  equal(frames(), [1]);
  equal(document.querySelectorAll(".page-title").length, 0);
}

export function aReadingFromBeforeThereWerePagesIsShown() {
  const old = { id: "c", image: { width: 60, height: 60 }, numbers: [{ ...number(1, 5), page: undefined }] };
  drawFrames(figure(), old);
  equal(frames(), [1]);
  equal(document.querySelector(".pages"), null);
}

export function aTapGoesToTheNearestNumberOfItsPageAndFarFromAllToNone() {
  const first = figure();
  drawFrames(first, document3);
  const page = document.querySelectorAll(".framed")[0];
  const overlay = page.querySelector(".frames");
  overlay.style.cssText = "position: fixed; left: 30px; top: 60px; width: 400px; height: 200px";
  const tap = (x, y) => numberAt(page, { clientX: 30 + 2 * x, clientY: 60 + 2 * y }, document3.numbers);
  equal([tap(10, 20), tap(60, 20), tap(75, 45), tap(28, 20), tap(120, 90)], [0, 1, 1, 0, null]);
  const second = document.querySelectorAll(".framed")[1];
  second.querySelector(".frames").style.cssText = overlay.style.cssText;
  equal(numberAt(second, { clientX: 60, clientY: 90 }, document3.numbers), null);
}
