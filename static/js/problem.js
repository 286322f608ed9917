/** A sentence about what went wrong, with a way to try again where that may help. */

import { mayPass } from "./api.js";
import { copyOf, write } from "./elements.js";

/** Show the error's sentence in `place`; retry() is called, and it goes, when the person wants to try again. */
export function showProblem(place, error, retry) {
  const problem = copyOf("problem-template");
  write(problem, ".problem-sentence", error.message);
  const button = problem.querySelector(".problem-retry");
  button.hidden = !mayPass(error);
  button.addEventListener("click", () => {
    hideProblem(place);
    retry();
  });
  place.replaceChildren(problem);
}

export function hideProblem(place) {
  place.replaceChildren();
}
