"""The measuring of extraction is itself measured: what it counts, how it pairs, and that its gold is sound."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.vietnamese import syllables
from tests.evals.extraction.alignment import best_pairs
from tests.evals.extraction.cells import CELLS
from tests.evals.extraction.gold import CORPUS, CORPUS_TEXTS, EDITIONS, BadGoldError, Item, item, load, of_split
from tests.evals.extraction.measure import rows, sets
from tests.evals.extraction.regex_baseline import regex_extract
from tests.evals.extraction.scoring import Extractor, score
from tests.evals.extraction.synthetic import clauses, templates

TARGETS = Path(__file__).parents[2] / "knowledge/library/targets.yaml"


@dataclass(frozen=True)
class Candidate:
    """What a grammar would hand over."""

    subject: str = "hồ sơ thủ tục hành chính được trả đúng hạn"
    comparator: str = ">="
    average: bool = False
    aim: bool = False
    value: str = "95"
    upper: str | None = None
    unit: str = "%"
    deadline_kind: str | None = "by"
    deadline_year: int | None = 2025
    level: str | None = "city"
    exception: str | None = "hồ sơ mật"
    baseline: str | None = "so với năm 2021"
    responsible: tuple[str, ...] = ("Sở Nội vụ", "Sở Tư pháp")


FULL = {
    "subject": "hồ sơ thủ tục hành chính được trả đúng hạn",
    "comparator": ">=",
    "value": "95",
    "unit": "%",
    "deadline_kind": "by",
    "deadline_year": 2025,
    "level": "city",
    "exception": "trừ hồ sơ mật",
    "baseline": "năm 2021",
    "responsible": ["Sở Nội vụ", "Sở Tư pháp"],
}


def gold(*targets: dict[str, Any], name: str = "a") -> Item:
    return item({"id": name, "split": "tune", "text": "Một câu.", "group": f"g-{name}", "targets": list(targets)})


def always(*candidates: Candidate) -> Extractor:
    return lambda _text: candidates


def test_a_perfect_candidate_gives_one_and_empty_cells_count_nothing() -> None:
    found = score([gold(FULL)], always(Candidate()))
    assert found.tally.f1() == 1.0
    assert found.tally.total() == (10, 0, 0)  # average, aim and upper are empty on both sides
    assert found.tally.f1("upper") is None
    assert found.faults == ()


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("subject", "số đơn vị sự nghiệp công lập"),
        ("comparator", ">"),
        ("value", "90"),
        ("unit", "bậc"),
        ("deadline_kind", "in"),
        ("deadline_year", 2024),
        ("level", "commune"),
        ("exception", "văn bản mật"),
        ("baseline", "so với năm 2020"),
        ("responsible", ("Sở Nội vụ",)),
    ],
)
def test_a_wrong_cell_is_one_false_and_one_missed_and_lowers_itself_alone(cell: str, wrong: Any) -> None:
    found = score([gold(FULL)], always(dataclasses.replace(Candidate(), **{cell: wrong})))
    assert {name for name in CELLS if found.tally.f1(name) not in (1.0, None)} == {cell}
    assert found.tally.total(cell) == (0, 1, 1)


@pytest.mark.parametrize(("cell", "said"), [("average", True), ("aim", True), ("upper", "99")])
def test_a_cell_only_the_candidate_states_is_false(cell: str, said: Any) -> None:
    found = score([gold(FULL)], always(dataclasses.replace(Candidate(), **{cell: said})))
    assert found.tally.total(cell) == (0, 1, 0)


def test_a_cell_only_the_gold_states_is_missed() -> None:
    found = score([gold({**FULL, "aim": True})], always(Candidate()))
    assert found.tally.total("aim") == (0, 0, 1)


def test_a_missed_target_misses_all_its_cells_and_an_extra_one_is_false_in_all_of_its() -> None:
    missed = score([gold(FULL)], always())
    assert missed.tally.total() == (0, 0, 10)
    extra = score([gold(FULL)], always(Candidate(), Candidate(value="7", subject="một điều khác")))
    assert extra.tally.total() == (10, 10, 0)
    assert [fault.cell for fault in extra.faults] == ["extra"]


def test_a_trap_is_kept_by_silence_and_broken_by_any_candidate() -> None:
    kept, broken = (score([gold()], always(*some)) for some in ((), (Candidate(),)))
    assert (kept.traps_kept, kept.tally.total()) == (1, (0, 0, 0))
    assert (broken.traps_kept, broken.tally.total()) == (0, (0, 10, 0))


def test_a_target_that_may_be_left_out_counts_neither_way() -> None:
    items = [gold({**FULL, "optional": True})]
    assert score(items, always()).tally.total() == score(items, always(Candidate())).tally.total() == (0, 0, 0)


def test_a_cell_that_may_be_empty_is_right_when_stated_and_unharmed_when_not() -> None:
    items = [gold({**FULL, "level": ["city", None]})]
    said, silent, wrong = (
        score(items, always(Candidate(level=level))).tally.total("level") for level in ("city", None, "commune")
    )
    assert (said, silent, wrong) == ((1, 0, 0), (0, 0, 0), (0, 1, 0))


def test_subjects_of_nearly_the_same_words_are_equal_and_told_apart_from_exact_ones() -> None:
    near = score([gold(FULL)], always(Candidate(subject="hồ sơ thủ tục hành chính được trả kết quả đúng hạn")))
    assert near.tally.f1("subject") == 1.0
    assert (near.tally.subjects, near.tally.exact_subjects) == (1, 0)


def test_values_are_compared_as_numbers_and_a_figure_not_canonical_is_wrong() -> None:
    good, bad = (score([gold(FULL)], always(Candidate(value=value))) for value in ("95.0", "95,0"))
    assert good.tally.f1("value") == 1.0
    assert bad.tally.total("value") == (0, 1, 1)


def test_key_words_stand_for_a_subject_but_a_whole_paragraph_does_not() -> None:
    keyed = {**FULL, "subject": {"keys": ["hồ sơ", "đúng hạn"], "length": 10}}
    assert score([gold(keyed)], always(Candidate())).tally.f1("subject") == 1.0
    long = Candidate(subject="hồ sơ " + "rất nhiều chữ khác " * 5 + "đúng hạn")
    assert score([gold(keyed)], always(long)).tally.f1("subject") == 0.0


def test_pairing_follows_the_words_where_values_are_the_same() -> None:
    first, second = {**FULL, "level": "city"}, {**FULL, "level": "commune", "deadline_year": 2030}
    candidates = (Candidate(level="commune", deadline_year=2030), Candidate())
    assert score([gold(first, second)], always(*candidates)).tally.f1() == 1.0


def test_pairing_takes_the_greatest_total_not_the_greatest_first_pair() -> None:
    assert best_pairs([[9, 8], [8, 0]]) == ((0, 1), (1, 0))
    assert best_pairs([[5, 0, 1]]) == ((0, 0),)
    assert best_pairs([[0.0], [3.0]]) == ((1, 0),)
    assert best_pairs([]) == best_pairs([[], []]) == ()


def test_nothing_pairs_that_agrees_in_neither_value_nor_subject() -> None:
    found = score([gold(FULL)], always(Candidate(value="7", subject="một điều khác hẳn")))
    assert found.tally.total() == (0, 10, 10)


def test_the_interval_is_seeded_holds_the_figure_and_is_not_a_point_when_all_is_right() -> None:
    items = [gold(FULL, name=str(number)) for number in range(12)]
    mixed = score(items[:6], always(Candidate()))
    low, high = mixed.interval()
    assert low < 1.0 == high
    uneven = score([gold(FULL, name="x"), gold(name="y"), *items], always(Candidate()))
    low, high = uneven.interval()
    assert low < (uneven.tally.f1() or 0) < high
    assert uneven.interval() == (low, high)


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = {"id": "a", "split": "tune", "text": "Câu.", "targets": [{"subject": "a", "value": "1", "unit": "%"}]}
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(BadGoldError, match=r"gold\.jsonl:1: a target must state comparator"):
        load(path)


def test_the_generator_is_deterministic_large_and_split_by_template() -> None:
    everything = clauses()
    assert everything == clauses()
    assert everything != clauses(seed=7)
    assert len(everything) >= 400
    assert len(templates()) >= 60
    assert len([one for one in clauses("test") if one.targets]) >= 150
    assert not {one.group for one in clauses("tune")} & {one.group for one in clauses("test")}
    texts = {split: {one.text for one in clauses(split)} for split in ("tune", "test")}
    assert not texts["tune"] & texts["test"]
    assert len(texts["tune"]) + len(texts["test"]) == len(everything)


def test_the_templates_of_each_split_state_every_cell() -> None:
    for split in ("tune", "test"):
        stated = {
            name for one in clauses(split) for t in one.targets for name, held in t.cells.items() if not held.empty
        }
        assert stated == set(CELLS)
    signs = {sign for one in clauses("test") for t in one.targets for sign in t.cells["comparator"].spellings}
    assert signs == {"=", ">", ">=", "<", "<=", "in"}


def written(value: str, text: str) -> bool:
    return re.search(rf"(?<![\d,.])0*{re.escape(value.replace('.', ','))}(?![\d]|,\d)", text) is not None


def own_items() -> Sequence[Item]:
    return (*load(EDITIONS), *clauses())


def test_every_figure_year_and_word_of_the_gold_stands_in_its_text() -> None:
    for one in own_items():
        held = set(syllables(one.text))
        for target in one.targets:
            for name in ("value", "upper"):
                assert all(written(value, one.text) for value in target.cells[name].spellings), one.id
            for year in target.cells["deadline_year"].spellings:
                assert year in one.text, one.id
            for name in ("exception", "baseline", "responsible"):
                assert all(set(syllables(words)) <= held for words in target.cells[name].spellings), (one.id, name)
            first = set(syllables(target.cells["subject"].spellings[0]))
            assert first <= held, (one.id, first - held)


def test_the_editions_hold_every_figure_of_the_register_and_enough_traps() -> None:
    items = load(EDITIONS)
    for entry in yaml.safe_load(TARGETS.read_text(encoding="utf-8"))["targets"]:
        found = [one for one in items if one.group == entry["document"] and entry["span"] in one.text]
        assert found, entry["id"]
        if entry["value"] is not None:
            values = {value for t in found[0].targets for value in t.cells["value"].spellings}
            assert entry["value"] in values, entry["id"]
    assert sum(not one.targets for one in items) >= 60
    assert not {one.group for one in of_split(items, "tune")} & {one.group for one in of_split(items, "test")}


def test_the_newspaper_s_text_is_not_copied_and_its_gold_holds_nineteen_targets() -> None:
    row = json.loads(CORPUS.read_text(encoding="utf-8"))
    assert "text" not in row
    assert sum(not target.get("optional") for target in row["targets"]) == 19
    assert all(len(key.split()) <= 8 for target in row["targets"] for key in target["subject"]["keys"])


def test_the_newspaper_s_gold_stands_in_its_text() -> None:
    items = load(CORPUS, CORPUS_TEXTS)
    if not items:
        pytest.skip("the newspaper's text is not kept beside this checkout")
    text = " ".join(syllables(items[0].text))
    for target in items[0].targets:
        assert all(written(value, items[0].text) for value in target.cells["value"].spellings)
        assert all(" ".join(syllables(key)) in text for key in target.cells["subject"].keys)


def test_without_the_newspaper_s_text_its_set_is_left_out(tmp_path: Path) -> None:
    assert load(CORPUS, tmp_path) == ()
    assert set(sets("tune")) == {"editions", "synthetic"}


def test_the_rows_show_every_set_and_the_regex_beside_it() -> None:
    found = rows("tune", regex_extract)
    assert [name for name, *_ in found] == ["editions", "editions (regex)", "synthetic", "synthetic (regex)"]
    for _, count, f1, low, high in found:
        assert count > 0
        assert 0 < low <= f1 <= high < 1
