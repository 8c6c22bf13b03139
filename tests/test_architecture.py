"""The rules of the house, checked by machine: direction of imports, size of files, one place for each thing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

import prompts
from bot.messages import Status
from bot.settings import BotSettings
from knowledge.settings import KnowledgeSettings

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "knowledge", "prompts")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MOST_LINES = 250
WORDS_ARE_DATA = (
    *("knowledge/adding.py", "knowledge/extracting.py", "knowledge/extraction/", "knowledge/ingestion/"),
    "knowledge/retrieval/",
)
VAGUE = {"utils", "util", "helpers", "helper", "managers", "manager", "base", "common", "misc", "core", "lib"}
SETTINGS: tuple[type[BaseSettings], ...] = (BotSettings, KnowledgeSettings)
READS_ENVIRONMENT = {"environ", "environb", "getenv", "getenvb"}
WRITES_ENVIRONMENT = {"setdefault"}  # a library's own switch may be set before it is imported, never read


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_point_the_way_the_contracts_say() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_contracts_name_every_step_and_every_channel() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    named = {module for contract in contracts if contract["type"] == "independence" for module in contract["modules"]}
    steps = {f"bot.answering.{path.stem}" for path in (ROOT / "bot/answering").glob("[!_]*.py")}
    channels = {f"bot.channels.{path.stem}" for path in (ROOT / "bot/channels").iterdir() if path.name[0] not in "_."}
    beside = ("draft", "pipeline", "candidates", "clause_search", "deciding", "readings")
    shared = {f"bot.answering.{name}" for name in beside}
    shared |= {"bot.answering.entry_acts", "bot.channels.asked_year", "bot.channels.layout", "bot.channels.wording"}
    assert (steps | channels) - shared == named


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_file_is_short_and_well_named(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, "split it by concept"
    assert not VAGUE & {path.stem, *path.parent.relative_to(ROOT).parts}, "name it after what it holds"


@pytest.mark.parametrize("path", [p for p in SOURCES if relative(p).startswith(WORDS_ARE_DATA)], ids=relative)
def test_no_word_of_vietnamese_stands_in_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    worded = [
        (node.lineno, node.value)
        for node in texts
        if id(node) not in explained and any(letter.isalpha() and not letter.isascii() for letter in node.value)
    ]
    assert not worded, "put them into a data file, such as knowledge/library/language/*.yaml"


@pytest.mark.parametrize("path", [p for p in SOURCES if p.name != "settings.py"], ids=relative)
def test_only_settings_read_the_environment(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    written = {
        id(node.func.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES_ENVIRONMENT
    }
    reads = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in READS_ENVIRONMENT and id(node) not in written
    ]
    imported = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os" and READS_ENVIRONMENT & {n.name for n in node.names}
    ]
    assert not reads + imported, "only settings.py reads the environment"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_nothing_is_printed_past_the_doors(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert not [call.lineno for call in calls if getattr(call.func, "id", "") == "print"]


def flat(table: dict[str, object], prefix: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found.update(flat(value, f"{prefix}{key}."))
        else:
            found[f"{prefix}{key}"] = value
    return found


def test_both_languages_have_the_same_words_and_places() -> None:
    vietnamese, english = (flat(prompts.replies(language)) for language in ("vi", "en"))
    assert vietnamese.keys() == english.keys()
    places = {
        key: [set(re.findall(r"\{(\w+)\}", str(words[key]))) for words in (vietnamese, english)]
        for key in vietnamese
        if isinstance(vietnamese[key], str)
    }
    assert [key for key, (vi, en) in places.items() if vi != en] == []


@pytest.mark.parametrize("status", Status)
def test_every_status_has_words_or_facts_to_say(status: Status) -> None:
    if status.group in {"answered", "smalltalk"}:
        return  # said from statements and courtesies, which have words of their own
    for language in prompts.LANGUAGES:
        assert f"status.{status.value}" in flat(prompts.replies(language))


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_row_in_the_readme(status: Status) -> None:
    assert f"| `{status.value}` |" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_of_settings_is_the_settings() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [match[1] for line in lines if (match := re.match(r"#? ?([A-Z0-9_]+)=", line))]
    fields = [name.upper() for kind in SETTINGS for name in kind.model_fields]
    assert sorted(named) == sorted(fields)
    described = {str(field.description) for kind in SETTINGS for field in kind.model_fields.values()}
    assert described <= {line.removeprefix("# ") for line in lines}, "each line of explanation is the field's own"


def test_the_lock_pins_and_names_no_place() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned, hashed = r"[a-z0-9._-]+==[0-9][0-9a-z.]* \\", r"    --hash=sha256:[0-9a-f]{64}(?: \\)?"
    assert [line for line in lines if not re.fullmatch(f"{pinned}|{hashed}", line)] == []


def test_every_dependency_is_locked_and_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.match(r"[A-Za-z0-9._-]+", line)[0] for line in wanted}  # type: ignore[index]
    files = ("requirements.lock", "requirements-torch.lock")
    lines = [line for name in files for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    locked = {canonical(line.partition("==")[0]) for line in lines}
    assert {name for name in names if canonical(name) not in locked} == set()
    explained = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    assert {name for name in names if f"| {name} |" not in explained} == set()


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_links_between_our_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{relative(page)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
