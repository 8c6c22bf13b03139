"""Follow-ups: what a question leaves open is taken from the turn before, and named to the person. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Turn
from bot.understanding.question import Question
from bot.understanding.references import document_meant, of_another_world, pointed
from bot.understanding.side_by_side import beside_the_turn_before
from knowledge.register.register import Register
from knowledge.register.values import INDICES

_OF_DOCUMENTS = {"issued", "issuer", "signer", "effective", "status", "amends", "about", "basis", "since"}
_INSIDE = ("trong đó", "ở đó", "in it", "in there")  # of the document before, whatever is asked of it
_WHO = re.compile(r"\b(?:là ai|ai là|who is|who are)\b")
_OF_THE_WORLD = {"person", "contact", "where", "autonomy", "fee"}  # asked of a city or an office, not of a figure
_TARGETS = ("chỉ tiêu", "mục tiêu", "target", "goal")
_THAT_PART = re.compile(r"\b(?:phần|nội dung|mục|trục|lĩnh vực) (?:đó|này|ấy)\b")
_OF_TARGETS = {"value", "deadline", "comparator", "exception", "scope", "level", "compare", "today",
               "standing"}  # fmt: skip


def carried(turn: Turn, current: Question, register: Register) -> Question:
    """The current question with open slots taken from the previous one; unchanged on a new topic."""
    previous = turn.question
    current = pointed(turn, current, register)
    if "value" in current.asks and previous.indicators and not current.indicators:
        current = replace(current, asks=current.asks - {"about"})  # "NQ 76 thì mức nào cho nội dung đó?"
    of_a_document = current.asks & _OF_DOCUMENTS and not current.about_something and "follow" in current.marks
    if of_a_document and (meant := document_meant(turn, current, register)):
        return replace(current, documents=(meant,), inherited=("documents",))
    if _only_a_number(current):
        return current
    if current.shift and previous.years and not current.years:
        current = replace(current, years=tuple(y + current.shift for y in previous.years))
    if _only_narrows(current) and previous.indicators:
        current = replace(current, terms=(), bare_term=False)
    current = _of_a_kind(previous, current, register)
    if _starts_anew(current, previous):
        return current
    if current.indicators or current.tied:
        return _same_frame(previous, current, register)
    if current.documents:
        return _of_another_document(previous, current)
    if current.asks & {"list", "count"} and any(word in current.text.lower() for word in _TARGETS):
        return _filled(current, previous, ("documents", "areas"))  # a list names its own targets
    current = beside_the_turn_before(turn, current)
    merged = _filled(
        current, previous, ("indicators", "documents", "areas", "terms", "years", "months", "period", "levels", "asks")
    )
    if not merged.indicators and merged.documents and previous.asks & {"list", "count"} and current.asks <= _OF_TARGETS:
        merged = replace(merged, asks=merged.asks | {"list"})  # "kể ra đi" … "hạn năm nào?"
    merged = _of_the_same_kind(turn, current, merged)
    return _relaxed(merged, register)


def _of_a_kind(previous: Question, current: Question, register: Register) -> Question:
    """ "Riêng đất đai?" after satisfaction: the kind of it, or of what it is a kind of, that the words tell apart."""
    own = {i for i in previous.indicators if not register.indicator(i).kind_of}
    own |= {wider for i in previous.indicators if (wider := register.indicator(i).kind_of)}
    part = own & INDICES and ("follow" in current.marks or "phần" in current.text.split())
    if (current.indicators and not part) or current.documents or current.areas:
        return current
    text = f" {current.text.lower()} "
    kinds = [i for i in register.indicators if i.kind_of in own and _told_apart(i.cues[current.language], text)]
    if len(kinds) != 1:
        return current
    return replace(
        current, indicators=(kinds[0].id,), tied=(), terms=(), unexplained=(), marks=current.marks | {"follow"}
    )


def _told_apart(cues: Sequence[str], text: str) -> bool:
    """Whether the words say what only the narrower indicator is about: "đất đai" of "hài lòng + đất đai"."""
    return any(
        all(any(f" {way.strip()}" in text for way in part.split("|")) for part in cue.split(" + ")[1:])
        for cue in cues
        if " + " in cue
    )


def _of_the_same_kind(turn: Turn, current: Question, merged: Question) -> Question:
    """The merged question, of results, of the whole country, or of what no document says, where the last one was."""
    previous = turn.question
    if current.marks & {"target", "must"} or "indicators" not in merged.inherited:
        return merged
    if turn.of_results and ("asks" in merged.inherited or current.asks <= {"value", "size"}):
        merged = replace(merged, asks=merged.asks | {"result"})
    elif (not current.asks or "asks" in merged.inherited) and not current.shift:
        merged = replace(merged, marks=merged.marks | (previous.marks & {"target"}))  # "and in 2024?" of a target
    if not current.asks or "asks" in merged.inherited:
        part = {"component"} if INDICES & set(merged.indicators) and _THAT_PART.search(current.text) else ()
        merged = replace(merged, absent=merged.absent or previous.absent or frozenset(part))
        merged = replace(merged, nationwide=merged.nationwide or (previous.nationwide and not current.levels))
    return merged


def _of_another_document(previous: Question, current: Question) -> Question:
    """ "Còn Nghị quyết 76?", "so với kế hoạch 136?": the question before, asked of the document named now."""
    if previous.asks & _OF_DOCUMENTS and previous.documents and not current.asks:
        return replace(current, asks=previous.asks, inherited=("asks",))
    if not previous.indicators and previous.asks & {"list", "count"} and not current.asks:
        return replace(current, asks=previous.asks, areas=previous.areas, inherited=("asks",))  # "còn QĐ 282?"
    if not previous.indicators or not current.asks <= _OF_TARGETS:
        return current
    if "compare" in current.asks and previous.documents:
        both = tuple(dict.fromkeys((*previous.documents, *current.documents)))
        current = replace(current, documents=both)
    return _filled(current, previous, ("indicators", "asks", "claims"), drop_years=True)


def _only_a_number(current: Question) -> bool:
    """A bare number that was not offered as a choice continues nothing."""
    return current.text.strip(" .?!").isdigit() and not current.years


def _only_narrows(current: Question) -> bool:
    """ "Hạng?", "không, tôi hỏi cấp huyện": a kind of figure or a level, which is a term too, and nothing else."""
    named = current.indicators or current.documents or current.areas or "definition" in current.asks
    return bool(current.terms) and not named and bool(current.measures or current.levels or current.nationwide)


def _starts_anew(current: Question, previous: Question) -> bool:
    """A question that names its own topic in full, or says nothing a slot could be carried for."""
    if "definition" in current.asks and current.terms and not current.marks & {"target"}:
        return True
    own = current.about_something or current.other_places or current.absent & {"outside"} or current.districts
    defines = current.asks == {"definition"} and (current.unexplained or current.foreign)  # "blockchain là gì?"
    of_somebody = not current.asks and current.beyond and _WHO.search(current.text.lower())
    of_its_own = current.absent & _OF_THE_WORLD or defines or of_somebody
    if of_its_own and "follow" not in current.marks:
        return True
    if own:
        only_a_document = current.documents and not current.indicators and current.asks <= _OF_TARGETS
        says_so = "follow" in current.marks or current.text.startswith("và ")
        goes_on = says_so or _only_a_name(current, previous) or any(words in current.text for words in _INSIDE)
        return not goes_on and not (only_a_document and not current.areas)
    return len(current.unexplained) > 2 or of_another_world(current)


def _only_a_name(current: Question, previous: Question) -> bool:
    """ "Băng rộng?" after a question about another indicator: the same is asked of this one."""
    more = current.asks or current.years or current.documents or current.levels or current.claims or current.areas
    return bool(current.indicators and previous.indicators) and not (more or current.beyond or current.unexplained)


def _same_frame(previous: Question, current: Question, register: Register) -> Question:
    """ "Còn SIPAS?": a new indicator in the frame of the question before, in its document where that sets it."""
    inherited = []
    if not current.asks and previous.asks:
        current = replace(current, asks=previous.asks)
        inherited.append("asks")
    if not current.years and not current.period and previous.years:
        current = replace(current, years=previous.years)
        inherited.append("years")
    kinds = [i.id for i in register.indicators if i.kind_of in current.indicators]
    fitting = (*current.indicators, *current.alternatives, *kinds)
    inside = any(words in current.text for words in _INSIDE)
    if not current.documents and previous.documents and (inside or register.targets(fitting, previous.documents)):
        current = replace(current, documents=previous.documents)
        inherited.append("documents")
    if not current.measures and previous.measures:
        current = replace(current, measures=previous.measures)
    if "documents" in inherited:
        current = replace(current, marks=current.marks | (previous.marks & {"target"}))
    return replace(current, inherited=tuple(inherited), bare_term=current.bare_term and not inherited)


def chosen(turn: Turn, said: str) -> Question | None:
    """The question before, read as the choice that was offered and now taken; None when none was."""
    if said not in turn.choices:
        return None
    return replace(turn.question, indicators=(turn.question.tied[turn.choices.index(said)],), tied=())


def _filled(current: Question, previous: Question, slots: tuple[str, ...], drop_years: bool = False) -> Question:
    inherited = []
    values: dict[str, object] = {}
    for slot in slots:
        held = getattr(previous, slot)
        if slot == "asks" and current.asks - {"today"} and (current.asks != {"premise"} or current.claims):
            continue
        now = "today" in current.asks  # "hiện đạt bao nhiêu?" after a target for 2025
        if slot in {"years", "months", "period"} and (current.years or current.period or drop_years or now):
            continue
        if held and (slot == "asks" or not getattr(current, slot)):
            values[slot] = held
            inherited.append(slot)
    if "indicators" in inherited:
        values["alternatives"] = previous.alternatives
        if current.asks == {"value"}:  # "trễ thì bao nhiêu?" is not what was asked before
            values["unexplained"] = current.unexplained or current.beyond
    counted = "count" in previous.measures and current.asks <= {"value", "size"}
    if not current.measures and previous.measures and (counted or not current.asks) and not current.nationwide:
        values["measures"] = previous.measures
    if current.asks & {"path", "list"} or ("deadline" in current.asks and current.claims):
        values.pop("years", None)
    filled: Question = replace(current, **values)  # type: ignore[arg-type]
    return replace(filled, inherited=tuple(inherited))


def _relaxed(merged: Question, register: Register) -> Question:
    """Drops an inherited level or document that no target of the indicator agrees with."""
    if not merged.indicators:
        return merged
    if "levels" in merged.inherited and not _held(merged, register):
        merged = replace(merged, levels=(), inherited=tuple(s for s in merged.inherited if s != "levels"))
    of_document = register.targets((*merged.indicators, *merged.alternatives), merged.documents or None)
    if "documents" in merged.inherited and of_document and not _held(merged, register):
        merged = replace(merged, documents=(), inherited=tuple(s for s in merged.inherited if s != "documents"))
    return merged


def _held(question: Question, register: Register) -> bool:
    return bool(
        register.targets(
            (*question.indicators, *question.alternatives),
            question.documents or None,
            question.years or None,
            question.levels or None,
        )
    ) or bool(question.years and register.results(question.indicators[0], question.years))
