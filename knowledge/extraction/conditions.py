"""What a clause sets aside and what it compares with: exceptions, baselines."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.extraction.ranges import Range, inside, trimmed
from knowledge.extraction.shared import SharedWords
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """The section ``conditions`` of the words."""

    exceptions: Phrases
    beyond: Phrases
    beyond_not_before: Phrases
    exceptions_not_before: Phrases
    exceptions_end: Phrases
    takes_up: Phrases
    takes_up_whole: Phrases
    takes_up_before_digit: Phrases
    named_base: Phrases
    baselines: Phrases
    share_of: Phrases
    taken: Phrases
    taken_as: Phrases
    baselines_end: Phrases


@dataclass(frozen=True, slots=True)
class Condition:
    """Words with the range they and what introduces them stand in."""

    words: str
    start: int
    end: int

    @property
    def place(self) -> Range:
        """Where they stand, the introducing words included."""
        return self.start, self.end


class ConditionGrammar:
    """Finds exceptions and baselines."""

    def __init__(self, words: ConditionWords, shared: SharedWords) -> None:
        self.takes_up = rf"(?:{words.takes_up}|{words.takes_up_whole}\b|{words.takes_up_before_digit}\s+\d|\d)"
        self._share_of = words.share_of
        self._exception = re.compile(
            rf"(?<!\w)(?:{words.exceptions}"
            rf"|(?:(?<=[,(] )|(?<=\()|^){words.beyond}(?! {words.beyond_not_before}(?!\w)))"
            rf"\s+(?!{words.exceptions_not_before}\b)",
            re.IGNORECASE,
        )
        self._exception_end = re.compile(
            rf"[;.)](?:\s|$)|\)|\s[–—-]\s|,\s*(?=(?:{shared.conjunction}\s+)?{self.takes_up})"
            rf"|\s(?={words.exceptions_end})",
            re.IGNORECASE,
        )
        self._baseline = re.compile(rf"(?<!\w)(?:{words.named_base}|{words.baselines})\s*", re.IGNORECASE)
        self._baseline_end = re.compile(rf"[;:)]|[.](?=\s|$)|,(?!\d)|\s(?={words.baselines_end}\b)", re.IGNORECASE)
        self._named_base = re.compile(rf"^{words.named_base}\s+", re.IGNORECASE)
        self._after_figure = re.compile(rf"(?:%|{shared.percent})[^,;.]*,?\s*$", re.IGNORECASE)
        self._taken_as = re.compile(
            rf"(?<!\w){words.taken}\s+(?P<what>[^,;%]{{3,80}}?)\s+{words.taken_as}(?!\w)", re.IGNORECASE
        )

    def exceptions(self, text: str, whole: Range) -> tuple[Condition, ...]:
        """What a range excepts: the words after "trừ", "không bao gồm", ... to where the clause starts again."""
        return _conditions(text, whole, self._exception, self._exception_end, keeps_cue=False)

    def baselines(self, text: str, whole: Range) -> tuple[Condition, ...]:
        """What a range compares with, "so với" included; what a share is taken of stands after its figure."""
        found = [
            replace(said, words=self._named_base.sub("", said.words))
            for said in _conditions(text, whole, self._baseline, self._baseline_end, keeps_cue=True)
            if not self._share_of.open(said.words) or self._after_figure.search(text, whole[0], said.start)
        ]
        found += [Condition(m["what"], *m.span()) for m in self._taken_as.finditer(text, *whole)]
        return tuple(sorted(found, key=lambda said: said.start))


def _conditions(
    text: str, whole: Range, cue: re.Pattern[str], ending: re.Pattern[str], keeps_cue: bool
) -> tuple[Condition, ...]:
    found: list[Condition] = []
    for match in cue.finditer(text, *whole):
        if inside(match.start(), [c.place for c in found]):
            continue
        stop = ending.search(text, match.end(), whole[1])
        end = stop.start() if stop else whole[1]
        words = trimmed(text, (match.start() if keeps_cue else match.end(), end), " \t\n,;:.(")
        if words[0] < words[1]:
            said = re.sub(r"\s+", " ", text[slice(*words)])
            found.append(Condition(said[:1].lower() + said[1:] if keeps_cue else said, match.start(), end))
    return tuple(found)
