// Draws one answer: its status, what was understood, the text, pictures, citations, suggestions, and what to do with it.

import { citations } from "./citations.js";
import { el, icon } from "./dom.js";
import { body } from "./lines.js";
import { opinion } from "./opinion.js";
import { pictures } from "./pictures.js";
import { copyButton, sharing } from "./sharing.js";
import { fill, printable } from "./text.js";

const LONG = 8; // lines: a longer path over the years is seen at a glance only in its chart, which stands first then
const JUDGED = new Set(["answered", "clarify", "unanswered"]);

/** The card of an answer; `actions` has ask(text), open(reply, n) and judged(reply, opinion). */
export function answerCard(reply, words, actions, given = null) {
  const group = reply.status.split("_", 1)[0];
  const drawn = pictures(reply, words);
  const ahead = drawn?.querySelector("details[open]") && reply.text.split("\n").length > LONG;
  return el(
    "article",
    { class: `card ${group}`, tabindex: -1, lang: reply.language, "aria-label": words.answer },
    el("p", { class: "label", text: words.statuses[reply.status] ?? reply.status, lang: words.code }),
    understood(reply, words),
    ahead && drawn,
    body(reply, words, actions),
    degraded(reply, words),
    !ahead && drawn,
    citations(reply, words, actions),
    suggestions(reply, words, actions, group),
    foot(reply, words, actions, group, given),
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

function degraded(reply, words) {
  if (!reply.degraded.length) return null;
  return el("p", { class: "degraded", lang: words.code, text: fill(words.degraded, { parts: reply.degraded.join(", ") }) });
}

function suggestions(reply, words, actions, group) {
  if (!actions.ask) return null;
  if (!reply.suggestions.length) return group === "unanswered" ? elsewhere(words) : null;
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

/** Where to look, for who is told no and offered no question. */
function elsewhere(words) {
  const query = words.code === "en" ? "?lang=en" : "";
  const links = [["/chi-tieu", words.see_register], ["/van-ban", words.library]];
  return el(
    "section",
    { class: "further", lang: words.code },
    el("h3", { class: "kicker", text: words.elsewhere }),
    el("ul", { class: "pages" }, ...links.map(([path, text]) => el("li", {}, el("a", { href: `${path}${query}`, text })))),
  );
}

function foot(reply, words, actions, group, given) {
  const copy = reply.citations.length > 0 && copyButton(reply, words);
  const share = JUDGED.has(group) && sharing(reply, words);
  const judge = JUDGED.has(group) && reply.id && actions.judged && opinion(reply, given, words, (name) => actions.judged(reply, name));
  if (!copy && !share && !judge) return null;
  return el(
    "div",
    { class: "foot-actions", lang: words.code },
    el("div", { class: "foot-row" }, copy, share && share.button, judge && judge.buttons),
    share && share.rest,
    judge && judge.rest,
  );
}
