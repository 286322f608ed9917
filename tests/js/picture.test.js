import { hasShapeOf } from "/static/js/picture.js";
import { equal } from "./assert.js";

const picture = (naturalWidth, naturalHeight) => ({ naturalWidth, naturalHeight });

export function aPictureThatTheBrowserDidNotTurnHasAnotherShape() {
  equal(hasShapeOf(picture(400, 300), { width: 300, height: 400 }), false);
  equal(hasShapeOf(picture(300, 400), { width: 300, height: 400 }), true);
}

export function atAnotherResolutionTheShapeIsTheSame() {
  equal(hasShapeOf(picture(595, 842), { width: 2481, height: 3508 }), true);
  equal(hasShapeOf(picture(20, 15), { width: 3024, height: 4032 }), false);
}
