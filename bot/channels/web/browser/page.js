// The conversation: takes a question, asks the server, shows the answer, remembers both for this tab.

import { answerCard, spoken } from "./answer.js";
import { el } from "./dom.js";
import { openQuestions } from "./faq.js";
import { closeOnBackdrop, openPassage } from "./passage.js";
import { ask, conversation, forget, remember, remembered, setting } from "./session.js";
import { fill } from "./text.js";
import { words as everything } from "./words.js";

const LIMIT = 2000;
const COUNT_FROM = 1600;
const find = (id) => document.getElementById(id);
const box = find("question");
const turns = find("turns");

let words = inLanguage(setting("language") === "en" ? "en" : "vi");
let busy = false;

function inLanguage(code) {
  return { code, ...everything[code] };
}

const actions = {
  ask: (text) => submit(text, { follow: true }),
  open: (reply, n) => openPassage(find("passage"), reply, n, words),
};

function relabel() {
  document.documentElement.lang = words.code;
  document.title = words.title;
  for (const each of document.querySelectorAll("[data-words]")) each.textContent = words[each.dataset.words];
  for (const each of document.querySelectorAll("[data-words-label]")) each.setAttribute("aria-label", words[each.dataset.wordsLabel]);
  box.placeholder = words.placeholder;
  const toggle = find("language");
  toggle.textContent = words.language;
  toggle.lang = words.code === "vi" ? "en" : "vi";
  toggle.setAttribute("aria-label", words.language_label);
  find("register").href = words.code === "en" ? "/chi-tieu?lang=en" : "/chi-tieu";
  drawExamples();
  count();
}

function drawExamples() {
  const english = words.code === "en";
  const buttons = everything.examples.map((example) =>
    el("li", {}, el(
      "button",
      { type: "button", class: "example", on: { click: () => actions.ask(example.text) } },
      el("span", { class: "kind", text: english ? example.kind_en : example.kind }),
      el("span", { text: example.text, lang: example.lang }),
    )),
  );
  find("examples").replaceChildren(...buttons);
}

async function submit(text, { follow = false } = {}) {
  const question = text.trim();
  if (!question || busy) return;
  setBusy(true);
  const waiting = el("div", { class: "card thinking" }, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), words.thinking);
  const turn = addTurn(question, waiting);
  if (follow) turn.firstChild.focus({ preventScroll: true });
  say(words.thinking);
  const outcome = await ask(question, conversation());
  setBusy(false);
  if (!turn.isConnected) return; // a new conversation was started meanwhile
  if (outcome.reply) {
    remember(question, outcome.reply);
    waiting.replaceWith(answerCard(outcome.reply, words, actions));
    say(spoken(outcome.reply, words));
  } else {
    waiting.replaceWith(failure(question, outcome.code, turn));
    say(`${words.failed}. ${words.errors[outcome.code] ?? words.errors.other}`);
  }
  show(turn);
}

function addTurn(question, card) {
  find("welcome").hidden = true;
  find("new").hidden = false;
  const said = el("div", { class: "asked", tabindex: -1 }, el("span", { class: "unseen", text: `${words.asked}: ` }), question);
  const turn = el("li", { class: "turn" }, said, card);
  turns.append(turn);
  show(turn);
  return turn;
}

function failure(question, code, turn) {
  const again = () => {
    turn.remove();
    actions.ask(question);
  };
  return el(
    "div",
    { class: "card error" },
    el("p", { class: "label", text: words.failed }),
    el("p", { text: words.errors[code] ?? words.errors.other }),
    el("button", { type: "button", class: "suggestion", text: words.retry, on: { click: again } }),
  );
}

function show(turn) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  turn.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function say(text) {
  find("live").textContent = text;
}

function setBusy(state) {
  busy = state;
  count();
}

function count() {
  const n = [...box.value].length;
  const shown = find("count");
  shown.hidden = n < COUNT_FROM;
  shown.textContent = n < COUNT_FROM ? "" : fill(n > LIMIT ? words.count_over : words.count, { n, limit: LIMIT });
  shown.classList.toggle("over", n > LIMIT);
  find("send").disabled = busy || n > LIMIT || !box.value.trim();
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function send() {
  if (find("send").disabled) return;
  const text = box.value;
  box.value = "";
  grow();
  submit(text);
  if (matchMedia("(pointer: coarse)").matches) box.blur(); // closes the phone's keyboard over the answer
}

function restart() {
  forget();
  turns.replaceChildren();
  find("welcome").hidden = false;
  find("new").hidden = true;
  say("");
  box.focus();
}

function redraw() {
  turns.replaceChildren();
  for (const { question, reply } of remembered()) addTurn(question, answerCard(reply, words, actions));
}

box.addEventListener("input", () => {
  grow();
  count();
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault(); // 229: a Vietnamese input method is still composing
  send();
});
find("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
find("new").addEventListener("click", restart);
find("language").addEventListener("click", () => {
  words = inLanguage(words.code === "vi" ? "en" : "vi");
  setting("language", words.code);
  relabel();
  if (!busy) redraw();
});

find("faq-open").addEventListener("click", () => openQuestions(find("faq"), words, actions.ask));
/** Asks what the address brings (/?q=...), once: a reload or a bookmark of the page does not ask again. */
function askFromAddress() {
  const asked = new URLSearchParams(location.search).get("q")?.trim();
  if (!asked) return;
  history.replaceState(null, "", location.pathname);
  if ([...asked].length <= LIMIT) submit(asked);
  else box.value = asked;
  count();
}

closeOnBackdrop(find("passage"));
closeOnBackdrop(find("faq"));
relabel();
redraw();
askFromAddress();
if (matchMedia("(pointer: fine)").matches) box.focus();
