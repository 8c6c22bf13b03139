"""What speaks for a target in and around a figure, and whether it is enough where nothing speaks against one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a target in and around a figure's part of the clause."""

    kind: str  # percent, measure, count, money, rank, group
    leading: bool  # of a group: the best so many, not one of several groups
    timespan: bool  # it counts days, hours, minutes
    value: str
    comparator: str | None
    tags: frozenset[str]
    due: str | None  # kind of the deadline, own or carried
    goal: bool  # the clause, its sentence or what it stands under speaks of targets
    results: bool  # it stands under a title of results
    opened: bool  # words of its own stand before the figure: a subject that already has this value
    ranged: bool  # it is a range: nobody measures one
    compared: bool  # it compares with another year
    after_set: bool  # a figure before it in the sentence is set
    after_told: bool  # a figure before it in the sentence is told
    forward: bool = False  # its year follows it with "vào": "đạt 82,5% vào năm 2027" sets, "năm 2024 đạt 82,5%" tells
    outdone: bool = False  # what follows tells how it compares: "đạt 80%, tăng 5% so với năm trước"
    surpassed: bool = False  # a later figure of the sentence is aimed at: "năm 2022 là 80%; phấn đấu ... đạt 90%"

    @property
    def aimed(self) -> bool:
        """Whether words of aim or duty stand before the figure."""
        return "aim" in self.tags or "must" in self.tags

    @property
    def is_set(self) -> bool:
        """Whether enough speaks for a target."""
        bound = self.aimed or self.comparator in {">=", "<="}
        if self.timespan and not (bound or self.comparator or self.goal or self.tags):
            return False  # "..., trước ngày khai trương 12 ngày"
        if self.results:
            return self.aimed
        if self.after_told and not (bound or self.due in {"by", "yearly_until"}):
            return False
        if bound or self.due in {"by", "yearly", "yearly_until"}:
            return True
        if self.forward and len(self.value.partition(".")[2]) < 2:
            return True
        if self.ranged and self.kind != "money":
            return True
        if self.kind in {"count", "money", "rank", "measure", "group"}:
            lasts = self.comparator is None and self.timespan  # "được trả trong 3 ngày" completes another figure
            return not lasts and (self.goal or self.leading or (self.comparator is not None and self.kind != "count"))
        return self._percentage_set()

    def _percentage_set(self) -> bool:
        if self.comparator or self.goal or self.ranged or self.after_set:
            return True
        if self.opened and self.compared and "change" in self.tags and not self.forward:
            return False  # "số hồ sơ tăng 12% so với cùng kỳ"
        if self.due == "years":
            return len(self.value.partition(".")[2]) < 2  # "lần lượt đạt 92% và 95%" is set, "83,57%" is measured
        if self.opened and self.due in {"in", "period"} and "reach" in self.tags:
            return "." not in self.value and int(self.value) % 5 == 0  # "năm 2024 đạt 86,5%" is measured, "80%" is set
        return not (self.opened and "." in self.value)
