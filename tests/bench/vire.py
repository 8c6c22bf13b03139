"""Retrieval on a VIRE-format CSV: ``python -m tests.bench.vire --csv FILE [--limit N] [--seed N]``.

Each unique context is a document of one passage; it is cut, indexed and searched by the product's
own code. One line a system: its name, then P@1, R@10, MRR@10 and nDCG@10 in percent.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Passage, passage_id
from knowledge.index import building
from knowledge.index.chroma import open_store
from knowledge.index.isolated_encoder import isolated
from knowledge.index.keywords import KeywordIndex
from knowledge.index.vectors import EncoderEmbeddings
from knowledge.retrieval.retriever import Retriever
from knowledge.vietnamese import nfc

DEPTH = 10
TITLE = 40  # a first line of at most this many words, with text after it, is the heading
SAMPLE = Path(__file__).with_name("sample.csv")

Ranker = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the context that answers it."""

    question: str
    context: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the questions, 0 to 1."""

    p1: float
    r10: float
    mrr10: float
    ndcg10: float


def read_cases(path: Path) -> list[Case]:
    """The rows of a VIRE-format CSV; ValueError when a column is missing or nothing is in it."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        missing = {"context", "question"} - set(reader.fieldnames or ())
        if missing:
            raise ValueError(f"{path}: column {', '.join(sorted(missing))} is missing")
        cases = [Case(row["question"], row["context"]) for row in reader if row["question"] and row["context"]]
    if not cases:
        raise ValueError(f"{path}: no row has both a question and a context")
    return cases


def as_passage(context: str) -> Passage:
    """A context as a document of one passage, its first line being the heading when it looks like one."""
    document = hashlib.sha256(context.encode()).hexdigest()[:16]
    first, _, rest = nfc(context).strip().partition("\n")
    titled = bool(rest.strip()) and len(first.split()) <= TITLE
    headings, text = ((first.strip(),), rest.strip()) if titled else ((), nfc(context).strip())
    return Passage(passage_id(document, headings, text), document, headings, "1", text)


def measure(cases: Sequence[Case], rank: Ranker) -> Figures:
    """Each question has one right context; ranks beyond 10 count as not found."""
    ranks = []
    for case in cases:
        ranked = list(rank(case.question))[:DEPTH]
        ranks.append(ranked.index(case.context) if case.context in ranked else None)
    total = len(ranks)
    found = [place for place in ranks if place is not None]
    return Figures(
        sum(place == 0 for place in found) / total,
        len(found) / total,
        sum(1 / (place + 1) for place in found) / total,
        sum(1 / math.log2(place + 2) for place in found) / total,
    )


def sampled(cases: Sequence[Case], limit: int | None, seed: int) -> list[Case]:
    """A random part of the questions; all contexts stay indexed."""
    if limit is None or limit >= len(cases):
        return list(cases)
    return random.Random(seed).sample(list(cases), limit)


def run(path: Path, limit: int | None, seed: int, write: Callable[[str], None]) -> dict[str, Figures]:
    """Index, ask every system every question, write one line a system."""
    everything = read_cases(path)
    cases = sampled(everything, limit, seed)
    contexts = list(dict.fromkeys(case.context for case in everything))
    passages = [as_passage(context) for context in contexts]
    context_of = {passage.id: context for passage, context in zip(passages, contexts, strict=True)}
    encoder = isolated("")
    encoder.load()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        began = time.perf_counter()
        generation = building.build(passages, encoder, home)
        indexed = time.perf_counter() - began
        words = KeywordIndex.load(generation.folder / "keywords")
        vectors = building.open_vectors(generation, encoder)
        by_id = {passage.id: passage for passage in passages}

        began = time.perf_counter()
        plain = open_store(home / "plain", "plain", EncoderEmbeddings(encoder), create_for="bench").vectors
        plain.add_texts(contexts, ids=[passage.id for passage in passages])
        plain_indexed = time.perf_counter() - began

        def ours(retriever: Retriever) -> Ranker:
            return lambda question: [
                context_of[hit.passage.id]
                for hit in retriever.search(question, limit=DEPTH, one_per_document=True).hits
            ]

        def langchain(question: str) -> list[str]:
            return [document.page_content for document in plain.similarity_search(question, k=DEPTH)]

        systems: dict[str, tuple[Callable[[], Ranker], float]] = {
            "ours": (lambda: ours(Retriever(by_id, vectors, words)), indexed),
            "ours-keywords": (lambda: ours(Retriever(by_id, None, words)), indexed),
            "ours-dense": (lambda: ours(Retriever(by_id, vectors, None)), indexed),
            "langchain-chroma": (lambda: langchain, plain_indexed),
        }
        write(f"# {path.name}: {len(contexts)} contexts, {generation.manifest.units} units, {len(cases)} questions")
        write(f"# {'system':<16} {'P@1':>6} {'R@10':>6} {'MRR@10':>6} {'nDCG@10':>7} {'index s':>8} {'ms/query':>8}")
        results = {}
        for name, (make, seconds) in systems.items():
            encoder.forget()
            began = time.perf_counter()
            figures = measure(cases, make())
            per_query = (time.perf_counter() - began) * 1000 / len(cases)
            results[name] = figures
            percent = " ".join(
                f"{100 * value:6.2f}" for value in (figures.p1, figures.r10, figures.mrr10, figures.ndcg10)
            )
            write(f"{name:<18} {percent} {seconds:9.1f} {per_query:8.1f}")
    return results


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Retrieval figures on a VIRE-format CSV.")
    parser.add_argument("--csv", type=Path, default=SAMPLE, help="columns context, question")
    parser.add_argument("--limit", type=int, default=None, help="ask only this many questions")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    given = parser.parse_args()
    try:
        run(given.csv, given.limit, given.seed, lambda line: print(line, flush=True))
    except (OSError, ValueError) as error:
        sys.exit(f"vire: {error}")


if __name__ == "__main__":
    main()
