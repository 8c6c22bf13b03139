"""What channels show beside answers, over an assistant that may be renewed while the process runs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.assembly import Assistant, FrontDesk, index_of, library_of, questions_of, register_of
from bot.following import following
from bot.ports import CommonQuestions, Library, Press, Readiness, RegisterDesk, TargetIndex
from bot.readiness import readiness_of
from bot.settings import BotSettings
from knowledge.assembly import Knowledge


@dataclass(frozen=True)
class Views:
    """What channels show beside answers; each call is answered from the assistant's knowledge of that moment."""

    library: Library
    questions: CommonQuestions
    register: RegisterDesk
    press: Press
    index: TargetIndex


def views_of(assistant: Assistant, settings: BotSettings) -> Views:
    """The views over what an assistant knows, also after it is renewed."""

    def known() -> Knowledge:
        return assistant.knowledge

    return Views(
        library=following(known, library_of),
        questions=following(known, lambda knowledge: questions_of(knowledge, settings)),
        register=following(known, lambda knowledge: register_of(knowledge, settings)[0]),
        press=following(known, lambda knowledge: register_of(knowledge, settings)[1]),
        index=following(known, lambda knowledge: index_of(knowledge, settings)),
    )


def readiness_now(assistant: Assistant, desk: FrontDesk, channels: Readiness) -> Readiness:
    """What ``/readyz`` asks, of what the assistant knows at that moment."""
    return following(lambda: assistant.knowledge, lambda knowledge: readiness_of(knowledge, desk, channels))
