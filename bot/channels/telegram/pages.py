"""Every page by its command or its button: what needs no chat and no store, in one place the adapter asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.telegram.actions import (
    Action,
    AskTarget,
    BackToDocument,
    Chart,
    Compare,
    DocumentList,
    DocumentTargets,
    DueList,
    Example,
    FaqAsk,
    FaqList,
    FaqMenu,
    FollowUp,
    OpenDocument,
    OpenTarget,
    ReadDocument,
    ResultList,
    ResultMenu,
    TargetCard,
    TargetList,
)
from bot.channels.telegram.document_pages import (
    document_list_page,
    document_page,
    document_targets_page,
    reading_page,
)
from bot.channels.telegram.guide_pages import (
    erase_page,
    examples,
    faq_list_page,
    faq_menu_page,
    faq_question,
    help_page,
    language_page,
    start_page,
    unknown_command_page,
)
from bot.channels.telegram.message import Message
from bot.channels.telegram.result_pages import chart_page, compare_page, result_menu_page, results_page
from bot.channels.telegram.target_pages import due_page, target_card, target_list_page, target_page
from bot.channels.telegram.worded_pages import (
    worded_deadlines,
    worded_documents,
    worded_questions,
    worded_results,
    worded_targets,
)
from bot.messages import Reply
from bot.ports import CommonQuestions, Library, RegisterDesk, TargetIndex
from knowledge.register.selection import Due

Sent = tuple[Message, ...]


@dataclass(frozen=True)
class Pages:
    """The pages over what they show."""

    desk: RegisterDesk
    library: Library
    questions: CommonQuestions
    index: TargetIndex

    def command(self, name: str, argument: str, language: str, group: bool = False) -> Sent:
        """The page of a command; /nguon is the adapter's, which alone knows the last answer."""
        match name:
            case "start":
                return start_page(argument, self.desk, self.library, language)
            case "help":
                return help_page(language, group)
            case "chitieu" | "han" | "vanban" | "faq" | "ketqua" if argument.strip():
                return self._worded(name, argument, language)
            case "chitieu":
                return target_list_page(TargetList(), self.desk, language)
            case "han":
                return due_page(DueList(Due.AFTER), self.desk, language)
            case "vanban":
                return document_list_page(0, self.library, language)
            case "faq":
                return faq_menu_page(self.questions, language)
            case "ketqua":
                return result_menu_page(self.desk, language)
            case "xoadulieu":
                return erase_page(language)
            case "ngonngu":
                return language_page(language)
            case _:
                return unknown_command_page(name, language)

    def _worded(self, name: str, argument: str, language: str) -> Sent:
        """What the words behind a command lead to."""
        match name:
            case "han":
                return worded_deadlines(argument, self.index, self.desk, language)
            case "vanban":
                return worded_documents(argument, self.library, self.desk, language)
            case "faq":
                return worded_questions(argument, self.questions, language)
            case "ketqua":
                return worded_results(argument, self.index, self.desk, self.library, language)
            case _:
                return worded_targets(argument, self.index, self.desk, language)

    def pressed(self, action: Action, language: str) -> Sent | None:
        """The page of a button; None for one that asks, judges, deletes or sets something."""
        makers: dict[type, Callable[..., Sent]] = {
            TargetList: lambda a: target_list_page(a, self.desk, language),
            DueList: lambda a: due_page(a, self.desk, language),
            OpenTarget: lambda a: target_page(a.target, self.desk, language),
            TargetCard: lambda a: target_card(a.target, self.desk, language),
            Chart: lambda a: chart_page(a.indicator, self.desk, language),
            Compare: lambda a: compare_page(a.indicator, self.desk, self.library, language),
            ResultList: lambda a: results_page(a.indicator, self.desk, self.library, language),
            ResultMenu: lambda _: result_menu_page(self.desk, language),
            DocumentList: lambda a: document_list_page(a.page, self.library, language),
            OpenDocument: lambda a: document_page(a.document, self.library, self.desk, language),
            BackToDocument: lambda a: document_page(a.document, self.library, self.desk, language),
            ReadDocument: lambda a: reading_page(a.document, a.page, self.library, language),
            DocumentTargets: lambda a: document_targets_page(a.document, a.page, self.library, self.desk, language),
            FaqMenu: lambda _: faq_menu_page(self.questions, language),
            FaqList: lambda a: faq_list_page(a.section, a.page, self.questions, language),
        }
        make = makers.get(type(action))
        return make(action) if make else None

    def question(self, action: Action, kept: Reply | None, language: str) -> str | None:
        """The question a button asks; ``kept`` is the answer a follow-up belongs to. None where there is none now."""
        match action:
            case FollowUp(index=index) if kept is not None and index < len(kept.suggestions):
                return kept.suggestions[index]
            case Example(index=index) if index < len(examples(language)):
                return examples(language)[index]
            case FaqAsk(entry=entry):
                return faq_question(entry, self.questions, language)
            case AskTarget(target=target):
                sheet = self.desk.target(target, language, self.desk.today())
                return sheet.question if sheet else None
            case _:
                return None
