/** One number, digit by digit: how sure each is, and what else it could be. */

import { isLeftOut } from "./corrected.js";
import { copyOf, fillMeter, write } from "./elements.js";
import { nameOf, numberStatus, percent, spoken, statusOf } from "./words.js";

/** The list item of a number, called by its mark; onDigit(digit or null) hears which digit is opened. */
export function numberItem(number, mark, onDigit) {
  const item = copyOf("number-template");
  showStatus(item, number, mark);
  const digits = item.querySelector(".digits");
  digits.setAttribute("aria-label", `The digits of ${number.readAs ?? number.text}`);
  digits.append(...number.digits.map(digitButton));
  digits.addEventListener("click", ({ target }) => {
    const button = target.closest(".digit");
    if (button) onDigit(toggleDetail(item, button, number.digits));
  });
  return item;
}

/** Say how sure a number is, or what the person made of it. */
export function showStatus(item, number, mark) {
  item.classList.toggle("number-unsure", number.status === "unsure");
  item.classList.toggle("number-checked", number.correction !== undefined);
  item.classList.toggle("number-left-out", isLeftOut(number));
  write(item, ".number-mark", mark);
  write(item, ".number-status", numberStatus(number));
}

/** Close the number's open digit, if any. */
export function closeDetail(item) {
  item.querySelector('.digit[aria-expanded="true"]')?.setAttribute("aria-expanded", "false");
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

function toggleDetail(item, button, digits) {
  const wasOpen = button.getAttribute("aria-expanded") === "true";
  closeDetail(item);
  if (wasOpen) return null;
  const digit = digits[[...button.parentElement.children].indexOf(button)];
  button.setAttribute("aria-expanded", "true");
  showDetail(item.querySelector(".digit-detail"), digit);
  return digit;
}

function showDetail(detail, digit) {
  const nothing = digit.status === "sure" ? "Nothing else comes near." : "It may be none.";
  const others = digit.alternatives.length > 0 ? "It could also be:" : nothing;
  write(detail, ".digit-words", `${statusOf(digit)}. ${others}`);
  detail.querySelector(".alternatives").replaceChildren(...digit.alternatives.map(alternativeItem));
  detail.hidden = false;
}

function alternativeItem({ value, confidence }) {
  const item = copyOf("alternative-template");
  write(item, ".alternative-value", value);
  item.querySelector(".alternative-value").setAttribute("title", spoken(value));
  write(item, ".alternative-share", percent(confidence));
  fillMeter(item, confidence);
  return item;
}
