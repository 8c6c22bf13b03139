"""Pictures, laid out before they are drawn: nothing runs over, nothing that changes a figure's meaning is lost."""

from __future__ import annotations

import io
import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

import prompts
from bot.publishing.card import card_png, card_sheet
from bot.publishing.card_words import card_words, figure_parts, shortened
from bot.publishing.drawing import Box, Placed, Sheet, Type, text_width
from bot.publishing.history import history_sheet
from bot.publishing.rows import row
from bot.publishing.series import panels
from bot.publishing.timeline import timeline_png, timeline_sheet
from bot.publishing.typesetting import flowed, wrapped
from bot.telling.phrases import deadline, figure
from knowledge.register.register import Register
from knowledge.register.values import Target, Wording
from tests.fakes_knowledge import register

TODAY = date(2026, 11, 22)
TARGETS = {target.id: target for target in register().all_targets}
INDICATORS = [indicator.id for indicator in register().indicators]
LANGUAGES = pytest.mark.parametrize("language", prompts.LANGUAGES)


def said(sheet: Sheet) -> str:
    return " ".join(each.text for each in sheet.placed)


def inked(placed: Placed) -> Box:
    """The part of a line's box letters stand in; lines set close share only their air."""
    box = placed.box
    return Box(box.x + 1, box.y + box.height * 0.12, max(box.width - 2, 0), box.height * 0.76)


def fits(sheet: Sheet, margin: float = 0.0) -> None:
    page = Box(margin, margin, sheet.width - 2 * margin, sheet.height - 2 * margin)
    outside = [each.text for each in sheet.placed if not each.box.within(page)]
    assert outside == []
    over = [(a.text, b.text) for a, b in combinations(sheet.placed, 2) if inked(a).meets(inked(b))]
    assert over == []


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def altered(target: Target, **changes: object) -> tuple[Target, Register]:
    """A register whose only target is this one, changed."""
    changed = replace(target, **changes)  # type: ignore[arg-type]
    return changed, replace(register(), all_targets=(changed,))


# cards


@LANGUAGES
@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda t: t.id)
def test_a_card_says_all_that_keeps_its_figure_true_and_nothing_runs_over(target: Target, language: str) -> None:
    held = register()
    sheet = card_sheet(target, held, language)
    fits(sheet, margin=8)
    words = said(sheet).casefold()
    assert prompts.say(language, "picture.target").casefold() in words
    lead, shown = figure_parts(target, language)
    assert f"{lead} {shown}".strip().casefold() == figure(target, language).casefold()
    for text in (lead, shown, deadline(target, language), target.statement.text(language)):
        assert text.casefold() in words
    for wording in (target.exception, target.scope, target.baseline, target.note):
        assert wording is None or wording.text(language).casefold() in words
    for disagreement in target.disagreements:
        assert disagreement.says.text(language).casefold() in words
    citation = held.cite(target.place)
    assert f"“{citation.quote}”".casefold() in words
    assert all(source.publisher.casefold() in words for source in citation.sources)
    assert prompts.say(language, f"edition.{citation.document.edition.value}").casefold() in words
    assert prompts.say(language, "picture.unreviewed").casefold() not in words


def test_a_card_is_1200_by_675_pixels_and_the_same_each_time() -> None:
    target = TARGETS["kh-136-2021/3"]
    first, again = (card_png(target, register(), "vi") for _ in range(2))
    assert size(first) == (1200, 675) and first == again


def test_a_card_drawn_by_many_threads_is_the_same_card() -> None:
    target = TARGETS["kh-136-2021/14"]
    alone = card_png(target, register(), "vi")
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda _: card_png(target, register(), "vi"), range(8)))
    assert set(drawn) == {alone}


@LANGUAGES
def test_a_card_nobody_has_reviewed_says_so(language: str) -> None:
    target, held = altered(TARGETS["kh-136-2021/7"], reviewed=False)
    sheet = card_sheet(target, held, language)
    fits(sheet, margin=8)
    assert prompts.say(language, "picture.unreviewed") in said(sheet)


@LANGUAGES
def test_a_card_of_very_long_words_still_fits_and_keeps_its_exception(language: str) -> None:
    long = Wording("tỷ lệ hồ sơ được giải quyết đúng hạn " * 12, "share of dossiers resolved on time " * 12)
    exception = Wording("các xã vùng sâu, vùng xa " * 6, "communes in remote areas " * 6)
    target, held = altered(TARGETS["kh-136-2021/14"], statement=long, exception=exception, note=long)
    sheet = card_sheet(target, held, language)
    fits(sheet, margin=4)
    assert exception.text(language).strip() in said(sheet)


def test_a_long_quote_is_cut_at_words_around_its_figure_and_the_cuts_are_shown() -> None:
    quote = f"{'một hai ba ' * 40}phải đạt tối thiểu 95% đến năm 2025{' bốn năm sáu' * 40}"
    start = quote.index("tối thiểu 95%")
    for most in range(30, len(quote), 7):
        cut = shortened(quote, (start, start + len("tối thiểu 95%")), most, "[…]")
        kept = cut.removeprefix("[…] ").removesuffix(" […]")
        assert "tối thiểu 95%" in kept and kept in quote
        assert f" {kept} " in f" {quote} "
        assert cut.startswith("[…] ") != quote.startswith(kept) and cut.endswith(" […]") != quote.endswith(kept)
        assert len(kept) <= max(most, 60)
    assert shortened(quote, (start, start + 5), len(quote), "[…]") == quote


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda t: t.id)
def test_the_part_of_a_quote_that_is_never_cut_holds_the_figure(target: Target) -> None:
    words = card_words(target, register(), "vi")
    kept = words.quote[words.kept[0] : words.kept[1]]
    if target.value is not None and target.measure != "group":
        assert target.value.replace(".", ",") in kept or target.value == "4"


