"""A conversation in the terminal: typed comfortably when it is one, read line by line when it is a pipe."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory
from rich.console import Console as Screen
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

import prompts
from bot.channels.layout import (
    Figure,
    Mark,
    citation_line,
    headline,
    paragraphs,
    printable,
    segments,
    source_line,
)
from bot.channels.wording import confidence_label, status_label, wording
from bot.messages import Fact, Incoming, Reply
from bot.ports import Chat, CommonQuestions
from bot.redaction import redacted
from knowledge.documents import Citation
from knowledge.vietnamese import strip_marks

_SPOKEN = "vi"  # the language of the terminal's own words
_STYLES = {"answered": "green", "clarify": "yellow", "error": "red"}


def render_reply(reply: Reply) -> RenderableType:
    """A reply for the terminal: label, headline, text, one line per citation, suggestions."""
    words = wording(reply.language)
    lead, rest = headline(reply.text)
    parts: list[RenderableType] = [
        Text(f"● {status_label(reply.status, reply.language)}", style=_STYLES.get(reply.status.group, "cyan"))
    ]
    if reply.interpretation:
        parts.append(Text(f"{words.understood}: {printable(reply.interpretation)}", style="dim italic"))
    parts.append(_line(lead, reply, reply.facts, "bold"))
    parts.extend(_line(paragraph, reply) for paragraph in paragraphs(rest))
    if reply.degraded:
        parts.append(Text(f"! {words.degraded} ({', '.join(reply.degraded)}).", style="yellow"))
    for n, citation in enumerate(reply.citations, start=1):
        parts.append(Text(f"[{n}] {citation_line(citation, reply.language)}", style="dim"))
    if reply.suggestions:
        parts.append(Text(f"{words.suggestions}:"))
        parts.extend(Text(f"  {n}. {printable(each)}") for n, each in enumerate(reply.suggestions, start=1))
    return Group(*parts, Text())


def render_citation(n: int, citation: Citation, language: str) -> RenderableType:
    """A cited passage in full, the quoted span marked, with everything it was published in."""
    words = wording(language)
    text, quote = printable(citation.passage.text), printable(citation.quote)
    passage = Text(text)
    start = text.find(quote)
    if quote and start >= 0:
        passage.stylize("bold reverse", start, start + len(quote))
    parts: list[RenderableType] = [
        Text(f"[{n}] {printable(citation.document.title)}", style="bold"),
        Text(citation_line(citation, language), style="dim"),
        Padding(passage, (0, 4), expand=False),
        Text(confidence_label(citation.passage.confidence, language), style="dim"),
    ]
    parts.extend(Text(f"{words.source}: {source_line(source)}", style="dim") for source in citation.sources)
    return Group(*parts, Text())


class Console:
    """One conversation with a person at a terminal, or with whatever is piped in."""

    def __init__(
        self,
        chat: Chat,
        lines: Iterable[str],
        screen: Screen | None = None,
        questions: CommonQuestions | None = None,
    ) -> None:
        self._chat = chat
        self._questions = questions
        self._offered: tuple[str, ...] = ()  # what a number asks
        self._lines = lines
        self._screen = screen or Screen()
        self._conversation = _new_conversation()
        self._last: Reply | None = None

    def run(self) -> None:
        """Talks until the lines end or the person leaves."""
        if self._screen.is_terminal:
            self._screen.print(Text(_said("welcome"), style="bold"), "")
        for line in self._lines:
            entered = line.strip()
            if entered in ("/thoat", "/exit", "/quit"):
                break
            if entered.startswith("/"):
                self._obey(*entered.split())
            elif entered:
                self._answer(entered)
        if self._screen.is_terminal:
            self._screen.print(Text(_said("goodbye")))

    def _answer(self, entered: str) -> None:
        question = self._suggestion(entered) or entered
        waiting = self._screen.status(_said("thinking")) if self._screen.is_terminal else nullcontext()
        with waiting:
            self._last = self._chat.reply_to(Incoming(question, self._conversation))
        self._offered = self._last.suggestions
        self._screen.print(render_reply(self._last))

    def _suggestion(self, entered: str) -> str | None:
        offered = self._offered
        if entered.isascii() and entered.isdecimal() and 1 <= int(entered[:3]) <= len(offered):
            return offered[int(entered[:3]) - 1]
        return None

    def _obey(self, name: str, *arguments: str) -> None:
        if strip_marks(name) == "/nguon":
            self._show_citations(arguments[0] if arguments else None)
        elif name in ("/help", "/trogiup"):
            self._screen.print(Text(_said("help")), "")
        elif name == "/faq":
            self._show_questions(arguments[0] if arguments else None)
        elif name == "/moi":
            self._chat.forget(self._conversation)
            self._conversation, self._last, self._offered = _new_conversation(), None, ()
            self._screen.print(Text(_said("restarted")), "")
        else:
            self._screen.print(Text(_said("unknown", name=printable(name))), "")

    def _show_questions(self, wanted: str | None) -> None:
        """The sections of the common questions, or the numbered questions of one."""
        sections = self._questions.sections() if self._questions else ()
        names = [section.id for section in sections]
        if not self._questions or not names:
            self._screen.print(Text(_said("no_faq")), "")
        elif wanted is None:
            for section in sections:
                held = len(self._questions.questions(section.id))
                self._screen.print(Text(f"  {section.id:<16} {printable(section.name.vi)} ({held})"))
            self._screen.print(Text(_said("pick_section", name=names[0]), style="dim"), "")
        elif wanted not in names:
            self._screen.print(Text(_said("no_section", name=printable(wanted), names=", ".join(names))), "")
        else:
            self._offered = tuple(entry.question.vi for entry in self._questions.questions(wanted))
            for n, question in enumerate(self._offered, start=1):
                self._screen.print(Text(f"  {n}. {printable(question)}"))
            self._screen.print(Text(_said("pick_question"), style="dim"), "")

    def _show_citations(self, wanted: str | None) -> None:
        reply = self._last
        if reply is None or not reply.citations:
            self._screen.print(Text(_said("no_citations")), "")
            return
        numbered = dict(enumerate(reply.citations, start=1))
        if wanted is not None:
            numbered = {n: citation for n, citation in numbered.items() if str(n) == wanted.strip("[]")}
        if not numbered:
            count = len(reply.citations)
            self._screen.print(Text(_said("no_such_citation", n=printable(wanted or ""), count=str(count))), "")
        for n, citation in numbered.items():
            self._screen.print(render_citation(n, citation, reply.language))


def entered_lines(history: Path) -> Iterator[str]:
    """What a person types, with history in a private file; or standard input when it is not a terminal."""
    return _typed(history) if sys.stdin.isatty() else iter(sys.stdin)


class DiscreetHistory(FileHistory):
    """Lines of earlier conversations, their personal data covered in the file; this one's are as typed in memory."""

    def store_string(self, string: str) -> None:
        """Appends a line to the file."""
        super().store_string(redacted(string))


