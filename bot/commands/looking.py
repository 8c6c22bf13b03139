"""``plan136 search`` and ``plan136 documents``: looking at what we know, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console as Screen
from rich.table import Table
from rich.text import Text

from bot.channels.layout import printable, source_line
from bot.channels.wording import confidence_label, edition_label
from bot.commands import opening
from bot.commands.naming import named_document
from knowledge.assembly import Knowledge
from knowledge.documents import Document, Relation
from knowledge.retrieval.evidence import Evidence

_SHOWN = 160  # characters of a found passage in a table
_SHOWN_REJECTED = 60


def search(question: str, limit: int) -> None:
    """Searches as the assistant does, and shows scores, rejected passages and timings."""
    knowledge = opening.knowledge(opening.bot_settings())
    reading = knowledge.vocabulary.read(question)
    words = knowledge.vocabulary.expand(reading.tokens)
    evidence = knowledge.retriever.search(reading.text, words=words, limit=limit)
    screen = opening.screen()
    if reading.changes:
        screen.print(Text(f"read as: {printable(reading.text)}", style="dim"))
    screen.print(_hits(evidence, knowledge))
    if evidence.rejected:
        screen.print(_rejected(evidence, knowledge))
    timings = ", ".join(f"{name} {spent:.1f} ms" for name, spent in evidence.timings_ms.items())
    screen.print(Text(timings, style="dim"))
    for part in evidence.degraded:
        screen.print(Text(f"! not working: {part}", style="yellow"))


def documents(wanted: str | None) -> None:
    """Lists the documents, or shows one."""
    known = opening.holdings(opening.bot_settings())
    for problem in known.problems:
        opening.notices().print(Text(f"! left out: {printable(str(problem))}", style="yellow"))
    first = known.home.document
    held = sorted(known.documents, key=lambda each: (each.id != first, each.issued is None, str(each.issued), each.id))
    screen = opening.screen()
    if wanted is None:
        screen.print(_list(held))
        screen.print(Text(f"{len(held)} documents, {sum(len(each.passages) for each in held)} passages", style="dim"))
    else:
        _show(named_document(wanted, held), screen)


def _hits(evidence: Evidence, knowledge: Knowledge) -> Table:
    table = Table(title="Found", title_justify="left", show_lines=True)
    for heading in ("score", "dense", "keyword"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("where", ratio=2)
    table.add_column("passage", ratio=5)
    for hit in evidence.hits:
        where = f"{_name(knowledge.documents[hit.passage.document])}\n{hit.passage.locator}"
        scores = (f"{hit.score:.3f}", _score(hit.dense), _score(hit.keyword))
        table.add_row(*scores, Text(printable(where)), Text(_start(hit.passage.text, _SHOWN)))
    return table


def _rejected(evidence: Evidence, knowledge: Knowledge) -> Table:
    table = Table(title="Set aside", title_justify="left")
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("reason", no_wrap=True)
    table.add_column("where", ratio=2)
    table.add_column("passage", ratio=4)
    for each in evidence.rejected:
        where = f"{_name(knowledge.documents[each.passage.document])}, {each.passage.locator}"
        passage = Text(_start(each.passage.text, _SHOWN_REJECTED))
        table.add_row(f"{each.score:.3f}", each.reason.value, Text(printable(where)), passage)
    return table


def _list(held: Iterable[Document]) -> Table:
    table = Table()
    table.add_column("id", overflow="fold", min_width=12, max_width=24)
    table.add_column("number", overflow="fold", min_width=11)
    table.add_column("title", ratio=1, min_width=16)
    table.add_column("issued", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("passages", justify="right")
    table.add_column("confidence", no_wrap=True)
    table.add_column("edition", no_wrap=True)
    for each in held:
        issued = each.issued.isoformat() if each.issued else "–"
        row = (each.id, each.number or "–", Text(printable(each.short_en)), issued, each.status.value)
        table.add_row(*row, str(len(each.passages)), each.confidence.value, edition_label(each.edition, "vi"))
    return table


def _show(document: Document, screen: Screen) -> None:
    """Identity, sources and every clause of a document."""
    facts: Mapping[str, str | None] = {
        "number": document.number,
        "title": f"{document.title} ({document.title_en})",
        "issuer": document.issuer,
        "issued": document.issued.isoformat() if document.issued else None,
        "effective": document.effective.isoformat() if document.effective else None,
        "period": "–".join(str(year or "…") for year in document.period) if document.period else None,
        "signer": document.signer,
        "status": f"{document.status.value}: {document.status.text}",
        "edition": edition_label(document.edition, "vi"),
        "confidence": f"{document.confidence.value}: {confidence_label(document.confidence, 'vi')}",
        "relations": ", ".join(_relation(each) for each in document.relations) or None,
    }
    identity = Table(box=None, show_header=False, title=f"{document.id}", title_justify="left")
    for name, value in facts.items():
        if value:
            identity.add_row(Text(name, style="dim"), Text(printable(value)))
    screen.print(identity, "")
    for source in document.sources:
        screen.print(Text(f"{source.id}  {source_line(source)}", style="dim"))
    clauses = Table(show_lines=True)
    clauses.add_column("place", ratio=1)
    clauses.add_column("clause", ratio=3)
    clauses.add_column("sources", no_wrap=True)
    for passage in document.passages:
        support = " ".join((*passage.sources, passage.confidence.value))
        clauses.add_row(Text(printable(passage.locator)), Text(printable(passage.text)), support)
    screen.print("", clauses)


def _relation(found: Relation) -> str:
    since = f" ({found.since.isoformat()})" if found.since else ""
    return f"{found.kind} {found.number}{since}"


def _name(document: Document) -> str:
    return document.number or document.short


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _start(text: str, most: int) -> str:
    shown = printable(text)
    return shown if len(shown) <= most else f"{shown[:most].rstrip()}…"
