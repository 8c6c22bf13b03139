"""Putting the questions to the systems: every case, each system, clean and in six spellings."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.evals.baselines import Answerer
from tests.evals.cases import SPLITS, Case, load
from tests.evals.extraction_block import extraction_markdown, extraction_table
from tests.evals.minimal_pairs import pairs, pairs_as_cases
from tests.evals.page import write_page
from tests.evals.register_report import register_markdown, register_table
from tests.evals.report import failures, markdown, table, write_json
from tests.evals.results import CLEAN, Result
from tests.evals.row_checks import mixed_rows
from tests.evals.scoring import same_answer, score, unverified_quotes
from tests.evals.slots import turns_checked
from tests.evals.spellings import MAKERS, spellings
from tests.evals.told_as_result import told_as_results
from tests.evals.truth import entries

PassageText = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Variant:
    """A case as one person would type it."""

    spelling: str
    turns: tuple[str, ...]


def variants(case: Case) -> Iterator[Variant]:
    """The clean case first, then its spellings where they differ; English and courtesy are left as they are."""
    yield Variant(CLEAN, case.turns)
    if case.language != "vi" or case.kind == "smalltalk":
        return
    spelt = [spellings(turn, f"{case.id}/{place}") for place, turn in enumerate(case.turns)]
    for name in MAKERS:
        turns = tuple(each[name] for each in spelt)
        if turns != case.turns:
            yield Variant(name, turns)


def evaluate(
    systems: Mapping[str, Answerer],
    split: str,
    spellings: bool = False,
    *,
    cases: Iterable[Case] | None = None,
    passage_text: PassageText | None = None,
) -> list[Result]:
    """Every result of every system on one split (or ``all``), the clean ones and, if wanted, the spelt ones."""
    chosen = [case for case in (load() if cases is None else cases) if split in ("all", case.split)]
    return [
        result
        for name, system in systems.items()
        for case in chosen
        for result in _of_case(name, system, case, spellings, passage_text)
    ]


def _of_case(
    name: str, system: Answerer, case: Case, spellings: bool, passage_text: PassageText | None
) -> Iterator[Result]:
    clean: Mapping[str, Any] = {}
    for variant in variants(case):
        if variant.spelling != CLEAN and not spellings:
            return
        start = time.perf_counter()
        reply = _asked(system, variant.turns)
        spent = (time.perf_counter() - start) * 1000
        if variant.spelling == CLEAN:
            clean = reply
        yield Result(
            system=name,
            case=case,
            spelling=variant.spelling,
            turns=variant.turns,
            reply=reply,
            score=score(case, reply, typed=system.typed),
            same_as_clean=same_answer(clean, reply),
            bad_quotes=tuple(unverified_quotes(reply, passage_text)) if passage_text else (),
            quotes=len(reply.get("citations", ())) if passage_text else 0,
            mixed=tuple(mixed_rows(reply, " ".join(variant.turns), entries())) if system.typed else (),
            told_as_result=tuple(told_as_results(reply, asked_whether_reached=case.kind == "achieved")),
            turns_wrong=tuple(map(tuple, turns_checked(case.slots, reply))) if system.typed else (),
            milliseconds=spent,
        )


def _spelt(systems: Mapping[str, Answerer], first: str, split: str) -> list[Result]:
    """The register's questions in their six spellings, for the first system: its block shows them in any case."""
    own = [case for case in load() if case.source.startswith("register-")]
    asked = evaluate({first: systems[first]} if first else {}, split, spellings=True, cases=own)
    return [result for result in asked if result.spelling != CLEAN]


def _asked(system: Answerer, turns: Sequence[str]) -> Mapping[str, Any]:
    """The reply; a system that breaks down has answered with an error, and the run goes on."""
    try:
        return system.answer(turns)
    except Exception as error:  # one broken reply must not hide the others
        return {"status": "error_internal", "text": f"{type(error).__name__}: {error}", "citations": [], "facts": []}


def main(
    systems: Mapping[str, Answerer], passage_text: PassageText | None = None, arguments: Sequence[str] | None = None
) -> int:
    """Evaluate the given systems and print the table and every failure of the first of them."""
    parser = argparse.ArgumentParser(prog="eval", description="Puts the evaluation questions to the systems.")
    parser.add_argument("--split", choices=(*SPLITS, "all"), default="test")
    parser.add_argument("--spellings", action="store_true", help="each question in its six spellings as well")
    parser.add_argument(
        "--failures",
        type=int,
        help="how many failures to list (200; of the test split, which nobody is to look into, 0)",
    )
    parser.add_argument("--markdown", type=Path, help="write the figures as Markdown to this file")
    parser.add_argument("--page", action="store_true", help="write the figures into docs/evaluation.md")
    parser.add_argument("--json", action="store_true", help="write every result to var/eval/<date>.json")
    options = parser.parse_args(arguments)
    results = evaluate(systems, options.split, options.spellings, passage_text=passage_text)
    console = Console()
    console.print(table(results))
    first = next(iter(systems), "")
    listed = options.failures if options.failures is not None else {"test": 0, "all": 0}.get(options.split, 200)
    twins = evaluate(systems, options.split, cases=pairs_as_cases(), passage_text=passage_text)
    every = [*results, *twins]
    block = every if options.spellings else [*every, *_spelt(systems, first, options.split)]
    console.print(register_table(block, pairs(options.split)))
    console.print(extraction_table(options.split))
    for line in failures([result for result in every if result.system == first], limit=listed):
        console.print(line, markup=False, highlight=False)
    if options.markdown:
        options.markdown.parent.mkdir(parents=True, exist_ok=True)
        options.markdown.write_text(markdown(results), encoding="utf-8")
    if options.page:
        write_page(
            results,
            register_markdown(block, pairs(options.split)),
            extraction_markdown(options.split),
            "make eval ARGS='" + " ".join(arguments or sys.argv[1:]) + "'",
        )
    if options.json:
        console.print(f"written to {write_json(every, Path('var/eval') / f'{date.today().isoformat()}.json')}")
    return 0
