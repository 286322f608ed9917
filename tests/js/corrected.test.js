import { textsToChoose } from "/static/js/choices.js";
import { corrected, isSaid, withLater } from "/static/js/corrected.js";
import { advice, hints, numberStatus, shortHints, stateOf, summary } from "/static/js/words.js";
import { equal } from "./assert.js";

const sure = { text: "42", status: "sure", confidence: 0.99, alternatives: [] };
const unsure = {
  text: "17",
  status: "unsure",
  confidence: 0.6,
  alternatives: [
    { text: "77", confidence: 0.3 },
    { text: "1", confidence: 0.004 },
  ],
};
const reading = (...numbers) => ({ numbers, status: "unsure", text: numbers.map(({ text }) => text).join("\n") });

export function aReadingWithoutCorrectionsIsShownAsItWasRead() {
  const { text, status, numbers } = corrected(reading(sure, unsure));
  equal([text, status, numbers], ["42\n17", "unsure", [sure, unsure]]);
  equal(corrected({ numbers: [], status: "empty", text: "" }).status, "empty");
}

export function whatThePersonCorrectedLeftOutOrAddedIsTheirWord() {
  equal([sure, unsure].map(isSaid), [false, false]);
  const said = [{ ...sure, correction: "42" }, { ...sure, correction: "" }, { ...sure, added: true }];
  equal(said.map(isSaid), [true, true, true]);
}

export function aCorrectionStandsInThePlaceOfWhatWasRead() {
  const shown = corrected(reading(sure, { ...unsure, correction: "77" }));
  equal([shown.text, shown.status], ["42\n77", "checked"]);
  equal(shown.numbers[1].readAs, "17");
}

export function nobodyIsSaidToHaveLookedAtWhatIsMerelySure() {
  const said = { ...unsure, correction: "77" };
  const left = { ...sure, correction: "" };
  const [all, some, without, none] = [[said, said, left], [sure, said, sure], [said, left, sure], [left, sure]].map((numbers) =>
    corrected(reading(...numbers)),
  );
  equal([all, some, without, none].map(advice), [
    "Checked by you.",
    "No number is left to check: 1 checked by you, 2 read surely.",
    "No number is left to check: 1 checked by you, 1 left out, 1 read surely.",
    "No number is left to check: 1 left out, 1 read surely.",
  ]);
  equal([all, some, without, none].map(stateOf), ["✓ checked", "✓ 1 checked, 2 sure", "✓ 1 checked, 1 sure", "sure"]);
}

export function whatWasLeftOutIsNoPartOfTheReadingAndCanBeTakenBack() {
  const shown = corrected(reading({ ...sure, correction: "" }, { ...unsure, correction: "77" }));
  equal([shown.text, shown.status], ["77", "checked"]);
  equal(numberStatus(shown.numbers[0]), "left out");
  equal(textsToChoose(shown.numbers[0]), ["42"]);
  const nothing = corrected(reading({ ...sure, correction: "" }));
  equal([nothing.text, nothing.status, summary(nothing)], ["", "checked", "All left out"]);
}

export function whatWasSaidSinceNumbersWereAddedIsNotOverwritten() {
  const added = reading({ ...sure, correction: "" }, unsure, { ...sure, added: true });
  const before = reading({ ...sure, correction: "43" }, unsure);
  const after = reading(sure, { ...unsure, correction: "77" }, { ...sure, added: true });
  const answers = [before, after].map(({ numbers: all }, index) => [index, { count: all.length, number: all[index] }]);
  const { numbers } = withLater(added, new Map(answers));
  equal(numbers.map(({ correction = null }) => correction), ["", "77", null]);
}

export function whatIsLeftToAskIsStillAsked() {
  const shown = corrected(reading({ ...sure, correction: "43" }, unsure));
  equal([shown.text, shown.status], ["43\n17", "unsure"]);
}

export function aNumberSaysWhatThePersonMadeOfIt() {
  const [checked, other, left] = corrected(
    reading({ ...unsure, correction: "17" }, { ...unsure, correction: "71" }, unsure),
  ).numbers;
  equal([checked, other, left].map(numberStatus), ["checked", "corrected, was read as 17", "unsure, 60 %"]);
}

export function whereOnlyThePlaceIsInDoubtThatIsAsked() {
  const digits = [{ status: "sure" }, { status: "sure" }];
  const clear = { text: "17", status: "unsure", confidence: 0.998, digits };
  equal(numberStatus(clear), "is this a number? digits over 99 %");
  equal(numberStatus({ ...clear, digits: [{ status: "sure" }, { status: "unsure" }] }), "unsure, over 99 %");
  equal(numberStatus({ ...clear, confidence: 0.98 }), "unsure, 98 %");
  equal(numberStatus({ ...clear, status: "sure" }), "sure, over 99 %");
}

export function likelyTextsAreOfferedAndWhatWasTypedStaysAmongThem() {
  equal(textsToChoose(unsure), ["17", "77"]);
  const [typed, tapped] = corrected(reading({ ...unsure, correction: "12" }, { ...unsure, correction: "77" })).numbers;
  equal(textsToChoose(typed), ["17", "77", "12"]);
  equal(textsToChoose(tapped), ["17", "77"]);
  equal(textsToChoose({ text: "5" }), ["5"]);
}

export function hintsNameTheirPageWhereThereAreSeveral() {
  const warnings = [
    { code: "dark", message: "Too dark.", page: 2 },
    { code: "cut_off", message: "Cut.", page: 2 },
    { code: "dark", message: "Too dark.", page: 3 },
    { code: "of_another_kind", message: "Else.", page: 3 },
  ];
  equal(hints({ warnings, pages: [{}] })[0], "Too dark.");
  equal(hints({ warnings, pages: [{}, {}, {}] })[0], "Page 2: Too dark.");
  equal(shortHints({ warnings }), "dark, cut off");
}

export function readingsOfTheFirstVersionsHaveNoHints() {
  equal([hints({}), shortHints({})], [[], ""]);
}
