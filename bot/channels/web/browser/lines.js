// The lines of an answer: figures first where a line states one, marks that open citations, lists as lists.

import { el } from "./dom.js";
import { blocks, fill, headline, printable, segments, stated } from "./text.js";

const LONG_LEAD = 110; // characters: more than this is a paragraph, not a headline
const LONGEST_GLUED = 20; // characters: a longer word is broken rather than kept with its mark

/** The text of an answer, drawn. */
export function body(reply, words, actions) {
  const [lead, rest] = headline(reply.text);
  const drawn = blocks(rest);
  const figured = [{ line: lead }, ...drawn].filter((block) => block.line && stated(block.line, reply.facts)).length;
  const both = new Set(reply.facts.map((fact) => fact.kind)).size > 1; // a target beside its result: both stand out
  const results = both ? reply.facts.filter((fact) => fact.kind === "result") : [];
  const line = (text, facts) => runs(segments(text, reply.citations.length, facts), reply, words, actions);
  const one = (text, kind) => {
    const parts = stated(text, reply.facts);
    if (!parts) return el("p", { class: kind }, ...line(text, kind ? reply.facts : / = /.test(text) ? [] : results));
    return el(
      "p",
      { class: figured > 1 ? "stated row" : "stated alone" },
      figure(parts.figure),
      el("span", { class: "unseen", text: ": " }),
      el("span", { class: "subject" }, ...line(parts.said)),
    );
  };
  return el(
    "div",
    { class: "text" },
    one(lead, lead.length > LONG_LEAD ? "lead long" : "lead"),
    ...drawn.map((block) =>
      block.items ? el("ul", {}, ...block.items.map((item) => el("li", {}, ...line(item)))) : one(block.line, null),
    ),
  );
}

/** A figure; what stands in brackets after it is smaller. */
function figure(text) {
  const [, stated, qualified] = /^(.*?\S)(\s*\(.*\))?$/s.exec(text);
  return el("strong", { class: "figure" }, stated, qualified && el("span", { class: "qualified", text: qualified }));
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
  if (word.length > LONGEST_GLUED) return el("span", { class: "glue" }, button);
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
  const citation = reply.citations[n - 1];
  const label = fill(words.mark, { n, document: printable(citation.document), locator: printable(citation.locator) });
  const open = () => actions.open(reply, n);
  return el("button", { type: "button", class: "mark", "aria-label": label, text: n, on: { click: open } });
}
