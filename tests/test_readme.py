"""Pages that cannot lie: the generated blocks equal what the program says. ``UPDATE_README=1`` writes them."""

from __future__ import annotations

import ast
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from bot.__main__ import app
from bot.assembly import Assistant
from bot.channels.layout import citation_line
from bot.channels.wording import status_label, wording
from bot.messages import Incoming, Status
from bot.settings import BotSettings
from knowledge.settings import KnowledgeSettings

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs/architecture.md"
CONVERSATIONS = (
    ("Mức độ hài lòng của người dân đến năm 2025 phải đạt bao nhiêu?",),
    ("papi phai tang may bac moi nam",),
    ("Số hóa kết quả năm 2021 ở cấp xã tối thiểu bao nhiêu?", "thế cấp huyện?"),
    ("SIPAS năm 2024 của Hà Nội là bao nhiêu?",),
    ("So sánh tỷ lệ tích hợp Cổng Dịch vụ công quốc gia của Kế hoạch 136 và Nghị quyết 76",),
    ("Kế hoạch 136 ban hành ngày nào?",),
    ("What is the satisfaction target for 2025?",),
    ("Ai ký Kế hoạch 136?",),
    ("Mức độ hài lòng của Đà Nẵng năm 2025 là bao nhiêu?",),
)


def check(page: Path, name: str, wanted: str) -> None:
    """The block of a page is what the program says; written instead when that is asked for."""
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- begin: {name} -->\n", f"<!-- end: {name} -->"
    before, _, rest = text.partition(begin)
    held, found, after = rest.partition(end)
    assert found, f"{page.name} has no block {name!r}"
    if os.environ.get("UPDATE_README"):
        page.write_text(f"{before}{begin}{wanted}{end}{after}", encoding="utf-8")
    else:
        assert held == wanted, f"run UPDATE_README=1 python -m pytest {Path(__file__).name} and read what changed"


def test_commands() -> None:
    told = [("", command) for command in app.registered_commands]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        if (own := group.typer_instance.registered_callback) is not None:
            told.append(("", own))
        named = group.name if isinstance(group.name, str) else group.typer_instance.info.name
        told += [(f"{named} ", command) for command in group.typer_instance.registered_commands]
    rows = ["| command | does |\n|---|---|\n"]
    for before, command in told:
        assert command.callback is not None
        name = command.name if isinstance(command.name, str) else command.callback.__name__
        does = inspect.getdoc(command.callback)
        rows.append(f"| `plan136 {before}{name}` | {does} |\n")
    check(README, "commands", "".join(rows))


def test_settings() -> None:
    kinds: tuple[type[BaseSettings], ...] = (BotSettings, KnowledgeSettings)
    rows = ["| setting | default | meaning |\n|---|---|---|\n"]
    for kind in kinds:
        for name, field in kind.model_fields.items():
            default = "" if field.default is None else f"`{field.default}`"
            rows.append(f"| `{name.upper()}` | {default} | {field.description} |\n")
    check(README, "settings", "".join(rows))


@pytest.mark.parametrize("status", Status)
def test_statuses_are_labelled_as_on_screen(status: Status) -> None:
    assert f"| `{status.value}` | {status_label(status, 'vi')} |" in README.read_text(encoding="utf-8")


@pytest.mark.real
def test_answers(assistant: Assistant) -> None:
    parts = []
    for number, turns in enumerate(CONVERSATIONS):
        for turn in turns:
            reply = assistant.chat.reply_to(Incoming(turn, f"readme-{number}"))
            assert reply.status.group in {"answered", "unanswered"}
            lines = [f"**{turn}** `{reply.status}`", ""]
            if reply.interpretation:
                lines += [f"> *{wording(reply.language).understood}: {reply.interpretation}*", ">"]
            lines += [f"> {line}  " for line in reply.text.splitlines() if line.strip()]
            lines += [
                f"> <sub>[{n}] {citation_line(c, reply.language)}</sub>  " for n, c in enumerate(reply.citations, 1)
            ]
            parts.append("\n".join(lines) + "\n\n")
    check(README, "answers", "\n" + "".join(parts))


def test_files() -> None:
    check(ARCHITECTURE, "files", "```\n" + "".join(f"{line}\n" for line in _tree()) + "```\n")


def _tree() -> Iterator[str]:
    """Every file of the packages with the first sentence of its docstring."""
    for package in ("prompts", "knowledge", "bot"):
        for folder in (ROOT / package, *sorted(p for p in (ROOT / package).rglob("*") if p.is_dir())):
            told = {path.name: said for path in sorted(folder.glob("*.py")) if (said := _said(path))}
            if told:
                yield f"{folder.relative_to(ROOT).as_posix()}/"
            for name, said in told.items():
                yield f"  {name:<20} {said}"
    yield "tests/"
    yield "  unit, contracts, journeys, evals, bench; test_architecture.py and test_readme.py watch the house"


def _said(path: Path) -> str | None:
    """The first sentence of a file's docstring; None for a package's own file that holds nothing else."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = ast.get_docstring(tree)
    if said is None or (path.name == "__init__.py" and len(tree.body) < 2):
        return None
    first = re.split(r"\n\n|(?<=[a-z)`\"])[.;] ", said)[0]
    return first.replace("\n", " ").replace("``", "").rstrip(".")
