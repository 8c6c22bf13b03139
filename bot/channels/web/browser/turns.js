// The turns of the conversation on the page: a question, and what stands under it.

import { answerCard } from "./answer.js";
import { el } from "./dom.js";

/** Adds a question with what is under it; gives the turn. */
export function addTurn(list, question, card, words) {
  const said = el("div", { class: "asked", tabindex: -1 }, el("span", { class: "unseen", text: `${words.asked}: ` }), question);
  const turn = el("li", { class: "turn" }, said, card);
  list.append(turn);
  return turn;
}

/** Draws kept turns, oldest first. */
export function redraw(list, turns, words, actions) {
  list.replaceChildren();
  for (const { question, reply, opinion } of turns) addTurn(list, question, answerCard(reply, words, actions, opinion), words);
}

/** A card that says what the assistant is doing: {card, show(state)}. */
export function waitingCard(words) {
  const doing = el("span", { text: words.states.sending });
  const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  const show = (state) => {
    doing.textContent = words.states[state] ?? words.states.sending;
    card.dataset.state = state;
  };
  const card = el("div", { class: "card thinking" }, dots, doing);
  return { card, show };
}

/** A card that says why there is no answer, and offers to ask again. */
export function failureCard(code, words, again) {
  return el(
    "div",
    { class: "card error" },
    el("p", { class: "label", text: words.failed }),
    el("p", { text: words.errors[code] ?? words.errors.other }),
    el("button", { type: "button", class: "suggestion", text: words.retry, on: { click: again } }),
  );
}
