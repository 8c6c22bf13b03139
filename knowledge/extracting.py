"""Targets read out of texts with the library's words: the grammar is made of them once, when the first text comes."""

from __future__ import annotations

from functools import lru_cache

from knowledge.extraction.candidate import Candidate
from knowledge.extraction.extract import Extractor
from knowledge.extraction.words import ExtractionWords
from knowledge.words_file import LANGUAGE, load_words


def extract(text: str) -> tuple[Candidate, ...]:
    """The candidates of a text in reading order. Nothing is looked up and nothing is judged: a person reviews them."""
    return _extractor().extract(text)


@lru_cache(maxsize=1)
def extraction_words() -> ExtractionWords:
    """The words of the grammar."""
    return load_words(LANGUAGE / "extraction.vi.yaml", ExtractionWords)


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor(extraction_words())
