"""Every kind of personal data is found where it is, and nothing of the plan's figures is taken for it."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from bot.redaction import COVER, redacted, secrets_in
from bot.redaction.words import WordsError, words

LABELLED = Path(__file__).with_name("personal_data.yaml")
QUESTIONS = sorted((Path(__file__).parents[1] / "evals" / "questions").glob("*.jsonl"))
MARKED = re.compile("«(.+?)»")
NOBODY = "nobody"
PRECISION = RECALL = 0.98


@lru_cache(maxsize=1)
def labelled() -> dict[str, list[str]]:
    found = yaml.safe_load(LABELLED.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


KINDS = [kind for kind in labelled() if kind != NOBODY]


def unmarked(text: str) -> str:
    return MARKED.sub(r"\1", text)


def left_of(text: str) -> list[str]:
    """The marked words of a text that are not covered."""
    covered = redacted(unmarked(text))
    return [secret for secret in MARKED.findall(text) if secret in covered]


def taken_from(text: str) -> list[str]:
    """What is covered of a text beside the marked words."""
    plain, places, moved = unmarked(text), set(), 0
    for found in MARKED.finditer(text):
        places |= set(range(found.start() - moved, found.end() - moved - 2))
        moved += 2
    return [
        plain[secret.start : secret.end]
        for secret in secrets_in(plain)
        if any(plain[n].isalnum() and n not in places for n in range(secret.start, secret.end))
    ]


def test_there_are_enough_of_both() -> None:
    assert sum(len(labelled()[kind]) for kind in KINDS) >= 150
    assert len(labelled()[NOBODY]) >= 150
    assert all(MARKED.search(text) for kind in KINDS for text in labelled()[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_found_with_precision_and_recall(kind: str) -> None:
    secrets = sum(len(MARKED.findall(text)) for text in labelled()[kind])
    missed = [secret for text in labelled()[kind] for secret in left_of(text)]
    wrong = [each for text in labelled()[kind] for each in taken_from(text)]
    found = secrets - len(missed)
    assert found / secrets >= RECALL, missed
    assert found / (found + len(wrong)) >= PRECISION, wrong


def test_all_kinds_together_keep_their_precision_on_texts_of_nobody() -> None:
    found = sum(len(MARKED.findall(text)) - len(left_of(text)) for kind in KINDS for text in labelled()[kind])
    wrong = [(text, each) for text in labelled()[NOBODY] for each in taken_from(text)]
    assert len(wrong) / len(labelled()[NOBODY]) <= 1 - PRECISION, wrong
    assert found / (found + len(wrong)) >= PRECISION, wrong


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_the_questions_of_the_evaluation_are_left_alone(path: Path) -> None:
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    turns = [turn for case in cases for turn in case["turns"]]
    wrong = [(turn, redacted(turn)) for turn in turns if redacted(turn) != turn]
    assert len(wrong) / len(turns) <= 1 - PRECISION, wrong


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_covered_stays_as_it_is(kind: str) -> None:
    for text in labelled()[kind]:
        once = redacted(unmarked(text))
        assert COVER in once
        assert redacted(once) == once


def test_a_list_that_is_not_there_is_named() -> None:
    assert "otp" in words("code.lead")
    with pytest.raises(WordsError, match=r"code\.none"):
        words("code.none")
