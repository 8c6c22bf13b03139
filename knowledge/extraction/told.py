"""What is told, not set: results, facts, conditions and mentions never become targets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.evidence import Evidence
from knowledge.extraction.ranges import Range
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class ToldWords:
    """The section ``told`` of the words."""

    so_far: Phrases
    told_before: Phrases
    done: Phrases
    until: Phrases
    supposing: Phrases
    duties: Phrases
    due_anyway: Phrases
    passive: Phrases
    then_not: Phrases
    beside: Phrases
    than: Phrases
    shares: Phrases
    copula: Phrases
    reported: Phrases
    reported_that: Phrases
    figure_of: Phrases
    out_of: Phrases
    mentioned: Phrases
    mentioned_after: Phrases
    nearly: Phrases
    best: Phrases
    best_with: Phrases
    entitled: Phrases
    entitled_to: Phrases
    opinions: Phrases
    funds: Phrases
    rates: Phrases
    when: Phrases
    then: Phrases
    is_alone: Phrases
    said_by: Phrases
    according_to: Phrases
    granted: Phrases
    grants: Phrases
    sums: Phrases
    goals: Phrases
    goals_first: Phrases
    results_titles: Phrases
    results_alone: Phrases
    results_first: Phrases
    goals_titles: Phrases


class ToldGrammar:
    """Tells what is told from what is set."""

    def __init__(self, words: ToldWords) -> None:
        done = rf"(?<!\w){words.done}"
        self.goal = _any_case(rf"{words.goals}|^\W*{words.goals_first}(?!\w)")
        self.goals_title = _any_case(f"{words.goals_titles}")
        self.results_title = _any_case(
            rf"{words.results_titles}|^\W*(?:[IVX\d]+[.)]\s*)?{words.results_alone}\W*$|^\W*{words.results_first}"
        )
        self._so_far = _any_case(rf"\b{words.so_far}")
        self._told_before = _any_case(rf"(?:^|\W){words.told_before}\s*$")
        self._done_before = _any_case(rf"{done}\s+(?:\w+\s+){{1,5}}$")
        self._until = _any_case(rf"(?<!\w){words.until}\s*(?:{words.done}\s*)?$")
        self._supposing = _any_case(rf"(?:^|[,;(]\s*|\s){words.supposing}\s[^,;]*$")
        self._done_after = _any_case(rf"{done}(?!\w)")
        self._done_then_due = _any_case(rf"{done}\s+(?!{words.passive}\b)[^;]*?\b{words.duties}\b|{words.due_anyway}")
        self._then_not = _any_case(rf"\s*{words.then_not}")
        self._beside = _any_case(rf",\s*{words.beside}\b")
        self._than = _any_case(rf"(?<!\w){words.than}\b")
        self._shares = _any_case(rf"(?<!\w){words.shares}\s*(?:{words.copula}\s*)?$")
        self._reported = _any_case(rf"(?<!\w){words.reported}\s*{words.reported_that}?\s*$")
        self._figure_of = _any_case(rf"(?<!\w){words.figure_of}\s*$")
        self._done_among = _any_case(rf"{done}\s[^;]*(?<!\w){words.out_of}(?!\w)[^;]*$")
        self._mentioned = _any_case(rf"(?<!\w){words.mentioned}(?!\w)[^;]*$")
        self._mentioned_after = _any_case(rf"[^;]*?(?<!\w){words.mentioned_after}(?!\w)")
        self._nearly = _any_case(rf"(?<!\w){words.nearly}\s*$")
        self._best = _any_case(rf"(?<!\w){words.best}(?!\w)[^;]*?\b{words.best_with}\s*$")
        self._entitled = _any_case(rf"{words.entitled}(?!\w)[^,;]*{words.entitled_to}\s*$")
        self._opinions = _any_case(rf"\s*{words.opinions}")
        self._funds = _any_case(rf"(?<!\w){words.funds}(?!\w)[^;]*{words.out_of}")
        self._rates = _any_case(rf"^\W*{words.rates}(?!\w)")
        self._when = _any_case(rf"(?:^|[,;]\s*){words.when}\s(?![^;]*\b{words.then}\b)[^,;]*$")
        self._is = _any_case(rf"(?<!\w){words.is_alone}\s+$")
        self._said_by = _any_case(rf"(?<!\w){words.said_by}(?!\w)|(?:^|[.;]\s*)\W*{words.according_to}\b[^,]*,")
        self._granted = _any_case(rf"{words.granted}\s*$|^\W*{words.grants}\s*$")
        self._sum = _any_case(rf"\b{words.sums}\b")

    def is_told(self, text: str, clause: Range, lead: Range, figure_start: int, tail: Range, seen: Evidence) -> bool:
        """Whether a figure only tells what is, was, or would follow."""
        before = text[clause[0] : lead[1]]
        near = text[clause[0] : figure_start]
        after = text[slice(*tail)]
        aimed = seen.aimed
        if "aim" not in seen.tags and (self._mentioned.search(before) or self._mentioned_after.match(text, tail[0])):
            return True
        if self._conditional(before, after):
            return True
        if not aimed and (self._told_before.search(before) or self._so_far.search(text[lead[0] : figure_start])):
            return True
        joined = text[lead[1] : figure_start]
        if not aimed and (self._reported.search(before) or self._only_reported(near, seen)):
            return True
        if not (aimed or seen.goal) and (
            self._beside.match(text[max(0, lead[1] - 2) : figure_start].lstrip("0123456789% "))
            or self._bare_share(near, seen)
            or (seen.kind == "measure" and self._than.search(joined))
        ):
            return True
        if not (aimed or seen.goal or seen.comparator or seen.due) and (
            self._opinions.match(text, tail[0]) or self._done_among.search(before)
        ):
            return True
        if self._granted.search(before) and not aimed:
            return True
        bare = not seen.tags & {"reach", "compared", "from", "change"}
        if bare and not aimed and self._done_before.search(before):
            return True
        if self._done_after.search(after) and not aimed and not self._done_then_due.search(after):
            return True
        return self._told_sum(near, seen) or not seen.is_set

    def _conditional(self, before: str, after: str) -> bool:
        """Whether a figure stands in a condition: "nếu ...", "đến khi ...", "... thì không"."""
        conditions = (self._until, self._supposing, self._when)
        return any(condition.search(before) for condition in conditions) or bool(self._then_not.match(after))

    def _only_reported(self, near: str, seen: Evidence) -> bool:
        """Whether the words around a bare figure report it: who wrote so, what it beats, of what it is a part."""
        if seen.comparator or seen.due in {"by", "yearly", "yearly_until"}:
            return False
        if seen.outdone or self._reported.search(near) or self._figure_of.search(near):
            return True
        fleeting = seen.due is None or (seen.due in {"in", "period"} and not seen.forward)
        if self._rates.match(near) and not seen.goal and seen.due in {None, "yearly"}:
            return True
        if self._is.search(near) and seen.due == "in" and not seen.after_set and fleeting and not seen.goal:
            return True  # "tỷ lệ đó năm 2022 là 85%"
        reports = (self._entitled, self._funds, self._said_by)
        if not seen.goal and fleeting and any(report.search(near) for report in reports):
            return True
        return not seen.goal and (seen.surpassed or bool(self._best.search(near) or self._nearly.search(near)))

    def _told_sum(self, near: str, seen: Evidence) -> bool:
        """Whether a sum of money is one that is spent or owed, or has nothing that speaks for a target."""
        bare = not (seen.aimed or seen.goal or seen.comparator or seen.due == "by")
        return seen.kind == "money" and (bare or bool(self._sum.search(near)))

    def _bare_share(self, near: str, seen: Evidence) -> bool:
        """Whether a share is told as it is: "chiếm 10%" with no word of aim and no deadline."""
        return bool(self._shares.search(near)) and seen.comparator is None and seen.due is None


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
