// Draws one answer: its status, what was understood, the text with its marks, citations and suggestions.

import { el, icon } from "./dom.js";
import { blocks, copyable, fill, headline, printable, segments } from "./text.js";

const SHOWN_CITATIONS = 3;
const SHOWN_PAGES = 4;
const LONG_LEAD = 110; // characters: more than this is a paragraph, not a headline

/** The card of an answer; `actions` has ask(text) and open(reply, n). */
export function answerCard(reply, words, actions) {
  const group = reply.status.split("_", 1)[0];
  return el(
    "article",
    { class: `card ${group}`, tabindex: -1, lang: reply.language, "aria-label": words.answer },
    el("p", { class: "label", text: words.statuses[reply.status] ?? reply.status, lang: words.code }),
    understood(reply, words),
    body(reply, words, actions),
    degraded(reply, words),
    citations(reply, words, actions),
    suggestions(reply, words, actions, group),
    reply.citations.length > 0 && copyButton(reply, words),
  );
}

/** What a screen reader should say when the answer arrives. */
export function spoken(reply, words) {
  const status = words.statuses[reply.status] ?? reply.status;
  return `${status}. ${printable(reply.text).replace(/\s*\[\d{1,3}\]/g, "")}`;
}

function understood(reply, words) {
  if (!reply.interpretation) return null;
  const label = el("span", { text: `${words.understood} `, lang: words.code });
  return el("p", { class: "understood" }, label, printable(reply.interpretation));
}

function body(reply, words, actions) {
  const [lead, rest] = headline(reply.text);
  const line = (text, facts) => runs(segments(text, reply.citations.length, facts), reply, words, actions);
  const drawn = blocks(rest).map((block) =>
    block.items
      ? el("ul", {}, ...block.items.map((item) => el("li", {}, ...line(item))))
      : el("p", {}, ...line(block.line)),
  );
  return el("div", { class: "text" }, el("p", { class: lead.length > LONG_LEAD ? "lead long" : "lead" }, ...line(lead, reply.facts)), ...drawn);
}

function runs(line, reply, words, actions) {
  const drawn = [];
  for (const segment of line) {
    if (segment.mark) drawn.push(glued(drawn, mark(segment.mark, reply, words, actions)));
    else if (segment.figure) drawn.push(el("strong", { class: "figure", text: segment.figure }));
    else drawn.push(...afterMark(drawn.at(-1), segment.words));
  }
  return drawn;
}

/** A mark with the word before it, so that no line begins with a mark. */
function glued(drawn, button) {
  const before = drawn.at(-1);
  if (typeof before !== "string") return el("span", { class: "glue" }, button);
  const [, start, word] = /^([^]*?)(\S*\s*)$/.exec(before);
  drawn.splice(-1, 1, start);
  return el("span", { class: "glue" }, word.replace(/\s+$/, "\u00a0"), button);
}

/** Punctuation right after a mark joins it; the rest stands alone. */
function afterMark(before, text) {
  const [punctuation] = /^[.,;:!?…)”"]*/.exec(text);
  if (!punctuation || !before?.classList?.contains("glue")) return [text];
  before.append(punctuation);
  return [text.slice(punctuation.length)];
}

function mark(n, reply, words, actions) {
  const label = fill(words.mark, { n, ...named(reply.citations[n - 1]) });
  const open = () => actions.open(reply, n);
  return el("button", { type: "button", class: "mark", "aria-label": label, text: n, on: { click: open } });
}

function named(citation) {
  return { document: printable(citation.document), locator: printable(citation.locator) };
}

function degraded(reply, words) {
  if (!reply.degraded.length) return null;
  return el("p", { class: "degraded", lang: words.code, text: fill(words.degraded, { parts: reply.degraded.join(", ") }) });
}

function citations(reply, words, actions) {
  if (!reply.citations.length) return null;
  const rows = reply.citations.map((citation) => citationRow(citation, reply, words, actions));
  const list = el("ol", { class: "citations" }, ...rows.slice(0, SHOWN_CITATIONS));
  const hidden = rows.slice(SHOWN_CITATIONS);
  const more = () => {
    list.append(...hidden);
    button.remove();
    hidden[0].querySelector("button").focus();
  };
  const button = el("button", {
    type: "button", class: "quiet", text: fill(words.citation_more, { n: hidden.length }), on: { click: more },
  });
  return el(
    "section",
    { class: "basis", lang: words.code },
    el("h3", { class: "kicker", text: words.citations }),
    list,
    hidden.length > 0 && button,
    pages(reply, words),
  );
}

/** Links to the pages of the targets an answer states; a long list has the register instead. */
function pages(reply, words) {
  const targets = new Map(reply.facts.filter((fact) => fact.kind === "target").map((fact) => [fact.target, fact]));
  if (!targets.size || targets.size > SHOWN_PAGES) return null;
  const query = words.code === "en" ? "?lang=en" : "";
  const links = [...targets.values()].map((fact) => {
    const href = `/chi-tieu/${fact.target.split("/").map(encodeURIComponent).join("/")}${query}`;
    const year = /^\d+$/.test(fact.deadline ?? "") && fact.deadline;
    const which = [fact.value && `${fact.value}${fact.unit === "%" ? "" : " "}${fact.unit}`, year].filter(Boolean);
    const text = targets.size > 1 ? `${words.target_page}: ${which.join(", ") || fact.target}` : words.target_page;
    return el("li", {}, el("a", { href, text: printable(text) }));
  });
  return el("ul", { class: "pages", "aria-label": words.target_pages }, ...links);
}

function citationRow(citation, reply, words, actions) {
  const { document, locator } = named(citation);
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "citation", on: { click: () => actions.open(reply, citation.n) } },
      el("span", { class: "number", text: citation.n }),
      el(
        "span",
        { lang: "vi" },
        el("b", { text: document }),
        el("span", { class: "where", text: locator }),
      ),
      icon("next"),
    ),
  );
}

function suggestions(reply, words, actions, group) {
  if (!reply.suggestions.length) return null;
  const title = group === "clarify" ? words.choices : words.suggestions;
  const buttons = reply.suggestions.map((text) =>
    el(
      "li",
      {},
      el("button", { type: "button", class: "suggestion", on: { click: () => actions.ask(text) } }, icon("turn"), printable(text)),
    ),
  );
  return el(
    "section",
    { class: "further" },
    el("h3", { class: "kicker", text: title, lang: words.code }),
    el("ul", {}, ...buttons),
  );
}

function copyButton(reply, words) {
  const label = el("span", { text: words.copy, "aria-live": "polite" });
  const copy = async () => {
    label.textContent = (await copied(copyable(reply, words))) ? words.copied : words.copy_failed;
    setTimeout(() => (label.textContent = words.copy), 2500);
  };
  return el("button", { type: "button", class: "quiet copy", lang: words.code, on: { click: copy } }, icon("copy"), label);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text); // absent outside https and localhost
    return true;
  } catch {
    const box = el("textarea", { class: "unseen", readonly: true });
    box.value = text;
    const before = document.activeElement;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    before?.focus();
    return done;
  }
}