def _make_private(history: Path) -> None:
    """A file for its owner alone, the lines of earlier versions covered."""
    os.close(os.open(history, os.O_CREAT | os.O_APPEND, 0o600))
    history.chmod(0o600)
    held = history.read_text(encoding="utf-8", errors="replace")
    covered = "".join(f"+{redacted(line[1:])}" if line.startswith("+") else line for line in held.splitlines(True))
    if covered != held:
        history.write_text(covered, encoding="utf-8")


def _typed(history: Path) -> Iterator[str]:
    history.parent.mkdir(parents=True, exist_ok=True)
    _make_private(history)
    session: PromptSession[str] = PromptSession(_said("prompt"), history=DiscreetHistory(str(history)))
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:  # clears the line, like a shell
            continue
        except EOFError:
            return


def _line(text: str, reply: Reply, facts: tuple[Fact, ...] = (), style: str = "") -> Text:
    drawn = Text(style=style)
    for segment in segments(text, len(reply.citations), facts):
        if isinstance(segment, Mark):
            drawn.append(f"[{segment.n}]", style="cyan not bold")
        elif isinstance(segment, Figure):
            drawn.append(segment.text, style="bold underline")
        else:
            drawn.append(segment.text)
    return drawn


def _said(key: str, **values: str) -> str:
    return prompts.say(_SPOKEN, f"console.{key}", **values)


def _new_conversation() -> str:
    return f"console:{secrets.token_urlsafe(16)}"
