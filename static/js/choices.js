/** What a number is, for the person to say: the likely texts, one tap each, and a field for any other. */

import { LEFT_OUT } from "./corrected.js";
import { copyOf, onPress, setPressable } from "./elements.js";
import { numberOf, whatIsWrong } from "./typed.js";

// Of probability: what is less likely is no help to choose from.
const LEAST_LIKELY = 0.01;
// A second tap on the same choice within this time belongs to the first: it must not take it back.
const DOUBLE_TAP_MS = 600;
// Of a number's list item: what was tapped last, and when. Its buttons are new once the tap is answered.
const lastTaps = new WeakMap();

/** The texts to choose from: what was read, what else is likely, and what the person has typed. */
export function textsToChoose({ text, readAs = text, alternatives = [], correction = readAs }) {
  const others = alternatives.filter(({ confidence }) => confidence >= LEAST_LIKELY).map((other) => other.text);
  return [...new Set([readAs, ...others, correction])].filter((each) => each !== LEFT_OUT);
}

/**
 * Fill the choices of a number's list item; onChoice(text) hears what the person says, or null where they take it
 * back. Where the number is sure the choices stay folded away behind one button.
 */
export function showChoices(item, number, onChoice) {
  const texts = textsToChoose(number);
  const chosen = number.correction ?? null;
  const list = item.querySelector(".choices-texts");
  const readAs = number.readAs ?? number.text;
  list.replaceChildren(...[...texts, LEFT_OUT].map((text) => choiceButton(item, text, text === chosen, onChoice)));
  list.setAttribute("aria-label", `What is ${readAs}?`);
  list.hidden = number.status === "sure" && chosen === null;
  const more = item.querySelector(".choices-more");
  more.textContent = list.hidden ? "Correct" : "Other…";
  // Heard without what stands around them, all numbers' controls would be the same.
  more.setAttribute("aria-label", list.hidden ? `Correct ${readAs}` : `Other… instead of ${readAs}`);
  const field = item.querySelector(".typed-text");
  field.setAttribute("aria-label", `The right number instead of ${readAs}`);
  item.querySelector(".typed .button").setAttribute("aria-label", `Save instead of ${readAs}`);
  // The answer to what was said before must not take what the person is typing now.
  if (isTyping(item) && numberOf(field.value) !== chosen) return;
  field.value = "";
  field.setCustomValidity("");
  unfold(item, false);
}

/** Whether there is something in the item's field that is not sent yet. */
export const isTyping = (item) => !item.querySelector(".typed").hidden && item.querySelector(".typed-text").value.trim() !== "";

/** The same as a number; null where it is none. */
export function typedNumber(item) {
  const { validity, value } = item.querySelector(".typed-text");
  return isTyping(item) && validity.valid ? numberOf(value) : null;
}

/**
 * Let the item's fixed controls work: the button that unfolds the field, and the field. onTyping() hears that something
 * is typed, or no longer. canFrame: whether another number can be framed on the picture
 */
export function listenForTyping(item, { onChoice, onTyping, canFrame }) {
  const form = item.querySelector(".typed");
  const field = item.querySelector(".typed-text");
  onPress(item.querySelector(".choices-more"), () => {
    unfold(item, form.hidden);
    onTyping();
    if (form.hidden) return;
    item.querySelector(".choices-texts").hidden = false;
    field.focus();
  });
  field.addEventListener("invalid", () => field.setAttribute("aria-invalid", "true"));
  field.addEventListener("input", () => {
    field.removeAttribute("aria-invalid");
    field.setCustomValidity(whatIsWrong(field.value, canFrame));
    onTyping();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.querySelector(".button").getAttribute("aria-disabled") !== "true") onChoice(numberOf(field.value));
  });
}

function unfold(item, isOpen) {
  item.querySelector(".typed").hidden = !isOpen;
  item.querySelector(".choices-more").setAttribute("aria-expanded", String(isOpen));
}

/**
 * What the person's hand was on, once the choices are new: what is chosen now, the same text, or what leads to both.
 * text: on the button that had the focus
 */
export function choiceToFocus(item, text) {
  const shown = [...item.querySelectorAll(".choices-texts:not([hidden]) .choice")];
  const isChosen = (choice) => choice.getAttribute("aria-pressed") === "true";
  return shown.find(isChosen) ?? shown.find((choice) => choice.textContent.trim() === text) ?? item.querySelector(".choices-more");
}

/** While a choice is on its way nothing else can be chosen. */
export function setChoosable(item, isChoosable) {
  for (const button of item.querySelectorAll(".choice, .typed .button")) setPressable(button, isChoosable);
}

export const isChoosable = (item) => item.querySelector(".choice").getAttribute("aria-disabled") !== "true";

function choiceButton(item, text, isChosen, onChoice) {
  const button = copyOf("choice-template");
  button.querySelector(".choice-text").textContent = text === LEFT_OUT ? "Leave out" : text;
  button.classList.toggle("choice-left-out", text === LEFT_OUT);
  button.setAttribute("aria-pressed", String(isChosen));
  onPress(button, () => {
    if (!isSecondTap(item, text)) onChoice(isChosen ? null : text);
  });
  return button;
}

function isSecondTap(item, text) {
  const last = lastTaps.get(item);
  const now = performance.now();
  const isSecond = last?.text === text && now - last.at < DOUBLE_TAP_MS;
  if (!isSecond) lastTaps.set(item, { text, at: now });
  return isSecond;
}
