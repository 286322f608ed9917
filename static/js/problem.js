/** A sentence about what went wrong, with a way to try again. */

import { copyOf, write } from "./elements.js";

/** Show the sentence in `place`; retry() is called, and the sentence goes, when the person wants to try again. */
export function showProblem(place, sentence, retry) {
  const problem = copyOf("problem-template");
  write(problem, ".problem-sentence", sentence);
  problem.querySelector(".problem-retry").addEventListener("click", () => {
    hideProblem(place);
    retry();
  });
  place.replaceChildren(problem);
}

export function hideProblem(place) {
  place.replaceChildren();
}
