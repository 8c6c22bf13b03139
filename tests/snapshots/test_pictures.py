"""The pictures as they were last looked at. UPDATE_SNAPSHOTS=1 draws them anew: look at them before committing."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from matplotlib.testing.compare import compare_images

from bot.publishing.card import card_png
from bot.publishing.history import history_png
from bot.publishing.rows import row
from bot.publishing.timeline import timeline_png
from knowledge.register.selection import Selection, select
from tests.fakes_knowledge import register

PICTURES = Path(__file__).parent / "pictures"
TODAY = date(2026, 11, 22)
TOLERANCE = 6.0  # root mean square of the colour difference: a moved line exceeds it, another FreeType does not


def card(target_id: str, language: str) -> bytes:
    held = register()
    return card_png(next(t for t in held.all_targets if t.id == target_id), held, language)


def timeline() -> bytes:
    held = register()
    chosen = select(held, Selection(indicators=("satisfaction",)), TODAY)
    return timeline_png([row(target, held, "vi", TODAY) for target in chosen], "vi", TODAY)


DRAWN: dict[str, Callable[[], bytes]] = {
    "card-exception-vi": lambda: card("kh-136-2021/14", "vi"),
    "card-words-en": lambda: card("nq-18-tu/5", "en"),
    "timeline-vi": timeline,
    "history-par-index-en": lambda: history_png("par_index", register(), "en", TODAY),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_as_it_was_looked_at(name: str, tmp_path: Path) -> None:
    wanted, drawn = PICTURES / f"{name}.png", tmp_path / f"{name}.png"
    drawn.write_bytes(DRAWN[name]())
    if os.environ.get("UPDATE_SNAPSHOTS"):
        PICTURES.mkdir(exist_ok=True)
        wanted.write_bytes(drawn.read_bytes())
    copied = tmp_path / f"{name}-wanted.png"  # the comparison writes beside what it compares
    copied.write_bytes(wanted.read_bytes())
    assert compare_images(str(copied), str(drawn), tol=TOLERANCE) is None


def test_another_figure_is_another_picture(tmp_path: Path) -> None:
    one, other = tmp_path / "one.png", tmp_path / "other.png"
    one.write_bytes(card("kh-136-2021/3", "vi"))
    other.write_bytes(card("kh-136-2021/2", "vi"))
    assert compare_images(str(one), str(other), tol=TOLERANCE) is not None
