"""Pages about the assistant itself: welcome, help, common questions, language, a person's data, feedback."""

from __future__ import annotations

from collections.abc import Sequence

import prompts
from bot.channels.telegram.actions import (
    REASONS,
    Erase,
    EraseShared,
    Example,
    FaqAsk,
    FaqList,
    FaqMenu,
    Feedback,
    SetLanguage,
    Verdict,
)
from bot.channels.telegram.callbacks import press
from bot.channels.telegram.citations import shortened
from bot.channels.telegram.command_lists import command_list
from bot.channels.telegram.document_pages import document_page
from bot.channels.telegram.links import WELCOME, LinkedTarget, read_payload
from bot.channels.telegram.markup import block, line, words
from bot.channels.telegram.message import Button, Message
from bot.channels.telegram.packing import messages, only
from bot.channels.telegram.paging import number_rows, paged, turn_row
from bot.channels.telegram.target_pages import target_page
from bot.channels.telegram.told import known_language, told
from bot.ports import CommonQuestions, Library, RegisterDesk
from bot.store_ports import Removed
from knowledge.faq import FaqEntry

_LABEL = 60
_EXAMPLES = 5


def start_page(payload: str, desk: RegisterDesk, library: Library, language: str) -> tuple[Message, ...]:
    """/start: the welcome, or what a deep link leads to; a link to nothing we hold says so and welcomes."""
    payload = "" if payload == WELCOME else payload
    linked = read_payload(payload) if payload else None
    if isinstance(linked, LinkedTarget):
        if desk.target(linked.id, language, desk.today()) is not None:
            return target_page(linked.id, desk, language)
    elif linked is not None and library.document(linked.id) is not None:
        return document_page(linked.id, library, desk, language)
    lead = [told(language, "start", "unknown_link")] if payload else []
    blocks = [
        *(block(each) for each in lead),
        block(line(words(told(language, "start", "head"), "b"))),
        block(told(language, "start", "lead")),
        block(line(words(told(language, "start", "notice"), "i"))),
        block(told(language, "start", "try")),
    ]
    rows = [press(shortened(text, _LABEL), Example(n)) for n, text in enumerate(examples(language))]
    return messages(blocks, tuple(rows))


def examples(language: str) -> tuple[str, ...]:
    """The example questions of the welcome; an ``Example`` is an index into them."""
    return prompts.phrases(known_language(language), "examples.questions")[:_EXAMPLES]


def help_page(language: str, group: bool = False) -> tuple[Message, ...]:
    """/help: how to ask here, and the commands there are here."""
    ways = ("group", "inline") if group else ("ask", "group", "inline", "feedback")
    commands = [
        line(told(language, "help", "command", name=each.name, description=each.description))
        for each in command_list(language, group)
    ]
    return messages(
        [
            block(line(words(told(language, "help", "head"), "b"))),
            *(block(told(language, "help", way)) for way in ways),
            block(line(words(told(language, "help", "commands"), "b")), *commands),
        ]
    )


def unknown_command_page(name: str, language: str) -> tuple[Message, ...]:
    """A command we do not have."""
    return only(told(language, "help", "unknown", name=shortened(name, 64)))


def unread_page(language: str, too_many: bool = False) -> tuple[Message, ...]:
    """A message without text (a voice note, a sticker, a picture), or with as many as wait already before it."""
    return only(told(language, "unread", "too_many" if too_many else "no_text"))


def faq_menu_page(questions: CommonQuestions, language: str) -> tuple[Message, ...]:
    """/faq: the sections of the common questions."""
    rows = []
    for section in questions.sections():
        count = str(len(questions.questions(section.id)))
        label = told(language, "faq", "section", name=section.name.text(language), count=count)
        rows.append(press(shortened(label, _LABEL), FaqList(section.id)))
    if not rows:
        return only(told(language, "faq", "none"))
    head = line(words(told(language, "faq", "head"), "b"))
    return messages([block(head, told(language, "faq", "pick"))], tuple(row for row in rows if row))


def faq_list_page(section_id: str, page: int, questions: CommonQuestions, language: str) -> tuple[Message, ...]:
    """The questions of a section, each asked by its number."""
    section = next((each for each in questions.sections() if each.id == section_id), None)
    if section is None:
        return only(told(language, "faq", "unknown"))
    shown = paged(questions.questions(section_id), page)
    turning = turn_row(shown.page, shown.pages, lambda turned: FaqList(section_id, turned), language)
    return _questions_page(section.name.text(language), shown.numbered, turning, language)


def found_questions_page(entries: Sequence[FaqEntry], language: str) -> tuple[Message, ...]:
    """Common questions that were looked for, each asked by its number."""
    return _questions_page(told(language, "faq", "head"), tuple(enumerate(entries, start=1)), (), language)


def faq_question(entry_id: str, questions: CommonQuestions, language: str) -> str | None:
    """The question of an entry, to be asked; None when it is no longer listed."""
    entries = (entry for section in questions.sections() for entry in questions.questions(section.id))
    return next((entry.question.text(language) for entry in entries if entry.id == entry_id), None)


def erase_page(language: str) -> tuple[Message, ...]:
    """/xoadulieu: asks before anything is deleted."""
    row = (
        *press(told(language, "button", "erase"), Erase(True)),
        *press(told(language, "button", "keep"), Erase(False)),
    )
    return messages([block(told(language, "privacy", "ask"))], (row,))


def erased_page(removed: Removed | None, language: str) -> tuple[Message, ...]:
    """What became of a person's data, and a button to delete what they shared; nothing was where it is None."""
    if removed is None:
        return only(told(language, "privacy", "kept"))
    done = told(language, "privacy", "done", answers=str(removed.answers))
    if not removed.shared:
        return only(done)
    left = told(language, "privacy", "shared", shared=str(removed.shared))
    return messages([block(done), block(left)], (press(told(language, "button", "erase_shared"), EraseShared()),))


def not_erased_page(language: str) -> tuple[Message, ...]:
    """The store could not delete it now."""
    return only(told(language, "privacy", "failed"))


def language_page(language: str) -> tuple[Message, ...]:
    """/ngonngu: the languages of buttons and pages."""
    row = tuple(
        button for each in prompts.LANGUAGES for button in press(told(language, "button", each), SetLanguage(each))
    )
    return messages([block(told(language, "language", "pick"))], (row,))


def language_set_page(language: str) -> tuple[Message, ...]:
    """The language is set, said in it."""
    return only(told(language, "language", "set"))


def why_page(answer: str, language: str) -> tuple[Message, ...]:
    """After a thumb down: what is not right, each reason a button."""
    rows = [press(told(language, "feedback", each), Feedback(answer, Verdict.WRONG, each)) for each in REASONS]
    return messages([block(told(language, "feedback", "why"))], tuple(row for row in rows if row))


def thanks(language: str) -> str:
    """What the answer to a verdict says, in at most 200 characters of plain text."""
    return told(language, "feedback", "thanks")


def _questions_page(
    head: str, numbered: Sequence[tuple[int, FaqEntry]], turning: Sequence[tuple[Button, ...]], language: str
) -> tuple[Message, ...]:
    blocks = [block(line(words(head, "b")))]
    blocks += [
        block(line(told(language, "list", "item", n=str(n)), entry.question.text(language)), tight=place > 0)
        for place, (n, entry) in enumerate(numbered)
    ]
    buttons = (
        *number_rows([(n, FaqAsk(entry.id)) for n, entry in numbered]),
        *turning,
        press(told(language, "button", "sections"), FaqMenu()),
    )
    return messages([*blocks, block(line(words(told(language, "faq", "pick_question"), "i")))], buttons)
