"""Nothing in code knows a word of a question or of a document: such words are data under ``knowledge/library``.

String literals of the rooms that read and answer are scanned; docstrings and comments may say what they like.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import prompts
from bot.messages import Status
from knowledge.ingestion.library import BUNDLED, load_library
from knowledge.lexicon_file import load_concepts
from knowledge.register.values import DeadlineKind, Level
from knowledge.teaching import labels
from tests.fakes_knowledge import register

ROOT = Path(__file__).parent.parent
ROOMS = ("bot/meaning", "bot/telling", "bot/answering", "knowledge/register", "knowledge/learning")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
VIETNAMESE = re.compile("[à-ỹ]")
WORDS = re.compile(r"[a-z]+(?: [a-z]+)*")
OF_A_PATTERN = {"compile", "search", "match", "fullmatch", "sub", "findall", "finditer", "split"}
NOTATION = re.compile(r"\\.|\(\?P<\w+>|\[[^\]]*\]")  # of a pattern: what is left are the letters it looks for
RANGE = re.compile(r"\w-\w")  # of letters, for a class
ALPHABET = frozenset("ăâêôơưđ")  # letters listed one after the other
EVERYWHERE = sorted(path for package in ("bot", "knowledge") for path in (ROOT / package).rglob("*.py"))
SPELLED = {"null", "none", "true", "false", "yes", "no", "from", "to"}  # as files and commands spell fields
FEATURES = {"fused", "alike", "near"}  # of a model, and named nowhere else


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def names() -> frozenset[str]:
    """What the program itself is made of: fields, parameters, labels, concepts, kinds, and keys of its templates."""
    found = {*Level, *DeadlineKind, *SPELLED, *FEATURES}
    for status in Status:
        found |= {status.value, status.value.partition("_")[2]}
    for concept in load_concepts(BUNDLED):
        found |= set(concept.split(":"))
    for label in vars(labels).values():
        found |= set(label) if isinstance(label, tuple | frozenset) else set()
    for path in (path for package in ("bot", "knowledge") for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.AnnAssign(target=ast.Name(id=name)) | ast.arg(arg=name) | ast.Attribute(attr=name):
                    found.add(name)
    return frozenset(found | _keys(prompts.replies("en")))


def _keys(table: dict[str, object]) -> set[str]:
    found: set[str] = set()
    for key, value in table.items():
        found |= {key, *key.split("_")}
        found |= _keys(value) if isinstance(value, dict) else set(re.findall(r"\{(\w+)\}", str(value)))
    return found


@cache
def ids() -> frozenset[str]:
    """Those of documents and of what has a row in the register."""
    held = register()
    rows = (*held.indicators, *held.all_targets, *held.all_results)
    return frozenset({each.id for each in (*load_library(), *rows)})


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The string literals of a file but its docstrings."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def vietnamese(tree: ast.AST) -> list[str]:
    """Literals with a Vietnamese letter."""
    return [
        f"line {node.lineno}: {node.value!r}" for node in strings(tree) if VIETNAMESE.search(str(node.value).lower())
    ]


def vietnamese_words(tree: ast.AST) -> list[str]:
    """Literals with a Vietnamese word; letters in a class of a pattern and single ones are the alphabet."""
    return [
        f"line {node.lineno}: {node.value!r}"
        for node in strings(tree)
        for word in re.findall(r"[^\W\d_]{2,}", RANGE.sub(" ", NOTATION.sub(" ", str(node.value).lower())))
        if VIETNAMESE.search(word) and set(word) - ALPHABET
    ]


def lists_of_words(tree: ast.AST) -> list[str]:
    """Words in a list, set, tuple or the keys of a dictionary that are no names of the program's own."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.Dict(keys=parts):
                held = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
                words = [word for word in held if WORDS.fullmatch(word)]
                if len(words) > 1 and (foreign := set(words) - names()):
                    found.append(f"line {node.lineno}: {sorted(foreign)}")
    return found


def words_of_patterns(tree: ast.AST) -> list[str]:
    """Letters that a pattern in code looks for."""
    return [
        f"line {node.lineno}: {part.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OF_A_PATTERN
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args
        for part in strings(node.args[0])
        if set(re.findall(r"[^\W\d_]{2,}", NOTATION.sub(" ", str(part.value)))) - SPELLED
    ]


def ids_of_the_library(tree: ast.AST) -> list[str]:
    return [f"line {node.lineno}: {node.value!r}" for node in strings(tree) if node.value in ids()]


SCANS = (vietnamese, lists_of_words, words_of_patterns, ids_of_the_library)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_words_ids_and_patterns_of_words_are_data(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [found for scan in SCANS for found in scan(tree)] == [], "put it under knowledge/library or prompts"


def test_no_vietnamese_word_stands_in_code() -> None:
    found = [
        f"{relative(path)}: {each}"
        for path in EVERYWHERE
        for each in vietnamese_words(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == [], "put it under knowledge/library or prompts"


@pytest.mark.parametrize(
    ("scan", "code"),
    [
        (vietnamese, "_TYPE = 'Kế hoạch'"),
        (vietnamese, "found = f'năm {year}'"),
        (vietnamese, "PLAIN = re.compile('[a-zđ]')"),
        (vietnamese_words, "IN_WORDS = r'(?:ngày|mùng)\\s+\\d+'"),
        (lists_of_words, "_RISING = {'increase', 'rises', 'grew'}"),
        (lists_of_words, "_UNITS = {'dossiers': 1, 'procedures': 2}"),
        (lists_of_words, "sign in ('dossiers', 'procedures')"),
        (words_of_patterns, "re.compile(r'\\b(?:last|past) \\d+')"),
        (words_of_patterns, "re.search(rf'uy ban {name}', text)"),
        (ids_of_the_library, "HOME = 'kh-136-2021'"),
        (ids_of_the_library, "INDICES = frozenset({'papi', 'sipas'})"),
    ],
)
def test_the_scan_finds_what_it_is_for(scan: object, code: str) -> None:
    assert callable(scan) and len(scan(ast.parse(code))) > 0


@pytest.mark.parametrize(
    "code",
    ["'''Đến năm 2025.'''", "def f():\n    'Kế hoạch'", "acts = ('value', 'check')", "re.compile(r'(?P<n>\\d+)[a-z]')"],
)
def test_what_is_no_word_is_left_alone(code: str) -> None:
    assert [found for scan in SCANS for found in scan(ast.parse(code))] == []
