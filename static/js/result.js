/** A reading on the page: its text, its numbers digit by digit, and its image with each number framed. */

import { correctNumber, fetchReading, keepNumber, mayPass } from "./api.js";
import {
  choiceToFocus,
  isChoosable,
  isTyping,
  listenForTyping,
  setChoosable,
  showChoices,
  typedNumber,
} from "./choices.js";
import { copyText } from "./clipboard.js";
import { corrected, isSaid, withLater } from "./corrected.js";
import { showCrops } from "./crops.js";
import { closeDetail, numberItem, showStatus, withOther } from "./digits.js";
import { byId, copyOf, onPress, setPressable, write } from "./elements.js";
import { candidateAt, candidatesOf, drawFrames, isCandidate, markText, numberAt, pointOut } from "./frames.js";
import { Framing } from "./framing.js";
import { showHints } from "./hints.js";
import { pageOf, showPages } from "./pages.js";
import { Picture } from "./picture.js";
import { Pictures } from "./pictures.js";
import { askToStayWhile, noteSending } from "./leaving.js";
import { hideProblem, showProblem } from "./problem.js";
import { isSettled, mayStand, sendLate } from "./unsent.js";
import {
  advice,
  announcement,
  candidatesName,
  candidatesText,
  isLeftUnread,
  isPlaceInDoubt,
  notSaved,
  numberStatus,
} from "./words.js";

// From here on one tap for all is less work, and each can still be left out.
const MANY = 2;

export class Result {
  #root = copyOf("result-template");
  #text = this.#root.querySelector(".result-text");
  #figure = this.#root.querySelector(".framed");
  #keep = this.#root.querySelector(".result-keep");
  #candidates = this.#root.querySelector(".result-candidates");
  #picture = new Picture(this.#root.querySelector(".framed-image"));
  #pictures = new Pictures(this.#root.querySelector(".result-picture-problem"), () => this.#showKeep());
  #reading = null;
  #items = [];
  #answers = new Map(); // of each number's index what came of what the person said of it last: see withLater
  #said = new Set(); // the indices of the numbers, and the additions, that are the person's word or about to be
  #isKeeping = false;
  #underWay = new Set(); // corrections that have no answer yet, of what is on show no more as well
  #sends = 0; // corrections, all in all
  #unsent = new Map(); // of a number's index what the person said of it that could not be sent
  #onCorrect;
  #onTakenBack;
  #onLost;
  #name;
  #framing = new Framing(this.#root, (reading) => this.#showAdded(reading));

