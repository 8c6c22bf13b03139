"""Facts about documents themselves: issued, issuer, signer, in force, amends, before or after another."""

from __future__ import annotations

from collections.abc import Sequence

import prompts
from bot.finding.choosing import HOME_DOCUMENT
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import day, document
from bot.finding.silence import states_silence
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Citation, Document, Passage, Span
from knowledge.register.register import Register

ATTRIBUTES = (
    "before_after", "effective", "signer", "issued", "issuer", "amends", "status", "basis", "published", "period", "about",
)  # fmt: skip
_CLAUSES = {  # words by which an attribute's clause is known in our editions
    "effective": ("có hiệu lực từ", "áp dụng từ ngày", "hiệu lực từ ngày"),
    "amends": ("sửa đổi, bổ sung", "sửa đổi"),
    "status": ("thay thế", "bãi bỏ", "hiệu lực", "giai đoạn thực hiện", "sửa đổi"),
    "basis": ("căn cứ",),
    "about": ("nội dung của", "quy định việc", "quy định về", "phê duyệt", "ban hành chương trình", "nói về", "nhằm"),
}


def find_document(question: Question, register: Register) -> Finding | None:
    """An attribute of the named documents; of the home document when the question speaks of "the plan"."""
    asked = [a for a in ATTRIBUTES if a in question.asks]
    if not asked or (question.indicators and not _names_document_only(question, asked)):
        return None
    chosen = question.documents
    if not chosen:
        if question.indicators or question.terms or question.unknown_documents or not _of_the_plan(question):
            return None
        chosen = (HOME_DOCUMENT,)
    found = [register.document(d) for d in chosen]
    if asked[0] == "before_after":
        return _order(question, found, register)
    for name in asked:
        said = [s for d in found for s in _statements(name, d, question.language)]
        if said:
            return Finding(Status.ANSWERED_DOCUMENT, tuple(said))
    first = asked[0]
    return refusal(
        Status.UNANSWERED_NOT_IN_DOCUMENTS,
        Statement(
            "missing.attribute",
            {
                "attribute": prompts.say(question.language, f"attribute.{first}"),
                "subject": ", ".join(document(d, question.language) for d in found),
            },
        ),
        _suggestions(found[0], question.language),
    )


def _names_document_only(question: Question, asked: Sequence[str]) -> bool:
    """Whether the document, not the indicator, is what the attribute is asked of."""
    return bool(question.documents) and asked[0] in {"issued", "issuer", "signer", "effective", "before_after", "amends"}


def _of_the_plan(question: Question) -> bool:
    return "kế hoạch" in question.text or "plan" in question.text.split() or "văn bản" in question.text


def _statements(name: str, found: Document, language: str) -> list[Statement]:
    called = document(found, language)
    match name:
        case "issued" if found.issued:
            return _with_clause("document.issued", found, day(found.issued), date=day(found.issued), document=called)
        case "issuer":
            return _with_clause("document.issuer", found, found.issuer, issuer=found.issuer, document=called)
        case "signer" if found.signer:
            return _with_clause("document.signer", found, found.signer, signer=found.signer, document=called)
        case "effective" if found.effective:
            return _with_clause("document.effective", found, day(found.effective), date=day(found.effective), document=called)
        case "period" if found.period and all(found.period):
            start, end = str(found.period[0]), str(found.period[1])
            return _with_clause("document.period", found, end, start=start, end=end, document=called)
        case "published":
            cited = Citation(found, found.passages[0], _whole(found.passages[0]))
            names = "; ".join(dict.fromkeys(f"{s.publisher} – {s.title}" for s in found.sources[:4]))
            return [Statement("document.published", {"document": called, "sources": names}, (cited,)),
                    Statement("document.held", {}, (cited,))]  # fmt: skip
        case "about":
            title = found.title_en if language == "en" else found.title
            clauses = _clauses(found, _CLAUSES["about"])[:2]
            cited = tuple(Citation(found, p, _whole(p)) for p in clauses or found.passages[:1])
            return [Statement("document.about", {"document": called, "title": title}, cited)]
        case "effective" | "amends" | "status" | "basis":
            said = [p for p in _clauses(found, _CLAUSES[name]) if not states_silence(p.text) or name == "status"]
            return [
                Statement("document.passage", {"text": p.text}, (Citation(found, p, _whole(p)),)) for p in said[:2]
            ]
    return []


def _with_clause(template: str, found: Document, needle: str, **values: str) -> list[Statement]:
    """The statement with the clause that carries the words; nothing when no clause does."""
    for passage in found.passages:
        if needle.lower() in passage.text.lower():
            return [Statement(template, values, (Citation(found, passage, _whole(passage)),))]
    return []


def _clauses(found: Document, words: Sequence[str]) -> list[Passage]:
    """Passages that name the document and carry one of the words, in the order of the words."""
    own = (found.number or found.short).lower()
    hits = []
    for word in words:
        for passage in found.passages:
            text = passage.text.lower()
            if word in text and passage not in hits and (own in text or len(found.passages) < 40):
                hits.append(passage)
    return hits


def _order(question: Question, found: Sequence[Document], register: Register) -> Finding | None:
    """Which of two documents was issued first; the second is the home document when one is named."""
    pair = list(found)[:2]
    if len(pair) == 1 and pair[0].id != HOME_DOCUMENT:
        pair.append(register.document(HOME_DOCUMENT))
    if len(pair) < 2:
        return None
    first, second = pair
    undated = [d for d in pair if d.issued is None]
    language = question.language
    if undated or first.issued is None or second.issued is None:
        missing = Statement(
            "missing.attribute",
            {"attribute": prompts.say(language, "attribute.issued"), "subject": document(undated[0], language)},
        )
        return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, missing)
    key = "same_day" if first.issued == second.issued else "before" if first.issued < second.issued else "after"
    values = {"first": document(first, language), "second": document(second, language), "first_date": day(first.issued)}
    if key != "same_day":
        values["second_date"] = day(second.issued)
    cited = tuple(c for d, when in ((first, first.issued), (second, second.issued)) for c in _dated(d, day(when)))
    return Finding(Status.ANSWERED_DOCUMENT, (Statement(f"document.{key}", values, cited),))


def _dated(found: Document, written: str) -> list[Citation]:
    return [Citation(found, p, _whole(p)) for p in found.passages if written in p.text][:1]


def _suggestions(found: Document, language: str) -> tuple[Statement, ...]:
    return (Statement("suggest.about", {"document": document(found, language)}),)


def _whole(passage: Passage) -> Span:
    return Span(passage.id, 0, len(passage.text))
