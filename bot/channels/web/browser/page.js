// The conversation: takes a question, asks the server, shows the answer, remembers both in this browser.

import { answerCard, spoken } from "./answer.js";
import { composer, LIMIT } from "./composer.js";
import * as kept from "./conversations.js";
import { el } from "./dom.js";
import { examples } from "./examples.js";
import { openQuestions } from "./faq.js";
import { framed, liveInFrame } from "./frame.js";
import { openHistory } from "./history.js";
import { dropVisitor, visitor } from "./identity.js";
import { bringUp, say } from "./live.js";
import { closeOnBackdrop, openPassage } from "./passage.js";
import { ask, forgetMe } from "./server.js";
import { read, write } from "./storage.js";
import { addTurn, failureCard, redraw, waitingCard } from "./turns.js";
import { relabel, wordsOf } from "./words.js";

const LANGUAGE = "plan136.language";
const PENDING = "plan136.pending"; // the question of this tab that has no answer yet
const find = (id) => document.getElementById(id);
const turns = find("turns");

let words = wordsOf(new URLSearchParams(location.search).get("lang") ?? read("localStorage", LANGUAGE));
let busy = false;

const box = composer(find("ask"), (text) => submit(text));
const actions = {
  ask: (text) => submit(text, { follow: true }),
  open: (reply, n) => openPassage(find("passage"), reply, n, words),
  judged: (reply, opinion) => kept.rememberOpinion(reply.id, opinion),
};

async function submit(text, { follow = false } = {}) {
  const question = text.trim();
  if (!question || busy) return;
  setBusy(true);
  write("sessionStorage", PENDING, question);
  const conversation = kept.current();
  const waiting = waitingCard(words);
  const turn = addTurn(turns, question, waiting.card, words);
  showWelcome(false);
  bringUp(turn);
  if (follow) turn.firstChild.focus({ preventScroll: true });
  say(words.states.searching);
  const outcome = await ask(question, conversation, waiting.show);
  setBusy(false);
  if (outcome.reply) {
    write("sessionStorage", PENDING, null);
    kept.remember(conversation, question, outcome.reply);
  }
  if (!turn.isConnected) return; // another conversation was opened meanwhile
  if (outcome.reply) {
    waiting.card.replaceWith(answerCard(outcome.reply, words, actions));
    say(spoken(outcome.reply, words));
  } else {
    waiting.card.replaceWith(failureCard(outcome.code, words, () => {
      turn.remove();
      actions.ask(question);
    }));
    say(`${words.failed}. ${words.errors[outcome.code] ?? words.errors.other}`);
  }
  bringUp(turn);
}

function setBusy(state) {
  busy = state;
  box.busy(state);
}

function showWelcome(state) {
  find("welcome").hidden = !state;
  find("new").hidden = state;
}

function openConversation(id) {
  kept.open(id);
  drawConversation();
  if (turns.lastChild) bringUp(turns.lastChild);
}

function drawConversation() {
  redraw(turns, kept.turnsOf(kept.current()), words, actions);
  showWelcome(!turns.children.length);
}

function begin() {
  kept.begin();
  drawConversation();
  say("");
  box.focus();
}

/** What the server deleted, {answers, shared_left, eraseShared()}; null when it could not, and the browser's part
 * stays. `eraseShared` deletes what was shared too, by the same ids. */
async function erase() {
  const who = visitor();
  const ids = [...new Set([kept.current(), ...kept.conversations().map((each) => each.id)])];
  const removed = await forgetMe(who, ids);
  if (!removed) return null;
  kept.removeAll();
  dropVisitor();
  kept.begin();
  drawConversation();
  return { ...removed, eraseShared: () => forgetMe(who, ids, true) };
}

function speak(code) {
  words = wordsOf(code);
  relabel(words);
  document.title = words.title;
  box.relabel(words);
  const toggle = find("language");
  toggle.textContent = words.language;
  toggle.lang = words.code === "vi" ? "en" : "vi";
  toggle.setAttribute("aria-label", words.language_label);
  for (const [id, path] of [["register", "/chi-tieu"], ["library", "/van-ban"]]) {
    find(id).href = words.code === "en" ? `${path}?lang=en` : path;
  }
  drawExamples();
}

function drawExamples() {
  const english = words.code === "en";
  const shown = framed() ? examples.slice(0, 4) : examples;
  find("examples").replaceChildren(...shown.map((example) => {
    const text = english ? example.text_en : example.text;
    return el("li", {}, el(
      "button",
      { type: "button", class: "example", on: { click: () => actions.ask(text) } },
      el("span", { class: "kind", text: english ? example.kind_en : example.kind }),
      el("span", { text, lang: english ? example.lang_en : example.lang }),
    ));
  }));
}

/** Asks what the address brings (/?q=...), once: a reload or a bookmark of the page does not ask again. */
function askFromAddress() {
  const asked = new URLSearchParams(location.search).get("q")?.trim();
  if (!asked) return;
  history.replaceState(null, "", location.pathname);
  if ([...asked].length <= LIMIT) submit(asked);
  else box.put(asked);
}

find("new").addEventListener("click", begin);
find("faq-open").addEventListener("click", () => openQuestions(find("faq"), words, actions.ask));
find("history-open").addEventListener("click", () => openHistory(find("history"), words, {
  open: openConversation,
  begin,
  removed: (id) => {
    if (id === kept.current()) {
      kept.begin();
      drawConversation();
    }
  },
  erase,
}));
find("language").addEventListener("click", () => {
  speak(words.code === "vi" ? "en" : "vi");
  write("localStorage", LANGUAGE, words.code);
  if (!busy) drawConversation();
});

for (const id of ["passage", "faq", "history"]) closeOnBackdrop(find(id));
speak(words.code);
drawConversation();
liveInFrame(find("close-chat"));
box.put(read("sessionStorage", PENDING) ?? "");
askFromAddress();
if (!framed() && matchMedia("(pointer: fine)").matches) box.focus();
