// The panel of a citation: the document, the passage with the quoted span marked, and where it was published.

import { el, icon } from "./dom.js";
import { day, fill, printable, webAddress } from "./text.js";

const documents = new Map(); // what was opened in this visit, by address

/** Opens citation `n` of a reply in the dialog. */
export function openPassage(dialog, reply, n, words) {
  draw(dialog, reply, n, words);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("h2").focus();
}

/** Lets a click beside the panel close it. */
export function closeOnBackdrop(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

function draw(dialog, reply, n, words) {
  const citation = reply.citations[n - 1];
  const reading = el("div", { class: "reading", "aria-live": "polite", "aria-label": words.passage }, el("p", { class: "faint", text: words.reading }));
  const validity = el("dd", {});
  dialog.lang = words.code;
  dialog.replaceChildren(
    el(
      "div",
      { class: "sheet" },
      bar(dialog, reply, n, words),
      heading(citation),
      byline(citation, words),
      reading,
      sources(citation, words),
      el("h3", { class: "kicker", text: words.about }),
      details(citation, validity, words),
    ),
  );
  read(reply.id, citation.document_id).then(
    (document) => {
      reading.replaceChildren(...clauses(document, citation, words));
      if (document.status.text) validity.append(printable(document.status.text));
      else validity.parentElement.remove();
    },
    () => {
      reading.replaceChildren(el("p", { class: "faint", text: words.reading_failed }), quoteAlone(citation));
      validity.parentElement.remove();
    },
  );
}

function bar(dialog, reply, n, words) {
  const count = reply.citations.length;
  const step = (to, name) =>
    el("button", {
      type: "button", class: "round", "aria-label": words[name], disabled: to < 1 || to > count,
      on: { click: () => openPassage(dialog, reply, to, words) },
    }, icon(name));
  const close = el("button", {
    type: "button", class: "round", "aria-label": words.close, on: { click: () => dialog.close() },
  }, icon("close"));
  const position = el("p", { class: "kicker", text: fill(words.panel, { n, count }) });
  return el("div", { class: "bar" }, position, count > 1 && step(n - 1, "previous"), count > 1 && step(n + 1, "next"), close);
}

function heading(citation) {
  return el("h2", { id: "passage-title", tabindex: -1, lang: "vi", text: printable(citation.title) });
}

function byline(citation, words) {
  const edition = el("span", { class: "edition", text: words.editions[citation.edition] ?? citation.edition });
  const about = [citation.document, citation.issued_on && day(citation.issued_on, words.code)].filter(Boolean);
  return el("p", { class: "byline" }, edition, ` ${about.map(printable).join(" · ")}`);
}

function details(citation, validity, words) {
  const edition = [words.editions[citation.edition] ?? citation.edition, words.edition_notes[citation.edition]];
  const row = (name, value) => {
    if (!value) return null;
    return el("div", {}, el("dt", { text: name }), typeof value === "string" ? el("dd", { text: printable(value) }) : value);
  };
  return el(
    "dl",
    {},
    row(words.number, citation.document),
    row(words.issuer, citation.issuer),
    row(words.issued, citation.issued_on && day(citation.issued_on, words.code)),
    row(words.edition, edition.filter(Boolean).join(": ")),
    row(words.locator, citation.locator),
    row(words.confidence, words.confidences[citation.confidence]),
    row(words.status, validity),
  );
}

/** The document as the answer cited it; of an answer that was not kept, as it is now. */
async function read(answer, id) {
  const document = `/documents/${encodeURIComponent(id)}`;
  const address = answer ? `/api/answers/${encodeURIComponent(answer)}${document}` : `/api${document}`;
  if (!documents.has(address)) {
    let response = await fetch(address);
    if (answer && response.status === 404) response = await fetch(`/api${document}`); // the answer is kept no longer
    if (!response.ok) throw new Error(String(response.status));
    documents.set(address, await response.json());
  }
  return documents.get(address);
}

function clauses(document, citation, words) {
  const at = document.passages.findIndex((passage) => passage.id === citation.passage);
  if (at < 0) return [el("p", { class: "faint", text: words.reading_failed }), quoteAlone(citation)];
  const { headings, text } = document.passages[at];
  const neighbour = (passage) => passage && sameHeadings(passage.headings, headings) && el("p", { class: "beside", text: printable(passage.text) });
  return [
    el("p", { class: "path", lang: "vi" }, el("b", { text: printable(citation.locator) }), path(document, headings)),
    el("div", { class: "paper", lang: "vi" }, neighbour(document.passages[at - 1]) || null, marked(text, citation.quote), neighbour(document.passages[at + 1]) || null),
    citation.match === "normalised" && el("p", { class: "faint", text: words.normalised }),
  ].filter(Boolean);
}

function path(document, headings) {
  return printable(headings.filter((heading) => heading !== document.title).join(" › "));
}

function sameHeadings(left, right) {
  return left.length === right.length && left.every((heading, index) => heading === right[index]);
}

function marked(text, quote) {
  const start = text.indexOf(quote);
  if (start < 0) return el("p", { text: printable(text) }); // never mark the wrong words
  return el(
    "p",
    { class: "cited" },
    printable(text.slice(0, start)),
    el("mark", { text: printable(quote) }),
    printable(text.slice(start + quote.length)),
  );
}

function quoteAlone(citation) {
  return el("div", { class: "paper", lang: "vi" }, el("p", {}, el("mark", { text: printable(citation.quote) })));
}

function sources(citation, words) {
  const items = citation.sources.map((source) => {
    const address = source.url && webAddress(source.url);
    const about = [source.publisher, source.date].filter(Boolean).join(" · ");
    const title = address
      ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: words.new_tab },
          printable(source.title), icon("away"), el("span", { class: "unseen", text: ` (${words.new_tab})` }))
      : el("span", { text: printable(source.title) });
    return el("li", {}, title, el("span", { class: "about", text: printable(address ? about : `${about} · ${words.no_link}`) }));
  });
  return el("section", {}, el("h3", { class: "kicker", text: words.sources }), el("ul", { class: "sources" }, ...items));
}
