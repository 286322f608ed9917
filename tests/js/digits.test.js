import { withOther } from "/static/js/digits.js";
import { equal } from "./assert.js";

const digits = [..."1250"].map((value) => ({ value }));
const tapped = (text, place, value) => withOther(text, digits, place, value);

export function oneDigitIsAnotherAndTheOthersStayAsThePersonSaid() {
  equal([tapped("1250", 1, "7"), tapped("1290", 1, "7")], ["1750", "1790"]);
}

export function whatThePersonTypedBehindOrBeforeItStays() {
  equal([tapped("1250.00", 1, "7"), tapped("1250.00", 3, "8")], ["1750.00", "1258.00"]);
  equal([tapped("31250", 1, "7"), tapped("50", 2, "6")], ["31750", "60"]);
}

export function aTextThatIsOfNoHelpGivesWayToWhatWasRead() {
  equal([tapped("99", 1, "7"), tapped("13.00", 2, "6"), tapped("", 0, "7")], ["1750", "1260", "7250"]);
}
