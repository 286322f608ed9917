import { numberOf, whatIsWrong } from "/static/js/typed.js";
import { equal } from "./assert.js";

export function spacesAroundANumberAndBetweenItsThousandsAreNothing() {
  equal([" 43 ", "\u00a043", "43"].map(numberOf), ["43", "43", "43"]);
  equal(["12 500", " 1 234 567,50 ", "12\u00a0500", "12\u202f500.00", "-12\u2009500.-"].map(numberOf), [
    "12500", "1234567,50", "12500", "12500.00", "-12500.-",
  ]);
  equal([" 43 ", "12 500", "12\u202f500"].map((typed) => whatIsWrong(typed, true)), ["", "", ""]);
}

export function aSpaceInsideANumberMakesItNoOther() {
  const typed = ["3 1/2", "19 84", "12 50", "1234 567", "12  500", "12\t500", "0 500", "12 500 00", "12 500 3/4"];
  const words = "A number has no space in it. Two numbers: correct this one, and frame the other.";
  equal(typed.map((text) => whatIsWrong(text, true)), typed.map(() => words));
  equal(typed.map(numberOf), typed);
  equal(whatIsWrong("19 84", false), "A number has no space in it. Two numbers: draw them farther apart.");
}

export function whatIsTooLongForTheServerIsSaid() {
  equal(whatIsWrong(` ${"1".repeat(40)} `, true), "");
  equal(whatIsWrong("1".repeat(41), true), "A number has at most 40 characters.");
}
