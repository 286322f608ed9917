/** What a number is, for the person to say: the likely texts, one tap each, and a field for any other. */

import { LEFT_OUT } from "./corrected.js";
import { copyOf, onPress, setPressable } from "./elements.js";

// Of probability: what is less likely is no help to choose from.
const LEAST_LIKELY = 0.01;

/** The texts to choose from: what was read, what else is likely, and what the person has typed. */
export function textsToChoose({ text, readAs = text, alternatives = [], correction = readAs }) {
  const others = alternatives.filter(({ confidence }) => confidence >= LEAST_LIKELY).map((other) => other.text);
  return [...new Set([readAs, ...others, correction])].filter((each) => each !== LEFT_OUT);
}

/** iOS has no slash and no dash on the keyboard for decimals. */
export const keyboardFor = (texts) => (texts.some((text) => /[/-]/.test(text)) ? "text" : "decimal");

/**
 * Fill the choices of a number's list item; onChoice(text) hears what the person says, or null where they take it
 * back. Where the number is sure the choices stay folded away behind one button.
 */
export function showChoices(item, number, onChoice) {
  const texts = textsToChoose(number);
  const chosen = number.correction ?? null;
  const list = item.querySelector(".choices-texts");
  list.replaceChildren(...[...texts, LEFT_OUT].map((text) => choiceButton(text, text === chosen, onChoice)));
  list.setAttribute("aria-label", `What is ${number.readAs ?? number.text}?`);
  list.hidden = number.status === "sure" && chosen === null;
  item.querySelector(".choices-more").textContent = list.hidden ? "Correct" : "Other…";
  const field = item.querySelector(".typed-text");
  field.inputMode = keyboardFor(texts);
  field.value = "";
  unfold(item, false);
}

/** Let the item's fixed controls work: the button that unfolds the field, and the field. */
export function listenForTyping(item, onChoice) {
  const form = item.querySelector(".typed");
  const field = item.querySelector(".typed-text");
  onPress(item.querySelector(".choices-more"), () => {
    unfold(item, form.hidden);
    if (form.hidden) return;
    item.querySelector(".choices-texts").hidden = false;
    field.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.querySelector(".button").getAttribute("aria-disabled") !== "true") onChoice(field.value);
  });
}

function unfold(item, isOpen) {
  item.querySelector(".typed").hidden = !isOpen;
  item.querySelector(".choices-more").setAttribute("aria-expanded", String(isOpen));
}

/** While a choice is on its way nothing else can be chosen. */
export function setChoosable(item, isChoosable) {
  for (const button of item.querySelectorAll(".choice, .typed .button")) setPressable(button, isChoosable);
}

export const isChoosable = (item) => item.querySelector(".choice").getAttribute("aria-disabled") !== "true";

function choiceButton(text, isChosen, onChoice) {
  const button = copyOf("choice-template");
  button.querySelector(".choice-text").textContent = text === LEFT_OUT ? "Leave out" : text;
  button.classList.toggle("choice-left-out", text === LEFT_OUT);
  button.setAttribute("aria-pressed", String(isChosen));
  onPress(button, () => onChoice(isChosen ? null : text));
  return button;
}
