"""Answers that quote a passage: only when it covers what is asked and agrees with every slot."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.finding.clauses import whole
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.silence import states_silence
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.concepts import PhraseBook
from knowledge.documents import Citation, Document, Passage
from knowledge.register.values import HOME_DOCUMENT
from knowledge.vietnamese import quantities, syllables, years

CORE = 0.5  # share of the indicator's own word pairs a passage about it must carry
ENOUGH = 0.72  # share of the question's information a passage must carry
ENOUGH_NUMBERED = 0.55  # when the passage names the very document asked about
ENOUGH_NAMED = 0.5  # when the document is named and the passage is in it
UNKNOWN_HOLDING = 12  # as many passages as a word nobody uses is taken to stand in
CLOSE = 0.93  # a second passage is quoted when it carries nearly as much
_NUMBER_ASKS = {"value", "count"}
_FIELD = {"thủ", "tục", "hành", "chính", "cải", "cách", "dịch", "vụ", "công"}  # alone, they name nothing in particular
_FILLS = {  # what a passage must contain to answer an attribute
    "issued": r"ban hành ngày|ngày \d{2}/\d{2}/\d{4}|\(\d{2}/\d{2}/\d{4}\)",
    "date": r"\d{1,2}/\d{1,2}/\d{4}|tháng \d{1,2}/\d{4}",
    "since": r"[Tt]ừ (?:ngày |năm |tháng )?\d|bắt đầu",
    "signer": r"\bký\b|người ký",
    "responsible": r"(?s)(?=.*(?:\bdo\b|chủ trì|theo dõi|giao|đầu mối|thường trực|chịu trách nhiệm|tổ chức thực hiện))"
    r"(?=.*(?:\b(?:Sở|UBND|Thanh tra|Ban Chỉ đạo)\b|(?:Bộ|Văn phòng|Trung tâm|Ủy ban|Cục) [A-ZĐ]|cơ quan|đơn vị))",
    "effective": r"hiệu lực|áp dụng từ",
    "which_unit": r"(?:[Qq]uận|[Hh]uyện|Sở|Thanh tra|thị xã|tỉnh) [A-ZĐÀ-Ỹ]|(?:là|thuộc về|: )[A-ZĐ][a-zà-ỹ]+ [A-ZĐ]",
    "why": r"Mục đích|nhằm\b",
}


_ABSENT_FILLS = {  # and to answer what is usually not there
    "contact": r"\d{8,}|@|https?://",
    "publication": r"\d{1,2}/\d{1,2}/\d{4}|tháng \d{1,2}/\d{4}",
    "budget": r"\d[\d.,]* (?:đồng|tỷ|triệu)",
    "person": r"(?!)",
    "appendix": r"(?!)",
    "fee": r"(?:[Mm]ức|[Ll]ệ) phí",
    "component": r"(?:thành phần|nội dung|lĩnh vực).*\d",
    "peer_group": r"trực thuộc trung ương|thành phố lớn|\b[Vv]ùng\b",
    "reporting": r"báo cáo",
    "sanction": r"kỷ luật|giải trình|xin lỗi|chế tài",
    "survey": r"\d[\d.,]* (?:phiếu|người|hộ)|cỡ mẫu",
    "formula": r"công thức|so với tổng",
    "where": r"\btại (?:các )?(?:Trung tâm|trụ sở|chi nhánh|điểm|bộ phận|số \d)|địa chỉ",
}


_OF_THE_CITY = re.compile(r"nội bộ|\b(?:sở|quận|huyện|thị xã|phường|xã)\b|internal|department|district|commune|ward")
_NO_NOUNS = frozenset(
    {
        "là", "để", "và", "theo", "của", "ở", "trong", "cho", "đến", "so", "vậy", "ạ", "thế", "thì", "được",
        "thêm", "nữa", "lâu", "tiền", "lần", "năm", "bậc", "hạng",
    }
)  # fmt: skip


def _counted_noun(text: str) -> str | None:
    """The noun that is counted in "bao nhiêu thủ tục", when one follows."""
    match = re.search(r"(?:bao nhiêu|mấy) (phần trăm|%|[^\W\d_]+)", text)
    if match is None or match[1] in _NO_NOUNS:
        return None
    return {"phần trăm": "?%", "%": "?%"}.get(match[1], re.escape(match[1]))


@dataclass(frozen=True, slots=True)
class Covered:
    """A passage with the share of the question's information it carries."""

    passage: Passage
    share: float


