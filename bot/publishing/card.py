"""The target card: one figure with all that keeps it true, 1200 x 675 pixels, to be published as it is."""

from __future__ import annotations

import prompts
from bot.publishing.card_words import CardWords, card_words, shortened
from bot.publishing.drawing import (
    INK,
    NAVY,
    PALE,
    PAPER,
    QUIET,
    RULE,
    TARGET,
    WARNING,
    Box,
    Sheet,
    Type,
    text_width,
)
from bot.publishing.typesetting import wrapped
from knowledge.register.register import Register
from knowledge.register.values import Target

WIDTH, HEIGHT = 1200, 675
_PANEL = 410  # the figure's side
_LEFT, _RIGHT, _TOP = _PANEL + 40, WIDTH - 36, 32
_ROOM = _RIGHT - _LEFT
_FOOT = HEIGHT - 58  # where the words about the edition begin
_RIBBON = 46
_GAP = 16
_SCALES = tuple(step / 100 for step in range(124, 58, -3))
_SMALLEST = tuple(step / 100 for step in range(58, 20, -3))  # for what no reader of ours has sent yet
_QUOTED = (10_000, 420, 300, 200, 120)  # characters of the quote, tried in turn


def card_png(target: Target, register: Register, language: str) -> bytes:
    """A PNG of exactly 1200 x 675 pixels: figure, indicator, deadline, conditions, quote, document, source."""
    return card_sheet(target, register, language).png()


def card_sheet(target: Target, register: Register, language: str) -> Sheet:
    """The card laid out, before it is drawn."""
    words = card_words(target, register, language)
    sheet = Sheet(WIDTH, HEIGHT)
    _panel(sheet, words, language)
    top = _TOP if words.reviewed else _ribbon(sheet, language)
    _story(sheet, words, top, prompts.say(language, "picture.cut"))
    _foot(sheet, words, language)
    return sheet


def _panel(sheet: Sheet, words: CardWords, language: str) -> None:
    """The figure, as large as it goes, with its comparator, deadline and level."""
    sheet.area(Box(0, 0, _PANEL, HEIGHT), NAVY)
    room, middle = _PANEL - 56, _PANEL / 2
    label = prompts.say(language, "picture.target")
    tag = Type(34, bold=True, colour=PAPER)
    wide = text_width(label, tag) + 48
    sheet.area(Box(middle - wide / 2, 40, wide, 62), TARGET, round_by=12)
    sheet.text(middle, 49, label, tag, "center")

    lead = Type(46, bold=True, colour=PAPER)
    leading = wrapped(words.lead, lead, room)
    big, lines = _biggest(words.number, room)
    when, where = Type(40, bold=True, colour=PAPER), Type(30, colour=PALE)
    whens, wheres = wrapped(words.deadline, when, room), wrapped(words.level, where, room)
    height = len(leading) * lead.line + len(lines) * big.size * 1.14 + 26
    height += len(whens) * when.line + len(wheres) * where.line
    y = 112 + max(0.0, (HEIGHT - 112 - 100 - height) / 2)
    y = sheet.lines(middle, y, leading, lead, "center")
    for line in lines:
        sheet.text(middle, y - big.size * 0.08, line, big, "center")
        y += big.size * 1.14
    sheet.stroke([(middle - 60, y + 10), (middle + 60, y + 10)], PALE, 3)
    y = sheet.lines(middle, y + 26, whens, when, "center")
    sheet.lines(middle, y, wheres, where, "center")
    small = Type(22, colour=PALE)
    notes = wrapped(prompts.say(language, "picture.not_result"), small, room)
    sheet.lines(middle, HEIGHT - 28 - len(notes) * small.line, notes, small, "center")


def _biggest(text: str, room: float) -> tuple[Type, list[str]]:
    """The largest type in which a figure stands in one line, or a goal in words in four."""
    most = 1 if len(text) <= 12 else 4
    for size in range(150, 20, -4):
        kind = Type(size, bold=True, colour=PAPER)
        lines = wrapped(text, kind, room)
        fits = max(text_width(word, kind) for word in text.split()) <= room and len(lines) * size <= 230
        if fits and len(lines) <= most:
            return kind, lines
    return kind, lines