  /**
   * onCorrect(id) hears of which reading the person says something, before the server does; onTakenBack(id) of which
   * they have said nothing after all: they took it back, or it was refused. onLost(correction) hears of what could not
   * be sent once its number is on show no more; the server may have it all the same. name: of the image, where there may be
   * several on the page.
   */
  constructor(place, { onCorrect = () => {}, onTakenBack = () => {}, onLost = () => {}, name = "" } = {}) {
    this.#name = name;
    if (name !== "") this.#root.setAttribute("aria-label", name);
    this.#onCorrect = onCorrect;
    this.#onTakenBack = onTakenBack;
    this.#onLost = onLost;
    const copy = this.#root.querySelector(".result-copy");
    onPress(copy, () => copyText(this.#text, copy, this.#toCheck));
    onPress(this.#keep, () => this.#keepClear());
    onPress(this.#candidates, () => this.#addCandidates());
    this.#root.querySelector(".result-body").addEventListener("click", (event) => this.#goToTapped(event));
    addEventListener("pagehide", () => this.#sendOnLeaving());
    place.replaceChildren(this.#root);
  }

  /** Of several results on a page, one is on show: its text carries the mark that says so. */
  markOnShow() {
    for (const other of document.querySelectorAll("[data-reading-text]")) delete other.dataset.readingText;
    this.#text.dataset.readingText = "";
  }

  /** Of the reading on show, or null. */
  get id() {
    return this.#reading?.id ?? null;
  }

  /** What the numbers of the reading on show were said to look like, "" nothing. */
  get pattern() {
    return this.#reading?.pattern ?? "";
  }

  /** Whether the person has said something of the reading on show; what is still on its way to the server counts. */
  get isCorrected() {
    return this.#said.size > 0;
  }

  /** Show a reading; `image` is the Blob that was sent, where there is one. */
  show(reading, image) {
    this.#leave();
    this.setStale(false);
    this.#reading = reading;
    this.#answers.clear();
    this.#said = new Set();
    this.#noteSaid();
    const shown = corrected(reading);
    showHints(this.#root.querySelector(".hints"), reading);
    this.#pictures.forget();
    this.#picture.show(reading, image);
    this.#showAll(shown);
    this.#framing.offer(reading);
    this.#root.hidden = false;
    byId("announcement").textContent = announcement(shown, this.#name);
  }

  /** Show what has become of the reading on show. */
  update(reading) {
    const { numbers } = this.#reading;
    this.#reading = reading;
    this.#noteSaid();
    const shown = corrected(reading);
    for (const [index, { correction }] of numbers.entries()) {
      this.#showMark(index, shown);
      // Not all of them: in one the person may be typing.
      if (shown.numbers[index].correction !== correction) this.#showChoices(index, shown);
    }
    this.#appendNumbers(shown);
    this.#framing.offer(reading);
  }

  /** The same where nothing is on its way: what was said on this page may have been taken back on another one. */
  #updateAll(reading) {
    const wasCorrected = this.isCorrected;
    this.#forgetSent(reading);
    // What is being added has no number yet; and what could not be sent the server may have all the same.
    if ([...this.#said].every(Number.isInteger)) this.#said = new Set(this.#toSend.map(({ index }) => index));
    this.update(reading);
    if (wasCorrected && !this.isCorrected) this.#onTakenBack(reading.id);
  }

  /** What has become of what could not be sent: see unsent.js. */
  #forgetSent(reading) {
    for (const [index, correction] of this.#unsent) {
      if (!isSettled(correction, reading.numbers[index].correction)) continue;
      this.#unsent.delete(index);
      hideProblem(this.#items[index].querySelector(".choices-problem"));
    }
    this.#askToStay();
  }

  /** What could not be sent, but what the server refused. */
  get #toSend() {
    return [...this.#unsent.values()].filter(({ error }) => mayPass(error));
  }

  #askToStay() {
    const unsaved = [...this.#typed, ...this.#toSend.map(({ index }) => index)];
    for (const [index, item] of this.#items.entries()) item.classList.toggle("number-unsaved", unsaved.includes(index));
    askToStayWhile(this.#toSend.length > 0 || this.#typed.length > 0, this);
  }

  /** The indices of the numbers in whose fields there is something that is not sent yet. */
  get #typed() {
    return this.#items.flatMap((item, index) => (isTyping(item) ? [index] : []));
  }

  /** How many numbers are not checked, or not as the person typed. */
  get #toCheck() {
    return this.#root.querySelectorAll(":is(.number-unsure, .number-unsaved)").length;
  }

  /** What is typed is the person's word, also where they go on to another reading before they save it. */
  sendTyped() {
    for (const index of this.#typed) {
      const text = typedNumber(this.#items[index]);
      // What is on its way, or could not be sent, is not lost.
      if (text !== null && text !== this.#lastSaid(this.#reading.id, index)?.text) this.#correct(index, text);
    }
  }

  /** A newer reading is on its way: this one is not to be copied or corrected any more. */
  setStale(isStale) {
    this.#root.inert = isStale;
    this.#root.classList.toggle("result-stale", isStale);
  }

  /** Show what the reading on show is now, and answer with it; nothing where it was deleted. */
  async refresh() {
    const { id } = this;
    const sent = this.#sent;
    try {
      const reading = await fetchReading(id);
      // Meanwhile another one may be on show, or the person may have said something of this one.
      if (this.id === id && !this.#isSending && this.#sent === sent) this.#updateAll(reading);
      return reading;
    } catch (error) {
      // Meanwhile another one may be on show.
      if (this.id === id && !mayPass(error)) this.clear();
      throw error;
    }
  }

  clear() {
    this.#leave();
    this.setStale(false);
    this.#reading = null;
    this.#said = new Set();
    this.#framing.offer(null);
    this.#pictures.forget();
    this.#text.textContent = "";
    this.#root.querySelector(".numbers").replaceChildren();
    this.#root.hidden = true;
    byId("announcement").textContent = "";
  }

  /** What could not be sent has no place of its own any more. */
  #leave() {
    this.#items = [];
    for (const correction of this.#unsent.values()) this.#onLost(correction);
    this.#unsent.clear();
    this.#askToStay();
  }

  /** Once more what could not be sent: the answer does not matter, the person has gone. */
  #sendOnLeaving() {
    const waiting = [...this.#underWay].filter(({ isWaiting }) => isWaiting);
    for (const correction of [...this.#toSend, ...waiting]) sendLate(correction).catch(() => {});
    if (this.#isSending || this.#toSend.length > 0) noteSending();
  }

  /** Whether something that the person said is on its way. */
  get #isSending() {
    return this.#underWay.size > 0 || this.#framing.isReading;
  }

  /** How often the person said something, all in all. */
  get #sent() {
    return this.#sends + this.#framing.sent;
  }

  #showAll(shown) {
    this.#items = [];
    this.#root.querySelector(".numbers").replaceChildren();
    this.#appendNumbers(shown);
  }

  /** Those that have no item yet. */
  #appendNumbers(shown) {
    this.#root.classList.toggle("result-many", shown.numbers.length > 1);
    const first = this.#items.length;
    const made = shown.numbers.slice(first).map((_, index) => this.#itemOf(first + index, shown));
    this.#items.push(...made);
    this.#root.querySelector(".numbers").append(...made);
    const figures = showPages(this.#figure, shown);
    this.#pictures.watch(figures);
    this.#showWhole(shown);
    showCrops(figures, shown, this.#items);
  }

  /** Numbers that the person framed stand behind the others. */
  #showAdded(answer) {
    const { length } = this.#items;
    this.update(withLater(answer, this.#answers));
    this.#goToAdded(this.#items[length]);
    const texts = answer.numbers.slice(length).map(({ text }) => text);
    byId("announcement").textContent = `Added ${texts.join(", ")}.`;
  }

  #goToAdded(item) {
    if (document.activeElement.matches(".typed-text")) return;
    item.scrollIntoView({ block: "center" });
    item.querySelector(".digit").focus({ preventScroll: true });
  }

  /** What is said of the reading as a whole. */
  #showWhole(shown) {
    this.#text.textContent = shown.text;
    this.#root.querySelector(".result-copy").hidden = shown.text === "";
    this.#showStatus(shown);
    this.#showKeep(shown);
    const candidates = candidatesOf(shown).length;
    // Somebody has to look at it, though no number is unsure.
    this.#root.classList.toggle("result-open", candidates > 0 || shown.numbers.length === 0 || isLeftUnread(shown));
    this.#candidates.hidden = candidates === 0;
    this.#candidates.textContent = candidatesText(candidates);
    this.#candidates.setAttribute("aria-label", candidatesName(candidates));
    drawFrames(this.#figure, shown);
  }

  #showKeep(shown = corrected(this.#reading)) {
    const clear = shown.numbers.filter((number) => this.#isClear(number)).length;
    // Not while it works: what has the focus must not go.
    this.#keep.hidden = clear < MANY && !this.#isKeeping;
    this.#keep.textContent = `Keep the ${clear} that are clear`;
  }

  /** Whether it can be kept with others: without its picture the person cannot see what they keep. */
  #isClear(number) {
    return isPlaceInDoubt(number) && this.#pictures.isThere(pageOf(number));
  }

  /** How sure it is. What the person has typed and not saved is no part of it, and must not seem to be. */
  #showStatus(shown) {
    const typed = this.#typed;
    this.#root.dataset.status = typed.length > 0 ? "unsure" : shown.status;
    write(this.#root, ".result-status", typed.length > 0 ? notSaved(typed, shown.numbers.length) : advice(shown));
    this.#askToStay();
  }

  #itemOf(index, { numbers }) {
    const mark = markText(numbers[index], index, numbers.length);
    const item = numberItem(
      numbers[index],
      mark,
      (digit) => this.#openDigit(item, digit),
      (place, value) => this.#correctDigit(index, place, value),
    );
    const choose = (text) => this.#correct(index, text);
    showChoices(item, numbers[index], choose);
    listenForTyping(item, {
      onChoice: choose,
      onTyping: () => this.#showStatus(corrected(this.#reading)),
      canFrame: this.#reading.source !== "drawing",
    });
    return item;
  }

  #showMark(index, { numbers }) {
    showStatus(this.#items[index], numbers[index], markText(numbers[index], index, numbers.length));
  }

  #showChoices(index, { numbers }) {
    showChoices(this.#items[index], numbers[index], (text) => this.#correct(index, text));
  }

  /** From a number's frame on the picture to what can be done about it; what stands at a candidate's is read. */
  #goToTapped(event) {
    if (this.#framing.isAsking) return;
    const figure = event.target.closest(".framed");
    const index = figure && numberAt(figure, event, this.#reading.numbers);
    const candidate = figure && candidateAt(figure, event, this.#reading);
    if (candidate !== null) this.#addCandidate(candidate);
    if (candidate !== null || index === null) return;
    for (const item of this.#items) item.classList.toggle("number-tapped", item === this.#items[index]);
    this.#items[index].scrollIntoView({ block: "center" });
  }

  /** Read what stands at all candidates, one after the other; where one cannot be read, the others still are. */
  async #addCandidates() {
    const { id } = this.#reading;
    setPressable(this.#candidates, false);
    for (const candidate of candidatesOf(this.#reading)) {
      // What was read at another one may have taken this one with it.
      if (this.#reading?.id === id && isCandidate(candidate, this.#reading)) await this.#addCandidate(candidate);
    }
    setPressable(this.#candidates, true);
  }

  #addCandidate(candidate) {
    const added = this.#framing.addCandidate(candidate, () => this.#addCandidate(candidate));
    this.#say(Symbol("addition"), added);
    return added;
  }

  #noteSaid() {
    for (const [index, number] of this.#reading.numbers.entries()) if (isSaid(number)) this.#said.add(index);
  }

  /** Something is the person's word till `stands`, a promise, tells whether it is one for the server. */
  async #say(what, stands) {
    const { id } = this.#reading;
    // Meanwhile another drawing may be on show.
    const said = this.#said;
    said.add(what);
    this.#onCorrect(id);
    if (!(await stands)) said.delete(what);
    if (said.size === 0) this.#onTakenBack(id);
  }

  /** One digit is another one than was read; what the person has said of the others stays. */
  #correctDigit(index, place, value) {
    const { text, digits } = corrected(this.#reading).numbers[index];
    if (isChoosable(this.#items[index])) this.#correct(index, withOther(text, digits, place, value));
  }

  #openDigit(item, digit) {
    for (const other of item.parentElement.children) if (other !== item) closeDetail(other);
    pointOut(this.#figure, digit?.box);
  }

  /** Mark as checked what is read clearly, one after the other; what is hard to read is still asked. */
  async #keepClear() {
    const { id } = this.#reading;
    const isShown = () => this.#reading?.id === id;
    this.#isKeeping = true;
    setPressable(this.#keep, false);
    let kept = 0;
    for (let index = 0; isShown() && index < this.#items.length; index++) {
      // Asked anew each time: meanwhile the person may have said something else.
      const number = corrected(this.#reading).numbers[index];
      if (!this.#isClear(number) || !isChoosable(this.#items[index]) || isTyping(this.#items[index])) continue;
      // On another page they may have said what it is.
      if (!(await this.#correct(index, number.text, keepNumber))) break;
      if (isShown() && this.#reading.numbers[index].correction === number.text) kept++;
    }
    this.#isKeeping = false;
    setPressable(this.#keep, true);
    if (isShown()) this.#endKeeping(kept);
  }

  #endKeeping(kept) {
    const hadFocus = document.activeElement === this.#keep;
    this.#showWhole(corrected(this.#reading));
    if (kept > 0) byId("announcement").textContent = `${kept} checked.`;
    if (!hadFocus || !this.#keep.hidden) return;
    (this.#root.querySelector(".number-unsure .choice") ?? this.#root.querySelector(".result-copy")).focus();
  }

  /** Whether the server has it, or what was said on another page. say: see api.js */
  async #correct(index, text, say = correctNumber) {
    const { id, numbers } = this.#reading;
    const item = this.#items[index];
    const problem = item.querySelector(".choices-problem");
    const before = this.#lastSaid(id, index);
    const stood = mayStand(numbers[index].correction, before);
    const correction = { id, index, text, readAs: numbers[index].text, say, stood };
    hideProblem(problem);
    setChoosable(item, false);
    this.#unsent.delete(index);
    this.#askToStay();
    this.#sends += 1;
    this.#send(correction, this.#underWay.has(before) ? before : null);
    const stands = correction.sent
      .then((answer) => this.#isOvertaken(correction) || isSaid(answer.numbers[index]))
      // Where no answer came the server may have it.
      .catch((error) => this.#isOvertaken(correction) || mayPass(error) || isSaid(numbers[index]));
    this.#say(index, stands);
    try {
      const answer = await correction.sent;
      // Meanwhile another drawing may be on show; its numbers are others.
      if (this.#reading?.id === id) this.#takeOver(index, answer);
      return true;
    } catch (error) {
      correction.error = error;
      if (this.#isOvertaken(correction)) return false;
      if (this.#reading?.id !== id) {
        this.#onLost(correction);
      } else {
        this.#unsent.set(index, correction);
        this.#askToStay();
        showProblem(problem, error, () => this.#correct(index, text, say));
      }
      return false;
    } finally {
      if (!this.#isOvertaken(correction)) setChoosable(item, true);
      this.#underWay.delete(correction);
    }
  }

  /** Not before the one on its way: whichever comes last stays. */
  #send(correction, before) {
    const { id, index, text, say } = correction;
    const sendNow = () => {
      correction.isWaiting = false;
      return say(id, index, text);
    };
    correction.isWaiting = before !== null;
    correction.sent = before === null ? sendNow() : before.sent.catch(() => {}).then(sendNow);
    this.#underWay.add(correction);
  }

  /** The last that the person said of a number without an answer; undefined without any. */
  #lastSaid(id, index) {
    const isOfThis = (each) => each.id === id && each.index === index;
    return [...this.#underWay].findLast(isOfThis) ?? this.#unsent.get(index);
  }

  /** Whether the person has said something else of the same number while this one was on its way. */
  #isOvertaken(correction) {
    return this.#underWay.has(correction) && this.#lastSaid(correction.id, correction.index) !== correction;
  }

  /** Show what has become of one number; the others may be on their way at the same time. */
  #takeOver(index, answer) {
    this.#answers.set(index, { count: answer.numbers.length, number: answer.numbers[index] });
    const number = { ...this.#reading.numbers[index], correction: answer.numbers[index].correction };
    this.#reading = { ...this.#reading, numbers: this.#reading.numbers.with(index, number) };
    const shown = corrected(this.#reading);
    const item = this.#items[index];
    const focused = item.contains(document.activeElement) ? document.activeElement : null;
    this.#showMark(index, shown);
    this.#showChoices(index, shown);
    const isInField = isTyping(item) && document.activeElement.matches(".typed-text");
    if (focused !== null && !isInField) choiceToFocus(item, focused.textContent.trim()).focus();
    this.#showWhole(shown);
    const { text, readAs } = shown.numbers[index];
    if (this.#isKeeping) return;
    byId("announcement").textContent = `${text || readAs}, ${numberStatus(shown.numbers[index])}.`;
  }
}
