"""Facts about documents themselves: issued, issuer, signer, in force, amends, before or after another."""

from __future__ import annotations

from collections.abc import Sequence

import prompts
from bot.finding.clauses import whole, with_clause
from bot.finding.document_claims import amends_another, supposed_birth
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import day, document
from bot.finding.silence import states_silence
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Citation, Document, Passage
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT

ATTRIBUTES = (
    "before_after", "signer", "effective", "since", "amends", "status", "basis", "issuer", "issued", "published",
    "period", "about", "date", "definition",
)  # fmt: skip
_TOGETHER = (
    "about",
    "issued",
    "signer",
    "issuer",
    "effective",
    "period",
    "amends",
)  # asked in one breath: "ban hành ngày nào, ai ký"
_BIRTH = {"issued", "issuer", "signer"}
_AIMED = {"target", "must"}
_BORN = ("ban hành", "ra đời", "ký ngày", "issued")  # what a premise about a document's issue says
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
    if question.indicators and question.asks & _BIRTH:
        attribute = next(a for a in ATTRIBUTES if a in question.asks & _BIRTH)
    if attribute is None or question.levels or question.absent:
        return None
    if question.indicators and not (attribute in _BIRTH and question.documents and not question.marks & _AIMED):
        return None  # "Chỉ thị 02 về số hóa ban hành ngày mấy?" asks of the document, whatever it is about
    if attribute == "about" and (question.asks_any("list", "count") or question.areas or "target" in question.marks):
        return None
    chosen = question.documents or _of_the_plan(question)
    if not chosen:
        return None
    found = [register.document(d) for d in chosen]
    if attribute == "before_after":
        return _order(question, found, register)
    if "premise" in question.asks and (judged := supposed_birth(question, found[0])):
        return judged
    if (
        attribute in {"amends", "status"}
        and "sửa" in question.text
        and len(found) > 1
        and (amended := amends_another(found, question.language))
    ):
        return amended
    paired = len(found) > 1 and attribute in {"status", "amends", "basis"}
    named = found[:1] if paired and attribute != "basis" else found
    told = {_SAME.get(a, a) for a in question.asks - ({"since"} if question.claims else set())}
    attributes = [
        attribute,
        *(a for a in _TOGETHER if a in told and a != attribute and attribute in (*_TOGETHER, "basis")),
    ]
    answered = [
        _statements(a, d, question.language, _other(d, found).number if paired else None)
        or _unstated(a, d, question.language)
        for a in attributes
        for d in named
    ]
    said = tuple(s for statements in answered for s in statements)
    if any(s.template != "document.unstated" for s in said):
        return Finding(Status.ANSWERED_DOCUMENT, said)
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
    if "premise" in question.asks and question.period and question.documents and not question.claims:
        return "period"
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
            return with_clause("document.issued", found, (day(found.issued),), date=day(found.issued), document=called)
        case "issuer" if found.issuer:
            needles = (f"do {found.issuer.lower()} ban hành", "ban hành")
            return with_clause("document.issuer", found, needles, issuer=found.issuer, document=called)
        case "signer" if found.signer:
            return with_clause("document.signer", found, (found.signer,), signer=found.signer, document=called)
        case "effective" if found.effective:
            when = day(found.effective)
            return with_clause("document.effective", found, (when,), date=when, document=called)
        case "period" if found.period and all(found.period):
            start, end = str(found.period[0]), str(found.period[1])
            return with_clause("document.period", found, (end,), start=start, end=end, document=called)
        case "published":
            cited = (whole(found, found.passages[0]),)
            names = "; ".join(dict.fromkeys(f"{s.publisher} – {s.title}" for s in cited[0].sources[:4]))
            values = {"document": called, "sources": names}
            return [Statement("document.published", values, cited), Statement("document.held", {}, cited)]
        case "about":
            title = found.title_en if language == "en" else found.title
            clauses = [p for p in _clauses(found, _CLAUSES["about"], None) if found.title[-24:] not in p.text][:2]
            first = (clauses or found.passages)[0]
            shown = (whole(found, first),)
            lead = Statement("document.about", {"document": called, "title": title}, shown)
            return [lead, *(_quoted(found, p) for p in clauses)]
        case "effective" | "amends" | "status" | "basis":
            clauses = [
                p for p in _clauses(found, _CLAUSES[name], related) if name == "status" or not states_silence(p.text)
            ]
            return [_quoted(found, p) for p in clauses[:2]]
    return []


def _unstated(name: str, found: Document, language: str) -> list[Statement]:
    """That the edition does not state an attribute, where another one is answered."""
    values = {"attribute": prompts.say(language, f"attribute.{name}"), "document": document(found, language)}
    return [Statement("document.unstated", values, (whole(found, found.passages[0]),))]


def _quoted(found: Document, passage: Passage) -> Statement:
    return Statement("document.passage", {"text": passage.text}, (whole(found, passage),))


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


def _other(one: Document, pair: Sequence[Document]) -> Document:
    """The other document of the first two."""
    return pair[1] if one is pair[0] else pair[0]


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
    return [whole(found, p) for p in found.passages if written in p.text][:1]
