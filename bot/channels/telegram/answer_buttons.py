"""The buttons under an answer: its sources, its indicator, what to ask next, and what a person thinks of it."""

from __future__ import annotations

import prompts
from bot.channels.telegram.actions import Chart, Compare, Feedback, FollowUp, ShowSource, Verdict
from bot.channels.telegram.callbacks import press
from bot.channels.telegram.citations import copy_button, shortened
from bot.channels.telegram.message import LABEL_LIMIT, Button, Rows
from bot.channels.telegram.told import known_language, told
from bot.messages import Reply

MOST_SUGGESTIONS = 8
_JUDGED = frozenset({"answered", "unanswered", "clarify"})


def answer_rows(reply: Reply, answer: str | None) -> Rows:
    """The rows of a reply; what needs the kept reply is left out when it is not kept."""
    language = reply.language
    rows: list[tuple[Button, ...]] = [_about(reply, answer)]
    if answer is not None:
        rows += _next(reply, answer)
    if reply.citations:
        rows.append(copy_button(told(language, "button", "copy"), reply.citations[0], language))
    if answer is not None and reply.status.group in _JUDGED:
        useful, wrong = (told(language, "button", name) for name in ("useful", "wrong"))
        rows.append((*press(useful, Feedback(answer, Verdict.USEFUL)), *press(wrong, Feedback(answer, Verdict.WRONG))))
    return tuple(row for row in rows if row)


def numbered_choices(reply: Reply) -> tuple[str, ...]:
    """What a reply offers to ask next, numbered as its buttons are, where one of these cannot show it whole."""
    offered = _offered(reply)
    if all(shortened(text, LABEL_LIMIT) == text for _, text in offered):
        return ()
    return tuple(f"{n}. {text}" for n, (_, text) in enumerate(offered, start=1))


def _about(reply: Reply, answer: str | None) -> tuple[Button, ...]:
    """Sources, and the indicator over time and across documents when the answer is about one."""
    language = reply.language
    row: list[Button] = []
    if reply.citations and answer is not None:
        row += press(told(language, "button", "sources"), ShowSource(answer, 1))
    targets = {fact.indicator for fact in reply.facts if fact.kind == "target"}
    about = targets or {fact.indicator for fact in reply.facts}  # a yardstick's results stand beside its target
    if len(about) == 1 and reply.status.group == "answered":
        (indicator,) = about
        row += press(told(language, "button", "chart"), Chart(indicator))
        row += press(told(language, "button", "compare"), Compare(indicator))
    return tuple(row)


def _next(reply: Reply, answer: str) -> list[tuple[Button, ...]]:
    """A row for each question that is offered."""
    labels = numbered_choices(reply) or [text for _, text in _offered(reply)]
    return [
        tuple(press(shortened(label, LABEL_LIMIT), FollowUp(answer, place)))
        for label, (place, _) in zip(labels, _offered(reply), strict=True)
    ]


def _offered(reply: Reply) -> list[tuple[int, str]]:
    """The questions a reply offers, by their places in it; the button for sources says one of them already."""
    shown_above = prompts.say(known_language(reply.language), "suggest.source") if reply.citations else None
    return [
        (place, " ".join(text.split()))
        for place, text in enumerate(reply.suggestions[:MOST_SUGGESTIONS])
        if text != shown_above and text.strip()
    ]
