"""The numbered lists that commands lead to: common questions, targets, years, results, documents; pure.

An entry stands for a question the assistant answers, or for a further command: an answer has one layout only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import prompts
from bot.channels.asked_year import asked_year
from bot.channels.zalo.choices import Offer, numbers
from bot.channels.zalo.finding import naming
from bot.channels.zalo.splitting import Block, into_messages
from bot.ports import CommonQuestions, Library, RegisterDesk
from knowledge.documents import Document
from knowledge.faq import FaqEntry
from knowledge.register.selection import Selection
from knowledge.vietnamese import nfc

PAGE = 10  # entries of a message
_SAID = 80  # characters of what was looked for that are said again
_PAGE_NUMBER = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list."""

    label: str
    stands_for: str  # a question, or a command


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it is shown, and what its numbers stand for; no offer where nothing was found."""

    messages: tuple[str, ...]
    offer: Offer | None = None


class Lists:
    """What a command with a list leads to, alone ("/han") or with words ("/han 2025", "/faq một cửa")."""

    def __init__(self, questions: CommonQuestions, library: Library, desk: RegisterDesk) -> None:
        self._questions = questions
        self._library = library
        self._desk = desk
        self._whole: Mapping[str, Callable[[str], Sequence[Entry]]] = {
            "/chitieu": self._targets,
            "/han": self._years,
            "/ketqua": self._results,
            "/vanban": self._documents,
        }

    def of(self, command: str, words: str, language: str) -> Listed | str | None:
        """The list a command shows, or the question its words ask; None for a command that has no list."""
        words = " ".join(nfc(words).split())
        if command == "/faq":
            return self._common(words, language)
        if command not in self._whole:
            return None
        entries = self._whole[command](language)
        page = 1 if not words else int(words) if _PAGE_NUMBER.fullmatch(words) else 0
        if page and (page - 1) * PAGE < max(len(entries), 1):
            return _listed(prompts.say(language, f"zalo.list_{command[1:]}"), entries, language, command, page)
        return self._document(words, language) if command == "/vanban" else _asking(command, words, language)

    def _common(self, words: str, language: str) -> Listed:
        """The sections; the questions of one, by its number or its id; or the questions that say the words."""
        sections = self._questions.sections()
        first, _, page = words.partition(" ")
        known = {each.id: each for each in sections} | {str(n): each for n, each in enumerate(sections, start=1)}
        if not words:
            entries = [
                Entry(f"{each.name.text(language)} ({len(self._questions.questions(each.id))})", f"/faq {each.id}")
                for each in sections
            ]
            return _listed(prompts.say(language, "zalo.list_faq"), entries, language)
        if first in known and (not page or _PAGE_NUMBER.fullmatch(page)):
            section = known[first]
            entries = [_question(each, language) for each in self._questions.questions(section.id)]
            return _listed(section.name.text(language), entries, language, f"/faq {section.id}", int(page or 1))
        everything = [each for section in sections for each in self._questions.questions(section.id)]
        found = naming(words, everything, lambda each: (each.question.text(language), *each.phrasings()))
        said = words if len(words) <= _SAID else f"{words[:_SAID].rstrip()}…"
        if not found:
            return Listed((prompts.say(language, "zalo.faq_not_found", words=said),))
        entries = [_question(each, language) for each in found[:PAGE]]
        return _listed(prompts.say(language, "zalo.faq_found", words=said), entries, language)

    def _targets(self, language: str) -> Sequence[Entry]:
        names = [each.short for each in self._desk.indicators(language) if each.targets]
        return [Entry(name, f"/chitieu {name}") for name in names]

    def _results(self, language: str) -> Sequence[Entry]:
        names = [each.short for each in self._desk.indicators(language) if each.results]
        return [Entry(name, f"/ketqua {name}") for name in names]

    def _years(self, language: str) -> Sequence[Entry]:
        """The years a document names for a target; a period's years are nobody's deadline."""
        rows = self._desk.rows(Selection(), language, self._desk.today())
        years = sorted({str(each.year) for each in rows if each.own_year and each.year})
        return [Entry(year, f"/han {year}") for year in years]

    def _documents(self, language: str) -> Sequence[Entry]:
        return [_named(each, language) for each in self._numbered()]

    def _document(self, words: str, language: str) -> Listed | str:
        """The one document the words name, or those to pick from; else the words as they were typed are asked."""
        found = naming(words, self._numbered(), lambda each: (f"{each.number} {each.short} {each.short_en}",))
        found = found or naming(words, self._numbered(), lambda each: (f"{each.title} {each.title_en}",))
        if len(found) > 1:
            entries = [_named(each, language) for each in found[:PAGE]]
            return _listed(prompts.say(language, "zalo.list_vanban"), entries, language)
        short = (found[0].short_en if language == "en" else found[0].short) if found else words
        return _asking("/vanban", short, language)

    def _numbered(self) -> Sequence[Document]:
        """Documents with a number: the others are ours, made of several sources, and answer by themselves."""
        return [each for each in self._library.documents() if each.number]


def _listed(head: str, entries: Sequence[Entry], language: str, command: str = "", page: int = 1) -> Listed:
    """A page of entries; numbers go on from page to page, so that those of an earlier page still hold."""
    pages = -(-len(entries) // PAGE) if command else 1
    if not entries or page > pages:
        return Listed((prompts.say(language, "zalo.list_empty"),))
    until = page * PAGE if command else len(entries)
    more = f"{command} {page + 1}" if page < pages else ""
    blocks = [Block(f"{head} ({page}/{pages}):" if pages > 1 else f"{head}:")]
    numbered = list(enumerate(entries[:until], start=1))
    blocks += [
        Block(f"{n}. {entry.label}", apart=n % PAGE == 1) for n, entry in numbered[until - PAGE if command else 0 :]
    ]
    blocks += [Block(prompts.say(language, "zalo.list_more"))] if more else []
    choices = tuple(entry.stands_for for _, entry in numbered)
    blocks.append(Block(prompts.say(language, "zalo.list_pick", numbers=numbers(choices)), apart=True))
    return Listed(into_messages(blocks), Offer(choices, more))


def _question(entry: FaqEntry, language: str) -> Entry:
    said = entry.question.text(language)
    return Entry(said, said)


def _named(document: Document, language: str) -> Entry:
    short, title = document.short, document.title
    if language == "en":
        short, title = document.short_en, document.title_en
    return Entry(title if document.number and document.number in title else f"{short}: {title}", f"/vanban {short}")


def _asking(command: str, words: str, language: str) -> str:
    """The question a command with words stands for."""
    if command == "/han" and (year := asked_year(words)):
        return prompts.say(language, "zalo.ask_han_year", words=year)
    return prompts.say(language, f"zalo.ask_{command[1:]}", words=words)