# timelines


@LANGUAGES
def test_a_timeline_of_all_targets_names_each_one_and_nothing_runs_over(language: str) -> None:
    held = register()
    rows = [row(target, held, language, TODAY) for target in held.all_targets]
    sheet = timeline_sheet(rows, language, TODAY)
    fits(sheet)
    words = said(sheet)
    for each in rows:
        assert f"{each.figure}:" in words and f"{each.statement}, {each.deadline}" in words
        assert each.exception in words and all(said_elsewhere in words for said_elsewhere in each.disagreements)
    before = sum(each.due == "before" for each in rows)
    assert f" {before} " in words and f" {len(rows) - before} " in words


def test_a_timeline_of_one_target_and_of_none_is_still_a_picture() -> None:
    one = row(TARGETS["kh-136-2021/3"], register(), "vi", TODAY)
    fits(timeline_sheet([one], "vi", TODAY))
    assert size(timeline_png([one], "vi", TODAY))[0] == 1080
    assert "Không có chỉ tiêu nào." in said(timeline_sheet([], "vi", TODAY))


def test_today_stands_between_what_is_past_and_what_is_to_come() -> None:
    held = register()
    rows = [row(t, held, "vi", TODAY) for t in held.all_targets if t.deadline.year in {2025, 2030}]
    placed = [each.text for each in timeline_sheet(rows, "vi", TODAY).placed]
    last = {year: len(placed) - 1 - placed[::-1].index(year) for year in ("2025", "2030")}
    assert last["2025"] < placed.index("Hôm nay 22/11/2026") < last["2030"]


def test_a_very_long_timeline_says_how_many_it_leaves_out() -> None:
    one = row(TARGETS["kh-136-2021/3"], register(), "vi", TODAY)
    words = said(timeline_sheet([replace(one, id=str(n)) for n in range(170)], "vi", TODAY))
    assert "và 20 chỉ tiêu nữa" in words and "170 chỉ tiêu" in words


# histories


@LANGUAGES
@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_history_tells_every_target_and_result_and_nothing_runs_over(indicator: str, language: str) -> None:
    held = register()
    sheet = history_sheet(indicator, held, language, TODAY)
    fits(sheet)
    words = said(sheet)
    for target in held.targets([indicator]):
        assert figure(target, language) in words
        assert target.exception is None or target.exception.text(language) in words
    yardstick = held.indicator(indicator).measured_by or indicator
    results = [result for result in held.all_results if result.indicator == yardstick]
    for result in results:
        assert result.value.replace(".", "," if language == "vi" else ".") in words or len(result.value) > 4
        assert all(d.says.text(language) in words for d in result.disagreements)
    assert (prompts.say(language, "picture.history_no_results") in words) == (not results)


def test_a_rise_is_never_drawn_as_a_level() -> None:
    for indicator in ("papi", "results_digitised"):
        goals = [goal for panel in panels(indicator, register(), "vi") for goal in panel.goals]
        rises = [goal for goal in goals if goal.target.measure in {"rank_gain", "growth"}]
        assert rises and all(goal.value is None for goal in rises)


def test_both_figures_of_a_conflict_are_points() -> None:
    points = [p for panel in panels("par_index", register(), "vi") for s in panel.series for p in s.points]
    both = next(p for p in points if p.others)
    assert both.value == Decimal("92.75") and both.others == ((Decimal("92.57"), "92,57%"),)
    words = said(history_sheet("par_index", register(), "vi", TODAY))
    assert "92,75%*" in words and "92,57%*" in words


def test_results_of_different_things_are_different_series_and_the_citys_own_comes_first() -> None:
    percent = next(panel for panel in panels("sipas", register(), "vi") if panel.measure == "percent")
    assert [series.points[0].level for series in percent.series] == ["", "(cả nước)"]


def test_an_assumed_yardstick_is_called_assumed() -> None:
    assert "giả định SIPAS là thước đo" in said(history_sheet("satisfaction", register(), "vi", TODAY))


def test_an_unknown_indicator_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        history_sheet("nothing", register(), "vi", TODAY)


# type


def test_lines_are_never_wider_than_their_room_and_lose_no_word() -> None:
    text = "Văn bản quy phạm pháp luật được phổ biến, tuyên truyền đến người dân " + "ư" * 90
    for pixels in (18, 27, 41):
        for room in (120, 333, 700):
            kind = Type(pixels, bold=True)
            lines = wrapped(text, kind, room)
            assert max(text_width(line, kind) for line in lines) <= room
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")
            runs = flowed([("trên 85%:", kind), (text[:60], Type(pixels))], max(room, 200))
            assert " ".join(part for line in runs for part, _ in line) == f"trên 85%: {text[:60]}".strip()


def test_a_dollar_sign_is_a_letter_and_no_formula() -> None:
    sheet = Sheet(300, 60)
    sheet.text(5, 5, "$x^2$ và $", Type(20))
    assert size(sheet.png()) == (300, 60)
    assert io.BytesIO(Sheet(10, 10).png()).read(4) == b"\x89PNG"