class PassageReader:
    """Decides which found passages answer a question. Rare words weigh more than common ones."""

    def __init__(self, documents: Sequence[Document], synonyms: Mapping[str, Sequence[str]]) -> None:
        """``synonyms``: for each official term, all the ways of saying it, itself included."""
        self._documents = {d.id: d for d in documents}
        self._phrases = PhraseBook(synonyms)
        self._sayings = {term: [syllables(form) for form in forms] for term, forms in synonyms.items()}
        self._names_of = {d.id: set(syllables(" ".join((d.short, d.short_en, *d.aliases)))) for d in documents}
        passages = [p for d in documents for p in d.passages]
        forms = {p.id: syllables(p.searchable) for p in passages}
        self._words = {p.id: _words(forms[p.id]) | self._names_of[p.document] for p in passages}
        self._pairs = {p.id: frozenset(itertools.pairwise(forms[p.id])) for p in passages}
        self._count = len(passages)
        self._holding: dict[str, int] = {}
        for words in self._words.values():
            for word in words:
                self._holding[word] = self._holding.get(word, 0) + 1

    def find(self, question: Question, found: Sequence[Passage]) -> Finding | None:
        """The quoted passages that answer, or the clause that says the documents are silent."""
        if not self._asks_for_more(question):
            return None
        covered = [c for c in (self._covered(question, p) for p in found) if c is not None]
        if not covered:
            return None
        covered.sort(key=lambda c: -c.share)
        best = [c for c in covered if c.share >= CLOSE * covered[0].share][:2]
        if states_silence(best[0].passage.text):
            return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.anything"))
        said = tuple(
            Statement("passage.line", {"text": c.passage.text}, (self._citation(c.passage),))
            for c in best
            if not states_silence(c.passage.text)
        )
        return Finding(Status.ANSWERED_PASSAGE, said)

    def _asks_for_more(self, question: Question) -> bool:
        """Whether anything is asked beyond the names of documents and numbers: a name alone is on every page."""
        if question.documents and question.asks & _FILLS.keys():
            return True
        named = self._own_names(question) | (_FIELD if question.language == "en" else set())
        return any(w not in named and not any(c.isdigit() for c in w) for w in question.content)

    def _citation(self, passage: Passage) -> Citation:
        return whole(self._documents[passage.document], passage)

    def _covered(self, question: Question, passage: Passage) -> Covered | None:
        if not self._agrees(question, passage):
            return None
        words = self._words[passage.id]
        meant = self._meant(question.content, words)
        own = self._own_names(question)
        total = carried = 0.0
        for place, word in enumerate(question.content):
            if word in own:
                continue
            weight = self._weight(word)
            total += weight
            if word in words or place in meant:
                carried += weight
        if not total and "responsible" in question.asks and HOME_DOCUMENT not in question.documents:
            return Covered(passage, 1.0)  # only the document was named, and it says who
        if not total or carried / total < _enough(question):
            return None
        if not self._about_it(question, passage):
            return None
        return Covered(passage, carried / total)

    def _agrees(self, question: Question, passage: Passage) -> bool:
        if question.documents and passage.document not in question.documents:
            numbers = [self._documents[d].number for d in question.documents]
            if not any(n and n.lower() in passage.text.lower() for n in numbers):
                return False
        if not all(reference.lower() in passage.text.lower() for reference in question.unknown_documents):
            return False
        if not self._names_all(question, passage):
            return False
        if question.years and not set(question.years) <= set(years(passage.text)) | _years_of_dates(passage.text):
            return False
        if question.months and not any(_speaks_of(passage, year, month) for year, month in question.months):
            return False
        if question.asks & _NUMBER_ASKS and not quantities(passage.text):
            return False
        if not all(re.search(pattern, passage.text) for ask, pattern in _FILLS.items() if ask in question.asks):
            return False
        if not all(re.search(p, passage.text) for a, p in _ABSENT_FILLS.items() if a in question.absent):
            return False
        if (noun := _counted_noun(question.text)) and not re.search(
            rf"\d[\d.,]*(?:/\d+)? {noun}", passage.text.lower()
        ):
            return False
        if "nội bộ" in passage.text and not _OF_THE_CITY.search(question.text.lower()):
            return False  # the city's own index of its departments and districts is not the national one
        return all(place.lower() in passage.text.lower() for place in question.districts)

    def _names_all(self, question: Question, passage: Passage) -> bool:
        """Whether the clause itself says every abbreviation and every narrowing word of the question."""
        words = _words(syllables(" ".join((passage.headings[-1] if passage.headings else "", passage.text))))
        meant = {question.content[i] for i in self._meant(question.content, words)}
        return all(w in words or w in meant for w in (*question.names, *question.unexplained))

    def _own_names(self, question: Question) -> set[str]:
        """Words of the named documents' names: every passage of theirs carries them."""
        return {w for d in question.documents for w in syllables(self._documents[d].short)}

    def _about_it(self, question: Question, passage: Passage) -> bool:
        """Whether the passage names the asked indicator, in the question's words or in others for the same."""
        if not question.core or question.unknown_documents:
            return True
        held = self._pairs[passage.id]
        words = self._words[passage.id]
        meant = {question.content[i] for i in self._meant(question.content, words)}
        carried = sum(pair in held or (pair[0] in meant and pair[1] in meant) for pair in question.core)
        return carried >= CORE * len(question.core)

    def _meant(self, content: Sequence[str], words: frozenset[str]) -> set[int]:
        """Places of the question's phrases that the passage says in other words."""
        return {
            place
            for mention in self._phrases.all(content)
            if any(words.issuperset(saying) for saying in self._sayings[mention.concept])
            for place in range(mention.start, mention.end)
        }

    def _weight(self, word: str) -> float:
        """Inverse document frequency, as in BM25; a word no passage holds is more often chatter than a topic."""
        holding = self._holding.get(word, UNKNOWN_HOLDING)
        return math.log(1 + (self._count - holding + 0.5) / (holding + 0.5))


def _words(forms: Sequence[str]) -> frozenset[str]:
    """A text's syllables, and the digits of its document numbers: "4445/QĐ-UBND" is asked for as "4445"."""
    digits = (re.match(r"\d+", form) for form in forms if "/" in form)
    return frozenset(forms) | {m.group() for m in digits if m}


def _speaks_of(passage: Passage, year: int, month: int) -> bool:
    """Whether a passage, or a heading over it, names a month or a day in it."""
    return re.search(rf"(?:tháng |/)0?{month}(?:/| năm ){year}\b", passage.searchable) is not None


def _enough(question: Question) -> float:
    """How much a passage must carry: less when the very document is named, and is not the home document."""
    if question.unknown_documents:
        return ENOUGH_NUMBERED
    return ENOUGH_NAMED if question.documents and HOME_DOCUMENT not in question.documents else ENOUGH


def _years_of_dates(text: str) -> set[int]:
    return {int(form[-4:]) for form in syllables(text) if form.count("/") and form[-4:].isdigit()}
