"""Facts about documents themselves: issued, issuer, signer, in force, amends, before or after another."""

from __future__ import annotations

from collections.abc import Sequence

import prompts
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import day, document
from bot.finding.silence import states_silence
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Citation, Document, Passage, Span
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT
from knowledge.vietnamese import dates

ATTRIBUTES = (
    "before_after", "signer", "effective", "since", "amends", "status", "basis", "issuer", "issued", "published",
    "period", "about", "date", "definition",
)  # fmt: skip
_TOGETHER = ("signer", "issuer", "issued")  # asked in one breath: "ban hành ngày nào, ai ký"
_BORN = ("ban hành", "ra đời")  # what a premise about a document's issue says
_SAME = {"since": "effective", "date": "issued", "definition": "about"}
_CLAUSES = {  # words by which an attribute's clause is known in our editions
    "effective": ("có hiệu lực từ", "áp dụng từ ngày", "hiệu lực từ ngày"),
    "amends": ("sửa đổi, bổ sung", "sửa đổi"),
    "status": ("sửa đổi", "thay thế", "bãi bỏ", "giai đoạn thực hiện", "hiệu lực"),
    "basis": ("căn cứ",),
    "about": (
        *("nội dung của", "lĩnh vực", "quy định việc", "quy định về", "phê duyệt", "ban hành chương trình"),
        *("nói về", "nhằm", "phong trào"),
    ),
}


def find_document(question: Question, register: Register) -> Finding | None:
    """An attribute of the named documents; of the home document when the question speaks of "the plan"."""
    attribute = _asked(question)
    if attribute is None or question.indicators or question.levels or question.absent:
        return None
    if attribute == "about" and (question.asks_any("list", "count") or question.areas or "target" in question.marks):
        return None
    chosen = question.documents or _of_the_plan(question)
    if not chosen:
        return None
    found = [register.document(d) for d in chosen]
    if attribute == "before_after":
        return _order(question, found, register)
    if "premise" in question.asks and (judged := _judged(question, found[0])):
        return judged
    related = found[1].number if len(found) > 1 and attribute in {"status", "amends"} else None
    named = found[:1] if related else found
    attributes = [
        attribute,
        *(a for a in _TOGETHER if a in question.asks and a != attribute and attribute in _TOGETHER),
    ]
    said = [s for a in attributes for d in named for s in _statements(a, d, question.language, related)]
    if said:
        return Finding(Status.ANSWERED_DOCUMENT, tuple(said))
    values = {
        "attribute": prompts.say(question.language, f"attribute.{attribute}"),
        "subject": ", ".join(document(d, question.language) for d in found),
    }
    about = Statement("suggest.about", {"document": document(found[0], question.language)})
    return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.attribute", values), (about,))


def _asked(question: Question) -> str | None:
    """The most particular attribute asked for."""
    for name in ATTRIBUTES:
        loose = name in {"since", "date"} and (question.claims or question.unexplained)
        if name in question.asks and not loose and not (name == "definition" and question.terms):
            return _SAME.get(name, name)
    if "premise" in question.asks and any(verb in question.text for verb in _BORN):
        return "issued" if question.years else "issuer"
    return None


def _of_the_plan(question: Question) -> tuple[str, ...]:
    """The home document, when "the plan" is meant and nothing else is named."""
    if question.terms or question.unknown_documents or question.areas or question.unexplained:
        return ()
    speaks = "kế hoạch" in question.text or "plan" in question.text.split() or "văn bản" in question.text
    return (HOME_DOCUMENT,) if speaks else ()


