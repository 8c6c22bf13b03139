// How a reply's text is laid out, without touching the page. The same rules as bot/channels/layout.py.

const HEADLINE_LIMIT = 180;
const MARK = /\[(\d{1,3})\]/g;
const SENTENCE_END = /[.!?…](?:\s*\[\d{1,3}\])*\s+(?=["“(]?[\p{L}\p{N}])/gu;
const ABBREVIATION = /(?:^|[\s(])(?:\p{L}|TP|TX|TT|UBND|Tp|tr|Đ\/c|No|vs|Art|Mr|Ms|Dr)\.$/u;

/** Text without control and direction characters. */
export function printable(text) {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, "");
}

/** The leading line, or its first sentence when the line is long; and what follows. */
export function headline(text) {
  const clean = printable(text).trim();
  const cut = clean.indexOf("\n");
  const first = (cut < 0 ? clean : clean.slice(0, cut)).trim();
  const rest = cut < 0 ? "" : clean.slice(cut + 1);
  if (first.length <= HEADLINE_LIMIT) return [first, rest];
  for (const end of first.matchAll(SENTENCE_END)) {
    const stop = end.index + end[0].length;
    const sentence = first.slice(0, stop).trim();
    if (!ABBREVIATION.test(sentence.replace(MARK, "").trim())) {
      return [sentence, [first.slice(stop), rest].filter(Boolean).join("\n")];
    }
  }
  return [first, rest];
}

/** The non-empty lines of a text, neighbouring list items gathered: {items: [...]} or {line}. */
export function blocks(text) {
  const found = [];
  for (const line of text.split("\n").map((each) => each.trim()).filter(Boolean)) {
    const item = /^[-•*]\s+(.*)$/.exec(line);
    const last = found.at(-1);
    if (!item) found.push({ line });
    else if (last && last.items) last.items.push(item[1]);
    else found.push({ items: [item[1]] });
  }
  return found;
}

/** A line as {words}, {figure} and {mark}; a bracketed number that cites nothing stays text. */
export function segments(line, citations, facts = []) {
  const found = [];
  let position = 0;
  for (const match of line.matchAll(MARK)) {
    const n = Number(match[1]);
    if (n < 1 || n > citations) continue;
    if (match.index > position) found.push({ words: line.slice(position, match.index) });
    found.push({ mark: n });
    position = match.index + match[0].length;
  }
  if (position < line.length) found.push({ words: line.slice(position) });
  return withFigure(found, facts);
}

function withFigure(line, facts) {
  for (const [index, segment] of line.entries()) {
    const span = segment.words && firstFigure(segment.words, facts);
    if (!span) continue;
    const { words } = segment;
    const parts = [{ words: words.slice(0, span[0]) }, { figure: words.slice(...span) }, { words: words.slice(span[1]) }];
    const kept = parts.filter((part) => part.figure || part.words);
    return [...line.slice(0, index), ...kept, ...line.slice(index + 1)];
  }
  return line;
}

function firstFigure(text, facts) {
  let best = null;
  for (const fact of facts) {
    if (!fact.value) continue;
    const unit = fact.unit ? `(?:\\s?${escaped(fact.unit)}(?![\\p{L}\\p{N}]))?` : "";
    const value = escaped(fact.value).replace("\\.", "[.,]"); // written with a comma in Vietnamese
    const pattern = `(^|[^\\p{L}\\p{N}.,/])(${value}(?![\\p{L}\\p{N}/]|[.,]\\d)${unit})`;
    const match = new RegExp(pattern, "u").exec(text);
    const start = match && match.index + match[1].length;
    if (match && (!best || start < best[0])) best = [start, start + match[2].length];
  }
  return best;
}

function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A line that begins with a figure it states ("Tối thiểu 95%: mức độ …") as {figure, said}; else null, as for a sum. */
export function stated(line, facts) {
  const parts = /^([^:[\]]{1,70}):\s+(\S[^]*)$/.exec(line);
  if (!parts || / = /.test(parts[2])) return null;
  return firstFigure(parts[1], facts) ? { figure: parts[1].trim(), said: parts[2] } : null;
}

/** A template with its {names} filled. */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** An ISO date as people of that language write it. */
export function day(iso, language) {
  const [year, month, date] = iso.split("-").map(Number);
  if (language !== "en") return iso.split("-").reverse().join("/");
  const at = new Date(Date.UTC(year, month - 1, date));
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** A source's address when it is one a browser may open, else null. */
export function webAddress(url) {
  try {
    const parsed = new URL(url);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** The answer as plain text with its citations and sources in full. */
export function copyable(reply, words) {
  const lines = [printable(reply.text).trim()];
  if (reply.citations.length) lines.push("", `${words.citations}:`);
  for (const citation of reply.citations) {
    lines.push(`[${citation.n}] ${citationLine(citation, words)}: “${printable(citation.quote).trim()}”`);
    const sources = citation.sources.map(sourceLine);
    const first = reply.citations.find((each) => each.sources.map(sourceLine).join("\n") === sources.join("\n")).n;
    const told = first < citation.n ? [fill(words.same_sources, { n: first })] : sources;
    lines.push(...told.map((line) => `    ${words.source}: ${line}`));
  }
  return lines.join("\n");
}

function citationLine(citation, words) {
  const issued = citation.issued_on && citation.issued_on.split("-").reverse().join("/");
  const details = [citation.issuer, issued, words.editions[citation.edition]].filter(Boolean);
  return printable(`${citation.document}, ${citation.locator} (${details.join("; ")})`);
}

/** A source in one line: publisher, title, date, address. */
export function sourceLine(source) {
  return printable([source.publisher, source.title, source.date, source.url].filter(Boolean).join(" · "));
}
