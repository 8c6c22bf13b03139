"""What a figure measures: the words before it, after it, or carried from the clause before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.ranges import Range
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """The section ``subjects`` of the words."""

    leading: Phrases
    trailing: Phrases
    sets: Phrases
    sets_last: Phrases
    topics: Phrases
    labels: Phrases
    numbered: Phrases
    among: Phrases
    acts: Phrases
    acts_verb: Phrases
    tier_label: Phrases
    later_years: Phrases
    approximately: Phrases
    about: Phrases
    about_sets: Phrases
    about_states: Phrases
    when: Phrases
    then: Phrases
    within_it: Phrases
    measured: Phrases
    measured_within: Phrases
    completes: Phrases
    completes_not: Phrases
    actors: Phrases
    actors_alone: Phrases
    actors_not_before: Phrases
    predicates: Phrases
    has_predicate: Phrases
    purposes: Phrases
    purpose_to: Phrases
    purposes_listed: Phrases
    done_last: Phrases
    same: Phrases
    same_pointing: Phrases
    same_verbs: Phrases
    placed: Phrases
    of: str
    whom: Phrases
    passive: str
    duty: str
    shared_predicates: Phrases
    shared_verbs: Phrases


class SubjectGrammar:
    """Finds what is measured."""

    def __init__(self, words: SubjectWords) -> None:
        self._words = words
        self.measured = _any_case(rf"\W*{words.measured}(?!\w)")
        self._leading = _any_case(rf"(?:[\s,;:.()–—/”-]+|{words.leading}(?!\w))")
        self._trailing = _any_case(rf"(?:[\s,;:.(–—/“-]+|(?<!\w){words.trailing})$")
        self._sets = _any_case(rf"^.*(?:{words.sets}|{words.sets_last}(?=\W*$))(?!\w)[,:]?")
        self._topic = _any_case(rf"^\W*{words.topics}\s[^,]*,\s*")
        self._label = _any_case(rf"^\W*{words.labels}(?:\s[^,:]*)?:\s*$")
        self._numbered = _any_case(rf"^\W*{words.numbered}\s+\d+(?:\.\d+)*\s*[:.]\s*")
        self._among = _any_case(rf"^\W*{words.among}\s+(?P<what>.*?)[\s,]*$")
        self._acts = _any_case(rf"(?<!\w)(?:{words.acts}\s+)+(?:{words.acts_verb}\s+)?")
        self._tier_label = _any_case(rf":\s*{words.tier_label}\s*$")
        self._later_years = _any_case(rf"(?<!\w){words.later_years}(?!\w),?")
        self._aside = _any_case(rf"^\W*(?:{words.approximately}\s*)?\([^()]*\)[\s,]*")
        self._about = _any_case(
            rf"^\W*{words.about}\s+(?P<topic>.+?),\s+(?:\S+\s+)*?(?=\S*\s*{words.about_sets}(?!\w)|{words.about_states})"
        )
        self._headed = _any_case(r"^\W*(?P<topic>[^:,;]{2,60}):\s")
        self._head = _any_case(rf"^[^:]{{1,60}}:\s+(?={self.measured.pattern})")
        self._as_soon = _any_case(rf"^\W*{words.when}\s.*\b{words.then}\b")
        self._within_it = re.compile(rf"^.*,\s*(?={words.within_it}\s*$)")
        self._complement = _any_case(rf"\W*$|[\s]*(?:[,;.:()]|{words.completes}(?!\w))")
        self._completes_not = re.compile(rf"\s*{words.completes_not}\s")
        self._about_what = re.compile(rf"(?<!\w){words.about}\s+(?P<what>.+)")
        self._measured_within = _any_case(rf"(?<!\w){words.measured_within}(?!\w)")
        self._actor = re.compile(
            rf"(?:{words.actors}|{words.actors_alone}(?=,|$| {words.of}))(?!\w*\s+{words.actors_not_before}\b)"
        )
        self._predicate = _any_case(rf"\s*{words.predicates}\s")
        self._has_predicate = _any_case(rf"(?<!\w){words.has_predicate}(?!\w)")
        self._purpose = _any_case(
            rf"[,\s]+{words.purposes}(?!\w)|\s+{words.purpose_to}|,\s*{words.purposes_listed}(?!\w)"
            rf"|,\s*{words.done_last}\s*[.;]?\s*$"
        )
        self._same = _any_case(rf"\W*{words.same}?(?:\s*{words.same_pointing})?(?:\s+{words.same_verbs})*\W*")
        self._placed = _any_case(rf"^\W*{words.placed}\s+")
        self._whom = re.compile(rf"\s*(?P<whom>{words.whom}\s+[^,;.()]+)")
        self._shared = tuple(
            re.compile(rf"(?<!\w){verbs}(?!\w).*$") for verbs in (words.shared_predicates, words.shared_verbs)
        )

    def before(self, text: str, lead: Range) -> str:
        """What the words before a figure name, trimmed of what is said of the target itself; "" when nothing."""
        words = squeezed(text[slice(*lead)])
        if among := self._among.match(words):
            return self.trimmed_words(among["what"])
        words = self._numbered.sub("", self._as_soon.sub("", words))
        words = self._head.sub("", self._within_it.sub("", words))
        words = self._tier_label.sub("", words) if self.measured.match(words) else words
        if self._label.match(words):
            return ""
        words = self._later_years.sub("", self._aside.sub("", words))
        cut = self._sets.sub("", words)
        if not re.search(r"\w", cut) and (topic := self._about.match(words) or self._headed.match(words)):
            return self.trimmed_words(topic["topic"])  # "Về thứ hạng PAPI, thành phố đặt mục tiêu ..."
        cut = self._without_actor(cut)
        words = self._topic.sub("", cut + " ") if "," in cut else cut
        return self.trimmed_words(self._after_clauses(words))

    def after(self, text: str, tail: Range, kind: str) -> str:
        """What the words after a figure name, to where a purpose begins; "" when they only complete the figure."""
        words = re.sub(r"\(\s*\)|^\s*\([^()\d]*\)(?=\s*\w)", " ", text[slice(*tail)])
        if kind in {"group", "rank"}:
            about = self._about_what.search(words)
            return squeezed(self._until_purpose(about["what"])).strip(" ,;:.()") if about else ""
        if self._complement.match(words) and not self._completes_not.match(words):
            return ""
        of = f" {self._words.of}"
        words = words.removeprefix(of) if words.startswith(f"{of} ") else words
        return squeezed(self._until_purpose(words)).strip(" ,;:.(–—/-")

    def concerned(self, text: str, tail: Range) -> str:
        """Whom or what a figure is for, where the words after it say so: "đối với hộ kinh doanh"."""
        found = self._whom.match(text[slice(*tail)])
        return self.trimmed_words(squeezed(self._until_purpose(found["whom"]))) if found else ""

    def predicate(self, text: str, tail: Range) -> str:
        """A predicate right after a figure: "90% phải được thực hiện xong" has its noun before it."""
        words = text[slice(*tail)]
        return squeezed(self._until_purpose(words)).strip(" ,;.") if self._predicate.match(words) else ""

    def predicated(self, words: str, said: str) -> str:
        """A carried noun with a predicate of its own: "80% hồ sơ được trả trong ngày và 95% được trả trong 3 ngày"."""
        passive, duty = self._words.passive, self._words.duty
        noun = words.partition(f" {passive} ")[0]
        return (
            f"{noun} {said.removeprefix(f'{duty} ')}"
            if said.startswith((f"{passive} ", f"{duty} {passive} "))
            else words
        )

    def lacks_predicate(self, words: str) -> bool:
        """Whether words after a figure are a bare noun: its predicate may stand after the last of a list."""
        return not self._has_predicate.search(words)

    def shared_predicate(self, words: str) -> str:
        """The predicate of the last of a list, from its first "được" on."""
        found = next((match for verbs in self._shared if (match := verbs.search(words))), None)
        return found.group() if found else ""

    def names_nothing(self, words: str) -> bool:
        """Whether words only point back: "tỷ lệ này"."""
        return not words or bool(self._same.fullmatch(words))

    def names_actor(self, words: str) -> bool:
        """Whether words only name who has to see to it or the document that says so: "cấp xã của Hà Nội"."""
        return bool(self._actor.match(words)) and not self._measured_within.search(words)

    def without_place(self, words: str) -> str:
        """Words without the preposition that places them: "đối với cấp xã" gives "cấp xã"."""
        return self._placed.sub("", words)

    def trimmed_words(self, words: str) -> str:
        """Words without the verbs and marks at their ends that belong to the target, not to what it measures."""
        previous = None
        while words != previous:
            previous = words
            words = self._leading.sub("", words, count=1) if self._leading.match(words) else words
            words = self._trailing.sub("", words)
        return words.strip()

    def _without_actor(self, words: str) -> str:
        """Words from what is measured on, without who has to see to it: "Các bộ phải đạt mức hài lòng"."""
        acts = None if self.measured.match(words) else self._acts.search(words)
        return words[acts.end() :] if acts and self.measured.match(words, acts.end()) else words

    def _after_clauses(self, words: str) -> str:
        """The last clause of several: from its measure on, or the last verb phrase before an object."""
        pieces = re.split(r",\s+", words)
        for i in range(len(pieces) - 1, 0, -1):
            if self.measured.match(pieces[i]) and not self.measured.match(pieces[0]):
                return ", ".join(pieces[i:])
        return words

    def _until_purpose(self, words: str) -> str:
        purpose = self._purpose.search(words)
        return words[: purpose.start()] if purpose else words


def squeezed(text: str) -> str:
    """Words with single spaces, no empty brackets, and no mark left standing alone."""
    text = re.sub(r"\(\s*[,;.]?\s*\)", " ", text)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s+([,;.)])", r"\1", re.sub(r"(?:,\s*)+,", ",", text)).strip()


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
