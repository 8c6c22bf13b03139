"""The readings offered when a question is not understood: what it may be about, each worded as a question. Pure."""

from __future__ import annotations

import prompts
from bot.meaning.reader import Meaning
from bot.telling.lines import subject_name
from bot.telling.phrases import document
from bot.telling.told import Facts

OFFERED = 3
CURATED = 2  # of these, questions with curated answers


def readings(meaning: Meaning, facts: Facts, language: str) -> tuple[str, ...]:
    """The likeliest curated questions and subjects as questions, the likeliest of each first."""
    if meaning.understood is None:
        return ()
    asked = [("question", entry) for entry, _ in meaning.query.questions][:CURATED]
    likely = [(r.probability, kind, r.subject) for kind, all_of in meaning.understood.subjects.items() for r in all_of]
    others = [(kind, subject) for _, kind, subject in sorted(likely, reverse=True)]
    said = [_question(kind, subject, facts, language) for kind, subject in (*asked, *others)]
    return tuple(dict.fromkeys(each for each in said if each))[:OFFERED]


def _question(kind: str, subject: str, facts: Facts, language: str) -> str | None:
    if kind == "indicator":
        held = facts.register.targets([subject])
        key = "suggest.value" if held else "suggest.results"
        return prompts.say(language, key, subject=subject_name(subject, facts, language))
    if kind == "document":
        return prompts.say(language, "suggest.about", document=document(facts.document(subject), language))
    if kind == "question":
        entry = facts.faq.by_id.get(subject)
        return entry.question.text(language) if entry and entry.holds_on(facts.today) else None
    return None
