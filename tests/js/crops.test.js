import { partAround, showCrops } from "/static/js/crops.js";
import { equal } from "./assert.js";

const SIZE = { width: 400, height: 200 };

/** A picture that is red at its left half and blue at its right one, `scale` times as large as the page. */
async function picture(scale) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SIZE.width * scale, SIZE.height * scale];
  const context = canvas.getContext("2d");
  for (const [left, colour] of [[0, "#ff0000"], [0.5, "#0000ff"]]) {
    context.fillStyle = colour;
    context.fillRect(left * canvas.width, 0, canvas.width / 2, canvas.height);
  }
  return canvas.toDataURL();
}

function items(count) {
  document.body.innerHTML = `<figure><img class="framed-image"></figure>
    ${'<li><canvas class="number-crop" hidden></canvas></li>'.repeat(count)}`;
  return [...document.querySelectorAll("li")];
}

const number = (left) => ({ box: { left, top: 50, right: left + 100, bottom: 90 } });
const figures = () => [document.querySelector("figure")];
const loaded = (image) => new Promise((resolve) => image.addEventListener("load", resolve, { once: true }));

function colourOf(item) {
  const canvas = item.querySelector("canvas");
  return [...canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data].slice(0, 3);
}

export function aCropHasALittlePaperAsFarAsThePageGoes() {
  equal(partAround(number(100).box, SIZE), { x: 88, y: 38, width: 124, height: 64 });
  equal(partAround({ left: 0, top: 0, right: 400, bottom: 200 }, SIZE), { x: 0, y: 0, ...SIZE });
}

export async function eachNumberShowsItsOwnPartOfThePictureHoweverLargeThatIs() {
  for (const scale of [1, 0.5, 2]) {
    const [left, right] = items(2);
    const image = document.querySelector("img");
    image.src = await picture(scale);
    showCrops(figures(), { source: "upload", image: SIZE, numbers: [number(20), number(280)] }, [left, right]);
    equal(colourOf(left), [0, 0, 0]);
    // After the crops' own listeners.
    await loaded(image);
    equal([colourOf(left), colourOf(right)], [[255, 0, 0], [0, 0, 255]]);
    equal(left.querySelector("canvas").hidden, false);
  }
}

export async function aPictureThatIsThereAlreadyIsCutAtOnce() {
  const [item] = items(1);
  const image = document.querySelector("img");
  const coming = loaded(image);
  image.src = await picture(1);
  await coming;
  showCrops(figures(), { source: "upload", image: SIZE, numbers: [number(280)] }, [item]);
  equal(colourOf(item), [0, 0, 255]);
}

export function aDrawingHasNoCrops() {
  const [item] = items(1);
  showCrops(figures(), { source: "drawing", image: SIZE, numbers: [number(20)] }, [item]);
  equal(item.querySelector("canvas").hidden, true);
}
