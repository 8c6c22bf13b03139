"""What we tell is in our own words: no long run of words of an original text stands in the library or the questions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from knowledge.ingestion.library import BUNDLED, load_library
from tests.evals.extraction.gold import CORPUS_TEXTS

RUN = 14  # words in a row
TITLES = [document.title for document in load_library()]
EVALS = Path(__file__).parent / "evals"
ORIGINALS = sorted(p for p in CORPUS_TEXTS.rglob("*") if p.suffix in {".txt", ".md", ".html"})
OURS = sorted(p for root in (BUNDLED, EVALS) for p in root.rglob("*") if p.suffix in {".jsonl", ".md", ".yaml"})


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of words of a text, markup and titles of documents (those are names) left out."""
    for title in TITLES:
        text = text.replace(title, "\n\n")
    words = re.findall(r"\w+", re.sub(r"<[^>]+>", " ", text).lower())
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def pieces(path: Path) -> Iterator[str]:
    """The texts of a file: each string of a line of JSON, else each paragraph."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        for line in text.splitlines():
            yield from strings(json.loads(line))
    else:
        yield from re.split(r"\n\s*\n", text)


def strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for part in held for each in strings(part)]


def test_a_run_of_an_original_is_found() -> None:
    original = "<p>Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai</p>"
    assert runs("Kể rằng: một, hai, ba, bốn, năm, sáu, bảy, tám, chín, mười, mười một mười hai.") & runs(original)
    assert not runs("Một hai ba bốn năm sáu bảy, rồi tám chín mười mười một mười hai") & runs(original)


@pytest.mark.skipif(not ORIGINALS, reason="the original texts are not beside this checkout")
def test_no_long_run_of_an_original_stands_in_ours() -> None:
    known = set().union(*(runs(path.read_text(encoding="utf-8", errors="ignore")) for path in ORIGINALS))
    found = [f"{path.name}: {' '.join(run)}" for path in OURS for piece in pieces(path) for run in runs(piece) & known]
    assert found == []
