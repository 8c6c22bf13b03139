// What an answer stands on: its citations, and the pages of the targets it states.

import { el, icon } from "./dom.js";
import { fill, printable, sourceLine } from "./text.js";

const SHOWN_CITATIONS = 3;
const SHOWN_PAGES = 4;

/** The section of citations; null for an answer without any. */
export function citations(reply, words, actions) {
  if (!reply.citations.length) return null;
  const rows = reply.citations.map((citation) => row(citation, reply, actions, words));
  const hidden = rows.slice(SHOWN_CITATIONS);
  for (const each of hidden) each.className = "beyond"; // on paper all are shown
  const more = () => {
    for (const each of hidden) each.className = "";
    button.remove();
    hidden[0].querySelector("button").focus();
  };
  const button = el("button", {
    type: "button", class: "quiet more", on: { click: more },
  }, fill(words.citation_more, { n: hidden.length }), icon("down"));
  return el(
    "section",
    { class: "basis", lang: words.code },
    el("h3", { class: "kicker", text: words.citations }),
    el("ol", { class: "citations" }, ...rows),
    hidden.length > 0 && button,
    pages(reply, words),
  );
}

function row(citation, reply, actions, words) {
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
        el("b", { text: printable(citation.document) }),
        el("span", { class: "where", text: printable(citation.locator) }),
      ),
      icon("next"),
    ),
    el("p", { class: "on-paper", lang: "vi", text: `“${printable(citation.quote).trim()}”` }),
    ...citation.sources.map((source) => el("p", { class: "on-paper", text: `${words.source}: ${sourceLine(source)}` })),
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
