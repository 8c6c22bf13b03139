"""The fresh split: conversations of authors who never saw the engine, judged by patterns; failures are not shown.

``python -m tests.evals.fresh_split``          figures by author, group of questions and language
``python -m tests.evals.fresh_split --record`` the same, written into docs/evaluation.md as a reading
``python -m tests.evals.fresh_split --sheet FILE`` replies drawn by author for a blind reader, without the patterns
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.evals.__main__ import systems

FOLDER = Path(__file__).parent / "fresh"
PAGE = Path("docs/evaluation.md")
MOST_READINGS = 3
DRAWN = 150
OUTCOMES = ("right", "incomplete", "over_refused", "wrong_refusal", "wrong")
_READING = "| fresh split, "

Ask = Callable[[Sequence[str]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns, and what the last reply must and must not hold."""

    id: str
    author: str
    group: str
    language: str
    turns: tuple[str, ...]
    statuses: tuple[str, ...]  # groups of statuses that are right
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


def load(folder: Path = FOLDER) -> tuple[Conversation, ...]:
    """Every conversation, by author in the order of files."""
    return tuple(_read(json.loads(line), path.stem) for path in sorted(folder.glob("*.jsonl")) for line in _lines(path))


def _lines(path: Path) -> Iterable[str]:
    return (line for line in path.read_text(encoding="utf-8").split("\n") if line.strip())


def _read(fields: Mapping[str, Any], author: str) -> Conversation:
    several = {name: tuple(fields.get(name, ())) for name in ("turns", "statuses", "says", "never", "cites")}
    return Conversation(fields["id"], author, fields["group"], fields.get("language", "vi"), **several)


def judged(case: Conversation, reply: Mapping[str, Any]) -> str:
    """The outcome of a reply: one of ``OUTCOMES``."""
    group, text = str(reply["status"]).partition("_")[0], str(reply["text"])
    if any(re.search(pattern, text, re.IGNORECASE) for pattern in case.never):
        return "wrong"
    if group not in case.statuses:
        if group == "answered":
            return "wrong"
        return "over_refused" if "answered" in case.statuses else "wrong_refusal"
    cited = " ".join(f"{c['document']} {c['title']}" for c in reply["citations"]) + " " + text
    borne = group != "answered" or not case.cites or any(name.lower() in cited.lower() for name in case.cites)
    return "right" if borne and all(re.search(p, text, re.IGNORECASE) for p in case.says) else "incomplete"


def measured(cases: Sequence[Conversation], ask: Ask) -> list[tuple[Conversation, Mapping[str, Any], str]]:
    """Each conversation with its last reply and the outcome."""
    replies = [(case, ask(case.turns)) for case in cases]
    return [(case, reply, judged(case, reply)) for case, reply in replies]


def table(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Lines of shares by name: of each the number asked and the share of each outcome."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, outcome in rows:
        counts[name][outcome] += 1
    lines = [f"{'':28} {'asked':>5} " + " ".join(f"{o:>13}" for o in OUTCOMES)]
    for name, found in sorted(counts.items()):
        shares = " ".join(f"{found[o] / found.total():13.3f}" for o in OUTCOMES)
        lines.append(f"{name:28} {found.total():5} {shares}")
    return lines


def record(outcomes: Sequence[str], page: Path, day: date) -> None:
    """A line in the page for this reading; ValueError when the split has been read as often as it may."""
    text = page.read_text(encoding="utf-8")
    if text.count(_READING) >= MOST_READINGS:
        raise ValueError(f"{page}: the fresh split was read {MOST_READINGS} times; write a new one")
    found = Counter(outcomes)
    shares = " | ".join(f"{found[o] / found.total():.3f}" for o in OUTCOMES)
    head = "| reading | asked | " + " | ".join(o.replace("_", " ") for o in OUTCOMES) + " |\n|---"
    if _READING not in text:
        text = text.rstrip() + "\n\n## The fresh split\n" + head + "|---" * (len(OUTCOMES) + 1) + "|\n"
    page.write_text(f"{text.rstrip()}\n{_READING}{day.isoformat()} | {found.total()} | {shares} |\n", encoding="utf-8")


def sheet(results: Sequence[tuple[Conversation, Mapping[str, Any], str]], path: Path) -> None:
    """Replies for a blind reader, as many of each author, drawn by a fixed seed; the outcomes are left out."""
    by_author: dict[str, list[tuple[Conversation, Mapping[str, Any], str]]] = defaultdict(list)
    for each in results:
        by_author[each[0].author].append(each)
    share = -(-DRAWN // len(by_author))
    drawn = [e for _, own in sorted(by_author.items()) for e in random.Random(136).sample(own, min(share, len(own)))]
    with path.open("w", encoding="utf-8") as file:
        for case, reply, _ in drawn[:DRAWN]:
            told = {"id": case.id, "turns": case.turns, "status": reply["status"], "reply": reply["text"]}
            told["suggestions"] = reply["suggestions"]
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


def asking() -> Ask:
    """Our product over the library; conversations stand each for itself."""
    return systems(baselines=False)[0]["ours"].answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; with options write a reading or a sheet."""
    parser = argparse.ArgumentParser(prog="fresh_split")
    parser.add_argument("--record", action="store_true", help="write this reading into docs/evaluation.md")
    parser.add_argument("--sheet", type=Path, help="write replies for a blind reader")
    options = parser.parse_args(arguments)
    results = measured(load(), asking())
    for rows in (
        [("all", o) for _, _, o in results],
        [(c.author, o) for c, _, o in results],
        [(c.group, o) for c, _, o in results],
        [(c.language, o) for c, _, o in results],
    ):
        print("\n".join(table(rows)))
    if options.record:
        record([o for _, _, o in results], PAGE, date.today())
    if options.sheet:
        sheet(results, options.sheet)
    return 0


if __name__ == "__main__":
    sys.exit(main())
