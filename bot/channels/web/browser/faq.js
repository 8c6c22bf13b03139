// The panel of common questions: by section, each a button that asks it.

import { el, icon } from "./dom.js";
import { fill, printable } from "./text.js";

let held = null; // the list, once it was opened in this visit

/** Opens the panel; `ask` is called with the question a person picks. */
export function openQuestions(dialog, words, ask) {
  const list = el("div", { class: "faq-list", "aria-live": "polite" }, el("p", { class: "faint", text: words.faq_reading }));
  dialog.lang = words.code;
  dialog.replaceChildren(el("div", { class: "sheet" }, bar(dialog, words), list));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("h2").focus();
  const pick = (question) => {
    dialog.close();
    ask(question);
  };
  read().then(
    (sections) => list.replaceChildren(...(sections.length ? sections.map((each) => drawn(each, words, pick)) : [el("p", { class: "faint", text: words.faq_none })])),
    () => list.replaceChildren(el("p", { class: "faint", text: words.faq_failed })),
  );
}

function bar(dialog, words) {
  const close = el("button", { type: "button", class: "round", "aria-label": words.close, on: { click: () => dialog.close() } }, icon("close"));
  return el("div", { class: "bar" }, el("h2", { id: "faq-title", tabindex: -1, text: words.faq }), close);
}

function drawn(section, words, pick) {
  const english = words.code === "en";
  const name = printable(english ? section.name_en : section.name);
  const items = section.questions.map((each) => {
    const question = english ? each.question_en : each.question;
    return el("li", {}, el(
      "button",
      { type: "button", class: "example", on: { click: () => pick(question) } },
      el("span", { class: "kind", text: words.audiences[each.audience] ?? "" }),
      el("span", { text: printable(question) }),
    ));
  });
  return el(
    "details",
    { class: "faq-section" },
    el("summary", { text: fill(words.faq_for, { name, n: items.length }) }),
    el("ul", {}, ...items),
  );
}

async function read() {
  if (!held) {
    const response = await fetch("/api/faq");
    if (!response.ok) throw new Error(String(response.status));
    held = (await response.json()).sections;
  }
  return held;
}