def _statements(name: str, found: Document, language: str, related: str | None) -> list[Statement]:
    called = document(found, language)
    match name:
        case "issued" if found.issued:
            return _with_clause("document.issued", found, (day(found.issued),), date=day(found.issued), document=called)
        case "issuer" if found.issuer:
            needles = (f"do {found.issuer.lower()} ban hành", "ban hành")
            return _with_clause("document.issuer", found, needles, issuer=found.issuer, document=called)
        case "signer" if found.signer:
            return _with_clause("document.signer", found, (found.signer,), signer=found.signer, document=called)
        case "effective" if found.effective:
            when = day(found.effective)
            return _with_clause("document.effective", found, (when,), date=when, document=called)
        case "period" if found.period and all(found.period):
            start, end = str(found.period[0]), str(found.period[1])
            return _with_clause("document.period", found, (end,), start=start, end=end, document=called)
        case "published":
            cited = (Citation(found, found.passages[0], _whole(found.passages[0])),)
            names = "; ".join(dict.fromkeys(f"{s.publisher} – {s.title}" for s in cited[0].sources[:4]))
            values = {"document": called, "sources": names}
            return [Statement("document.published", values, cited), Statement("document.held", {}, cited)]
        case "about":
            title = found.title_en if language == "en" else found.title
            clauses = [p for p in _clauses(found, _CLAUSES["about"], None) if found.title[-24:] not in p.text][:2]
            first = (clauses or found.passages)[0]
            shown = (Citation(found, first, _whole(first)),)
            lead = Statement("document.about", {"document": called, "title": title}, shown)
            return [lead, *(_quoted(found, p) for p in clauses)]
        case "effective" | "amends" | "status" | "basis":
            clauses = [
                p for p in _clauses(found, _CLAUSES[name], related) if name == "status" or not states_silence(p.text)
            ]
            return [_quoted(found, p) for p in clauses[:2]]
    return []


def _quoted(found: Document, passage: Passage) -> Statement:
    return Statement("document.passage", {"text": passage.text}, (Citation(found, passage, _whole(passage)),))


def _with_clause(template: str, found: Document, needles: Sequence[str], **values: str) -> list[Statement]:
    """The statement with the clause that carries the words; nothing when no clause does."""
    for needle in needles:
        for passage in found.passages:
            if needle.lower() in passage.text.lower():
                return [Statement(template, values, (Citation(found, passage, _whole(passage)),))]
    return []


def _clauses(found: Document, words: Sequence[str], related: str | None) -> list[Passage]:
    """Passages that name the document (and the related one) and carry one of the words, in the order of the words."""
    own = (found.number or found.short).lower()
    hits: list[Passage] = []
    for word in words:
        for passage in found.passages:
            text = passage.text.lower()
            if word in text and own in text and passage not in hits and (related is None or related.lower() in text):
                hits.append(passage)
    return hits


def _judged(question: Question, found: Document) -> Finding | None:
    """Whether what a person supposes of issue date or issuer is so."""
    called = document(found, question.language)
    supposed = dates(question.text)
    if found.issued and (supposed or question.years):
        right = found.issued in supposed if supposed else found.issued.year in question.years
        values = {"date": day(found.issued), "document": called}
        said = _with_clause("document.issued" if right else "correction.issued", found, (day(found.issued),), **values)
    elif found.issuer and ("ban hành" in question.text or "issued" in question.text):
        issuer = found.issuer
        right = issuer.lower().replace("ubnd", "ủy ban nhân dân") in question.text or issuer.lower() in question.text
        key = "document.issuer" if right else "correction.issuer"
        said = _with_clause(key, found, ("ban hành",), issuer=issuer, document=called)
    else:
        return None
    status = Status.ANSWERED_DOCUMENT if right else Status.ANSWERED_CORRECTION
    return Finding(status, tuple(said)) if said else None


def _order(question: Question, found: Sequence[Document], register: Register) -> Finding | None:
    """Which of two documents was issued first; the second is the home document when one is named."""
    pair = list(found)[:2]
    if len(pair) == 1 and pair[0].id != HOME_DOCUMENT:
        pair.append(register.document(HOME_DOCUMENT))
    if len(pair) < 2:
        return None
    first, second = pair
    language = question.language
    undated = [d for d in pair if d.issued is None]
    if first.issued is None or second.issued is None:
        values = {"attribute": prompts.say(language, "attribute.issued"), "subject": document(undated[0], language)}
        return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.attribute", values))
    key = "same_day" if first.issued == second.issued else "before" if first.issued < second.issued else "after"
    values = {"first": document(first, language), "second": document(second, language), "first_date": day(first.issued)}
    if key != "same_day":
        values["second_date"] = day(second.issued)
    cited = tuple(c for d, when in ((first, first.issued), (second, second.issued)) for c in _dated(d, day(when)))
    return Finding(Status.ANSWERED_DOCUMENT, (Statement(f"document.{key}", values, cited),))


def _dated(found: Document, written: str) -> list[Citation]:
    return [Citation(found, p, _whole(p)) for p in found.passages if written in p.text][:1]


def _whole(passage: Passage) -> Span:
    return Span(passage.id, 0, len(passage.text))
