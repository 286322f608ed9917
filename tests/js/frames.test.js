import { candidateAt, drawFrames, numberAt } from "/static/js/frames.js";
import { equal } from "./assert.js";

const box = (left, top = 10) => ({ left, top, right: left + 40, bottom: top + 30 });
const number = (left) => ({ page: 1, status: "sure", box: box(left), digits: [{ box: box(left) }] });

const reading = {
  id: "a",
  image: { width: 400, height: 300 },
  pages: [{ width: 400, height: 300 }, { width: 400, height: 300 }],
  numbers: [number(0)],
  candidates: [
    { page: 1, box: box(50) },
    { page: 2, box: box(200, 100) },
  ],
};

/** The pages' figures, 400 by 300 pixels each on the screen too. */
function figures(shown) {
  document.body.innerHTML = `<div><figure class="framed" style="position: relative; margin: 0; width: 400px; height: 300px">
    <img class="framed-image"><svg class="frames" style="position: absolute; inset: 0; width: 400px; height: 300px"></svg>
    <div class="frame-marks"></div></figure></div>`;
  drawFrames(document.querySelector(".framed"), shown);
  return [...document.querySelectorAll(".framed")];
}

function tapAt(figure, x, y) {
  const { left, top } = figure.querySelector(".frames").getBoundingClientRect();
  return { clientX: left + x, clientY: top + y };
}

export function candidatesAreFramedOnTheirPages() {
  const dotted = figures(reading).map((figure) => figure.querySelectorAll(".frame-candidate").length);
  equal(dotted, [1, 1]);
}

export function readingsOfTheFirstVersionsHaveNoCandidates() {
  const { candidates, ...older } = reading;
  const [first] = figures(older);
  equal(first.querySelectorAll(".frame-candidate").length, 0);
  equal(candidateAt(first, tapAt(first, 60, 20), older), null);
}

export function aTapIsForWhatIsNearer() {
  const [first, second] = figures(reading);
  equal(candidateAt(first, tapAt(first, 70, 25), reading), reading.candidates[0]);
  equal(candidateAt(first, tapAt(first, 20, 25), reading), null);
  equal(numberAt(first, tapAt(first, 20, 25), reading.numbers), 0);
  equal(candidateAt(first, tapAt(first, 220, 115), reading), null);
  equal(candidateAt(second, tapAt(second, 220, 115), reading), reading.candidates[1]);
}
