/** One number, digit by digit: how sure each is, and what else it could be. */

import { isLeftOut } from "./corrected.js";
import { byId, copyOf, fillMeter, onPress, write } from "./elements.js";
import { nameOf, numberStatus, percent, spoken, statusOf } from "./words.js";

const OPEN = '.digit[aria-expanded="true"]';
let items = 0;

/**
 * The list item of a number, called by its mark. onDigit(digit or null) hears which digit is opened, onOther(place, value)
 * what the person says that the digit in this place is instead.
 */
export function numberItem(number, mark, onDigit, onOther) {
  const item = copyOf("number-template");
  showStatus(item, number, mark);
  const digits = item.querySelector(".digits");
  digits.setAttribute("aria-label", `The digits of ${number.readAs ?? number.text}`);
  digits.append(...number.digits.map(digitButton));
  nameDetail(item);
  digits.addEventListener("click", ({ target }) => {
    const button = target.closest(".digit");
    if (button) onDigit(toggleDetail(item, button, number.digits, onOther));
  });
  item.addEventListener("keydown", ({ key, target }) => {
    const open = digits.querySelector(OPEN);
    if (key !== "Escape" || open === null || target.matches("input")) return;
    closeDetail(item);
    open.focus();
    onDigit(null);
  });
  return item;
}

/** What a digit's button opens, for those who do not see it open. */
function nameDetail(item) {
  items += 1;
  const detail = item.querySelector(".digit-detail");
  detail.id = `digit-detail-${items}`;
  for (const button of item.querySelectorAll(".digit")) button.setAttribute("aria-controls", detail.id);
}

/** Say how sure a number is, or what the person made of it. */
export function showStatus(item, number, mark) {
  item.classList.toggle("number-unsure", number.status === "unsure");
  item.classList.toggle("number-checked", number.correction !== undefined);
  item.classList.toggle("number-left-out", isLeftOut(number));
  // Its digits are still those that were read.
  item.classList.toggle("number-corrected", number.correction !== undefined && number.correction !== number.readAs);
  write(item, ".number-mark", mark);
  write(item, ".number-status", numberStatus(number));
}

/** Close the number's open digit, if any. */
export function closeDetail(item) {
  item.querySelector(OPEN)?.setAttribute("aria-expanded", "false");
  item.querySelector(".digit-detail").hidden = true;
}

function digitButton(digit) {
  const button = copyOf("digit-template");
  button.classList.add(`digit-${digit.status}`);
  button.setAttribute("aria-label", nameOf(digit));
  write(button, ".digit-value", digit.value);
  fillMeter(button, digit.confidence);
  return button;
}

/**
 * The person's text with another character in one place of what was read. Of another length it begins there like what was
 * read, or ends like it from there on; else it is no help, and what was read gets the character.
 */
export function withOther(text, digits, place, value) {
  const read = digits.map((digit) => digit.value);
  const said = [...text];
  const behind = read.slice(place);
  if (said.length === read.length || isAt(said, 0, read.slice(0, place + 1))) return said.with(place, value).join("");
  if (isAt(said, said.length - behind.length, behind)) return said.with(said.length - behind.length, value).join("");
  return read.with(place, value).join("");
}

/** Whether a part stands in all characters from one place on. */
const isAt = (all, start, part) => start >= 0 && part.every((character, index) => all[start + index] === character);

function toggleDetail(item, button, digits, onOther) {
  const wasOpen = button.getAttribute("aria-expanded") === "true";
  closeDetail(item);
  if (wasOpen) return null;
  const place = [...button.parentElement.children].indexOf(button);
  const digit = digits[place];
  button.setAttribute("aria-expanded", "true");
  showDetail(item.querySelector(".digit-detail"), digit, (value) => onOther(place, value));
  return digit;
}

function showDetail(detail, digit, onOther) {
  const nothing = digit.status === "sure" ? "Nothing else comes near." : "It may be none.";
  const others = digit.alternatives.length > 0 ? "It could also be:" : nothing;
  write(detail, ".digit-words", `${statusOf(digit)}. ${others}`);
  byId("announcement").textContent = detail.querySelector(".digit-words").textContent;
  detail.querySelector(".alternatives").replaceChildren(...digit.alternatives.map((other) => alternativeItem(other, digit, onOther)));
  detail.hidden = false;
}

function alternativeItem({ value, confidence }, digit, onOther) {
  const item = copyOf("alternative-template");
  write(item, ".alternative-value", value);
  item.querySelector(".alternative-value").setAttribute("title", spoken(value));
  write(item, ".alternative-share", percent(confidence));
  fillMeter(item, confidence);
  const button = item.querySelector(".alternative");
  button.setAttribute("aria-label", `${spoken(value)}, ${percent(confidence)}, instead of ${spoken(digit.value)}`);
  onPress(button, () => onOther(value));
  return item;
}
