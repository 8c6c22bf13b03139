"""What is made over what was there before is what would be made anew: syllable counts, likeness, rarity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Passage
from knowledge.learning.clause_features import Rarity
from knowledge.learning.faces import Face
from knowledge.learning.likeness import Asked, Likeness
from knowledge.reading.counts import SyllableCounts
from knowledge.reading.model import SyllableModel
from knowledge.vocabulary import Vocabulary
from tests.unit.test_vocabulary import VOCABULARY, passages

SHORT = {"ubnd": "ủy ban nhân dân"}
TEXTS = st.lists(
    st.sampled_from(["Tỷ lệ 72%. Đạt", "UBND tỉnh", "tỉnh Thạch Lâm\nnăm 2026", "tỉ lệ", "", "UBND  tỉnh"])
)
FACES = (
    Face("papi", "indicator", ("PAPI",), ("chỉ số hiệu quả quản trị",)),
    Face("sipas", "indicator", ("SIPAS", "hài lòng"), ("chỉ số hài lòng",)),
    Face("par", "indicator", ("PAR INDEX",), ("chỉ số cải cách hành chính",)),
)


def told(counts: SyllableCounts) -> tuple[object, ...]:
    return dict(counts.alone), {a: dict(b) for a, b in counts.after.items()}, dict(counts.surfaces)


@given(TEXTS, TEXTS, TEXTS)
def test_counts_over_others_are_the_counts(first: list[str], second: list[str], third: list[str]) -> None:
    before = SyllableCounts(first, SHORT)
    kept = told(before)
    between = before.over(second)
    assert told(between) == told(SyllableCounts(second, SHORT))
    assert told(between.over(third)) == told(SyllableCounts(third, SHORT))
    assert told(before) == kept, "whoever reads with the counts before is not disturbed"


def test_a_model_over_changed_counts_is_as_likely() -> None:
    counts = SyllableCounts(["tỷ lệ hài lòng", "tỷ lệ"], SHORT)
    anew, over = (SyllableModel(each) for each in (SyllableCounts(["tỷ giá"], SHORT), counts.over(["tỷ giá"])))
    assert over.variants("ti") == anew.variants("ti") == ("tỉ",) and not over.knows("hài")
    for pair in (("tỉ", "giá"), ("tỉ", "lệ"), ("giá", "tỉ")):
        assert over.log_probability(*pair) == anew.log_probability(*pair)


def test_a_vocabulary_knows_what_is_added_and_forgets_what_is_removed() -> None:
    texts = list(passages())
    more = Vocabulary(VOCABULARY.entries, [*texts, "khoanh vùng nghêu sò Xuzơ"], VOCABULARY)
    assert more.read("nghêu sò xuzo").text == "nghêu sò xuzơ"
    less = Vocabulary(VOCABULARY.entries, texts, more)
    asked = "muc do hai long nam 2025 phai dat bao nhieu, nghêu sò xuzo"
    assert less.read(asked) == VOCABULARY.read(asked)


@pytest.mark.parametrize("before", [(), FACES[:2], FACES[1:], FACES])
def test_likeness_over_other_faces_is_the_same(before: Sequence[Face]) -> None:
    asked = Asked(("chỉ", "số", "hài", "lòng", "papi"), None)
    over = Likeness(FACES, {}, Likeness(before, {}))
    np.testing.assert_array_equal(over.features(asked), Likeness(FACES, {}).features(asked))


def test_rarity_is_of_the_passages_as_they_are_now() -> None:
    one, other = (Passage(f"p{n}", "d", ("D",), f"mục {n}", f"Sở {n} chủ trì.") for n in (1, 2))
    changed = Passage("p1", "d", ("D",), "mục 1", "Cục báo cáo.")
    over, anew = Rarity([changed, other], Rarity([one, other])), Rarity([changed, other])
    assert over.words == anew.words
    assert all(over.of(word) == anew.of(word) for word in ("sở", "cục", "trì", "1", "không"))