def _ribbon(sheet: Sheet, language: str) -> float:
    """The warning that nobody has looked at the figure yet; the y below it."""
    sheet.area(Box(_PANEL, 0, WIDTH - _PANEL, _RIBBON), WARNING)
    kind = Type(23, bold=True, colour=PAPER)
    text = prompts.say(language, "picture.unreviewed")
    while text_width(text, kind) > WIDTH - _PANEL - 24:
        kind = kind.scaled(0.96)
    sheet.text((_PANEL + WIDTH) / 2, (_RIBBON - kind.line) / 2, text, kind, "center")
    return _RIBBON + 20.0


def _story(sheet: Sheet, words: CardWords, top: float, mark: str) -> None:
    """What is measured, under which conditions, the quote, the document, the source: in the largest type that fits."""
    room = _FOOT - _GAP - top
    paragraphs: list[_Paragraph] = []
    for most, scales in (*((most, _SCALES) for most in _QUOTED), (_QUOTED[-1], _SMALLEST)):
        quote = shortened(words.quote, words.kept, most, mark)
        for scale in scales:
            paragraphs = _paragraphs(words, quote, scale)
            height = sum(p.height for p in paragraphs)
            if height <= room:
                spare = min((room - height) / (len(paragraphs) - 1), 22.0)
                _set(sheet, paragraphs, top, spare)
                return
    _set(sheet, paragraphs, top, 0.0)


class _Paragraph:
    """Lines of one type with the room after them."""

    def __init__(self, text: str, kind: Type, gap: float, ruled: bool = False) -> None:
        self.kind, self.gap, self.ruled = kind, gap, ruled
        self.lines = wrapped(text, kind, _ROOM - (22 if ruled else 0))

    @property
    def height(self) -> float:
        return len(self.lines) * self.kind.line + self.gap


def _paragraphs(words: CardWords, quote: str, scale: float) -> list[_Paragraph]:
    gap, tight = _GAP * scale, 4 * scale
    condition = Type(28 * scale, bold=True, colour=TARGET)
    remark = Type(24 * scale, colour=QUIET)
    found = [_Paragraph(words.statement, Type(37 * scale, bold=True), gap)]
    found += [_Paragraph(text, condition, tight) for text in words.conditions]
    found += [_Paragraph(text, remark, tight) for text in words.remarks]
    found[-1].gap = gap
    found.append(_Paragraph(words.quoted_from, Type(21 * scale, colour=QUIET), tight))
    found.append(_Paragraph(f"“{quote}”", Type(27 * scale, italic=True), gap, ruled=True))
    found.append(_Paragraph(words.document, Type(26 * scale, bold=True), 0))
    found.append(_Paragraph(words.about, Type(23 * scale, colour=QUIET), tight))
    found.append(_Paragraph(words.sources, Type(24 * scale, colour=INK), 0))
    return found


def _set(sheet: Sheet, paragraphs: list[_Paragraph], y: float, spare: float) -> None:
    for paragraph in paragraphs:
        shift = 22 if paragraph.ruled else 0
        end = sheet.lines(_LEFT + shift, y, paragraph.lines, paragraph.kind)
        if paragraph.ruled:
            sheet.area(Box(_LEFT, y, 6, end - y), RULE)
        y = end + paragraph.gap + (spare if paragraph.gap > 6 else 0)


def _foot(sheet: Sheet, words: CardWords, language: str) -> None:
    """Which text we hold and how well it is supported, and who made the card."""
    sheet.stroke([(_LEFT, _FOOT), (_RIGHT, _FOOT)], RULE, 2)
    name = sheet.text(_RIGHT, _FOOT + 14, prompts.say(language, "picture.name"), Type(20, colour=QUIET), "right")
    kind = Type(20, bold=True, colour=NAVY)
    while text_width(words.edition, kind) > name.x - 20 - _LEFT:
        kind = kind.scaled(0.96)
    sheet.text(_LEFT, _FOOT + 14, words.edition, kind)
