"""Commands with words behind them: "/ketqua papi", "/vanban 76", "/han 2025", "/faq một cửa" lead straight there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.channels.asked_year import asked_year, without_year
from bot.channels.telegram.actions import TargetList
from bot.channels.telegram.citations import shortened
from bot.channels.telegram.document_pages import document_page, found_documents_page
from bot.channels.telegram.guide_pages import found_questions_page
from bot.channels.telegram.message import Message
from bot.channels.telegram.packing import only
from bot.channels.telegram.result_pages import found_results_page, results_page
from bot.channels.telegram.target_pages import found_page, target_list_page
from bot.channels.telegram.told import told
from bot.ports import CommonQuestions, Library, RegisterDesk, TargetIndex
from bot.publishing.desk import IndicatorLine
from knowledge.documents import Document
from knowledge.vietnamese import has_marks, nfc, strip_marks

MOST_FOUND = 8
_SAID = 120  # units of what was asked for that are said again
_WORD = re.compile(r"\w+")
_Thing = TypeVar("_Thing")


def worded_targets(asked: str, index: TargetIndex, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """/chitieu WORDS: the targets the register's index finds for them."""
    return found_page(asked, index.find(asked, language, desk.today(), MOST_FOUND), language)


def worded_deadlines(asked: str, index: TargetIndex, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """/han WORDS: the list of a year, or the targets the words name; each line says its deadline."""
    year = asked_year(asked)
    if year and year in {option.value for option in desk.choices(language)["year"]}:
        return target_list_page(TargetList(year=int(year)), desk, language)
    return worded_targets(asked, index, desk, language)


def worded_documents(asked: str, library: Library, desk: RegisterDesk, language: str) -> tuple[Message, ...]:
    """/vanban WORDS: the one document they name, by its number before its title; or those to pick from."""
    held = library.documents()
    found = _naming(asked, held, _numbered) or _naming(asked, held, _titled)
    if len(found) == 1:
        return document_page(found[0].id, library, desk, language)
    return (
        found_documents_page(shortened(asked, _SAID), found, language)
        if found
        else _nothing("documents", asked, language)
    )


def worded_results(
    asked: str, index: TargetIndex, desk: RegisterDesk, library: Library, language: str
) -> tuple[Message, ...]:
    """/ketqua WORDS: the results of the one indicator they name, or the indicators to pick from."""
    listed = [each for each in desk.indicators(language) if each.results]
    words = without_year(asked) or asked  # the page tells every year
    found = [each for each in listed if _folded(each.short) == _folded(words)]
    if not found:  # the register's index knows more names than its lists show
        meant = {row.indicator_id for row in index.find(words, language, desk.today(), MOST_FOUND)}
        named = {each.id for each in _naming(words, listed, _called) if each.measured_by in (None, each.id)}
        found = [each for each in listed if each.id in meant | named]
    if len(found) == 1:
        return results_page(found[0].id, desk, library, language)
    return found_results_page(found, language) if found else _nothing("results", asked, language)


def worded_questions(asked: str, questions: CommonQuestions, language: str) -> tuple[Message, ...]:
    """/faq WORDS: the common questions that say them."""
    entries = [entry for section in questions.sections() for entry in questions.questions(section.id)]
    found = _naming(asked, entries, lambda entry: entry.question.text(language))
    return found_questions_page(found[:MOST_FOUND], language) if found else _nothing("faq", asked, language)


def _nothing(group: str, asked: str, language: str) -> tuple[Message, ...]:
    return only(told(language, group, "not_found", query=shortened(asked, _SAID)))


def _naming(asked: str, things: Iterable[_Thing], name: Callable[[_Thing], str]) -> Sequence[_Thing]:
    """The things whose name holds every word asked for; marks count only where they were typed."""
    form = str if has_marks(asked) else strip_marks
    wanted = _words(form(nfc(asked).lower()))
    return [each for each in things if wanted and wanted <= _words(form(nfc(name(each)).lower()))]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _folded(text: str) -> str:
    return strip_marks(nfc(text)).lower().strip()


def _numbered(document: Document) -> str:
    return f"{document.number or ''} {document.short} {document.short_en}"


def _titled(document: Document) -> str:
    return " ".join((_numbered(document), document.title, document.title_en, *document.aliases))


def _called(indicator: IndicatorLine) -> str:
    return f"{indicator.short} {indicator.name}"
