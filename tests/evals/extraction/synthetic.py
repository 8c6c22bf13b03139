"""Clauses made from templates of our own: every construction of targets, and traps that only look like them.

The grammar's author has not seen the templates (``templates.yaml``), nor we the grammar. The split is by
template: no construction's wording stands in both. A template is a text with slots and the cells of
its targets; ``{share}`` draws from the list ``share`` of ``lexicon.yaml``, ``{share.n}`` a part of the
same draw, ``{share2}`` another draw of the list. A cell that begins with ``@`` takes the slot's value
(``@figure`` is the canonical number, ``@level`` the level's code), any other cell is filled as text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.evals.extraction.gold import FOLDER, Item, item

SEED = 136
OF_EACH = 8  # clauses of a template
TEMPLATES = FOLDER / "templates.yaml"
LEXICON = FOLDER / "lexicon.yaml"
_SLOT = re.compile(r"\{(\w+?)(\d*)(?:\.(\w+))?\}")
_LINE_START = re.compile(r"(?m)^((?:[-+] |[a-z]\) |\d\. )?)(\w)")


class Draw(str):
    """The words drawn for a slot, with their parts and the value a cell takes."""

    parts: Mapping[str, Any]

    @classmethod
    def of(cls, entry: str | Mapping[str, Any]) -> Draw:
        """A line of the lexicon: plain words, a text with a code, or a noun with its predicate."""
        given = {"text": entry} if isinstance(entry, str) else dict(entry)
        text = str(given.get("text") or f"{given['n']} {given['v']}")
        drawn = cls(text)
        number = text.replace(",", ".") if re.fullmatch(r"\d+(,\d+)?", text) else text
        drawn.parts = {"code": re.sub(r"^0+(?=\d)", "", number), **given}
        return drawn


@dataclass(frozen=True, slots=True)
class Template:
    """A wording with the cells of its targets."""

    id: str
    split: str
    form: str
    text: str
    targets: tuple[Mapping[str, Any], ...]


def templates(path: Path = TEMPLATES) -> tuple[Template, ...]:
    """Every template of the file, in its order."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(Template(r["id"], r["split"], r["form"], r["text"], tuple(r.get("targets", ()))) for r in rows)


def clauses(split: str | None = None, seed: int = SEED, of_each: int = OF_EACH) -> tuple[Item, ...]:
    """The clauses of a split (all without one), always the same for a seed; a template's texts all differ."""
    lexicon = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    made = []
    for template in templates():
        if split in (None, template.split):
            made += _of_template(template, lexicon, random.Random(f"{seed}/{template.id}"), of_each)
    return tuple(made)


def _of_template(template: Template, lexicon: Mapping[str, Any], dice: random.Random, of_each: int) -> list[Item]:
    texts: dict[str, Item] = {}
    for _ in range(of_each * 20):  # templates of few slots may not have as many different clauses
        draws = _draws(template, lexicon, dice)
        text = _filled(template.text, draws)
        text = _LINE_START.sub(lambda match: match[1] + match[2].upper(), text)
        if text not in texts:
            row = {
                "id": f"{template.id}/{len(texts) + 1}",
                "split": template.split,
                "text": text,
                "group": template.id,
                "targets": [_cells(cells, draws) for cells in template.targets],
            }
            texts[text] = item(row)
        if len(texts) == of_each or "{" not in template.text:
            break
    return list(texts.values())


def _draws(template: Template, lexicon: Mapping[str, Any], dice: random.Random) -> dict[str, Draw]:
    wanted: dict[str, list[str]] = {}
    for name, number, _ in _SLOT.findall(template.text):
        if name + number not in wanted.setdefault(name, []):
            wanted[name].append(name + number)
    draws: dict[str, Draw] = {}
    for name, slots in wanted.items():
        chosen: Sequence[Any] = dice.sample(lexicon[name], len(slots))
        if name in {"year", "later", "base", "figure", "small"} and len(slots) > 1:  # goals rise from year to year
            chosen = sorted(chosen, key=lambda text: float(text.replace(",", ".")))
        draws.update({slot: Draw.of(entry) for slot, entry in zip(slots, chosen, strict=True)})
    return draws


def _filled(text: str, draws: Mapping[str, Draw]) -> str:
    def words(match: re.Match[str]) -> str:
        draw = draws[match[1] + match[2]]
        return str(draw.parts[match[3]]) if match[3] else str(draw)

    return _SLOT.sub(words, text)


def _cells(cells: Mapping[str, Any], draws: Mapping[str, Draw]) -> dict[str, Any]:
    filled = {name: _cell(given, draws) for name, given in cells.items()}
    return {"unit": "%", **filled}


def _cell(given: Any, draws: Mapping[str, Draw]) -> Any:
    if isinstance(given, list):
        return [_cell(one, draws) for one in given]
    if isinstance(given, str):
        return draws[given[1:]].parts["code"] if given.startswith("@") else _filled(given, draws)
    return given
