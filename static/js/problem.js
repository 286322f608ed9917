/** A sentence about what went wrong, with a way to try again where that may help. */

import { mayPass } from "./api.js";
import { byId, copyOf, write } from "./elements.js";

/** Show the error's sentence in `place`; retry() is called, and it goes, when the person wants to try again. */
export function showProblem(place, error, retry) {
  const problem = copyOf("problem-template");
  write(problem, ".problem-sentence", error.message);
  const button = problem.querySelector(".problem-retry");
  button.hidden = !mayPass(error);
  button.addEventListener("click", () => {
    keepFocusAt(place);
    hideProblem(place);
    retry();
  });
  place.replaceChildren(problem);
}

/** The button that has the keyboard's focus goes: what it stands in gets it. */
function keepFocusAt(place) {
  if (!place.contains(document.activeElement)) return;
  const home = place.closest("li, article") ?? byId("main");
  home.tabIndex = -1;
  home.focus({ preventScroll: true });
}

export function hideProblem(place) {
  place.replaceChildren();
}
