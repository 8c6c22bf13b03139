"""The trained parts on made data: grams, features, heads, ranking, explained words, and the files they are kept in."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.documents import Passage
from knowledge.learning import decision_file, model_file
from knowledge.learning.clause_features import FEATURES as CLAUSE_FEATURES
from knowledge.learning.clause_features import ClauseModel, Rarity, Sought, features, with_beside
from knowledge.learning.decision import FEATURES as EVIDENCE
from knowledge.learning.decision import WAYS, Decision, Evidence, row_of
from knowledge.learning.explained import GENERIC, explained
from knowledge.learning.faces import KINDS, Face
from knowledge.learning.features import Features
from knowledge.learning.fitting import Examples, fit
from knowledge.learning.grams import grams, masked, vocabulary
from knowledge.learning.heads import Floats, Heads
from knowledge.learning.learned import Learned
from knowledge.learning.likeness import FEATURES, Asked, Likeness
from knowledge.learning.ranking import Nearest, Ranking
from knowledge.retrieval.evidence import Hit
from tests.fakes_matcher import made_matcher

SIZE = 4
FACES = (
    Face("papi", "indicator", ("PAPI",), ("chỉ số hiệu quả quản trị",)),
    Face("sipas", "indicator", ("SIPAS", "hài lòng"), ("chỉ số hài lòng",)),
    Face("kh-136-2021", "document", ("Kế hoạch 136",), ("kế hoạch cải cách hành chính",)),
)
CONCEPTS = {"ask:when": ("khi nào",)}


def unit(place: int) -> Floats:
    return np.asarray(np.eye(SIZE)[place], dtype=np.float32)


VECTORS = {text: unit(n % SIZE) for n, text in enumerate(text for face in FACES for text in face.said)}


# grams and features


@pytest.mark.parametrize(
    ("form", "kind"),
    [("2025", "<year>"), ("95%", "<percent>"), ("95", "<digits>"), ("01/06/2021", "<date>"),
     ("136/kh-ubnd", "<number>"), ("papi", "papi")],
)  # fmt: skip
def test_numbers_are_masked_by_kind(form: str, kind: str) -> None:
    assert masked(form) == kind


def test_grams_are_of_one_to_three_words_each_once() -> None:
    found = grams(["năm", "2025", "năm"])
    assert {"năm", "<year>", "năm <year>", "^ năm <year>", "<year> năm ^"} <= set(found)
    assert len(found) == len(set(found)) and "^" not in found
    assert grams(["năm", "2024"]) == grams(["năm", "2025"])


def test_a_gram_counts_when_enough_texts_have_it() -> None:
    assert vocabulary([("b", "a"), ("a",), ("c",)], at_least=2) == {"a": 0}


def test_names_are_also_read_as_their_kind_and_phrases_as_their_concept() -> None:
    features = Features(FACES, CONCEPTS)
    of_papi, of_sipas = features.of(["papi", "khi", "nào"]), features.of(["sipas", "khi", "nào"])
    shared = set(of_papi) & set(of_sipas)
    assert {"~<indicator>", "~<indicator> khi", "@ask:when"} <= shared
    assert "papi" in of_papi and "papi" not in of_sipas


# heads


def made() -> Heads:
    """Heads over two acts, told apart by one word; the vectors say nothing."""
    texts: list[Any] = [("khi", "nào", f"w{n % 3}") for n in range(12)] + [
        ("bao", "nhiêu", f"w{n % 3}") for n in range(12)
    ]
    told: list[Any] = [("when",)] * 12 + [("much",)] * 12
    given = Examples(
        grams=texts,
        vectors=np.zeros((24, SIZE), dtype=np.float32),
        labels={
            "modality": [labels if n % 2 else None for n, labels in enumerate(told)],
            **dict.fromkeys(("acts", "talk", "measures", "keeps"), told),
        },
        weights=np.ones(24, dtype=np.float32),
    )
    return fit(given, words=["acts"])


def test_heads_tell_labels_apart_with_and_without_a_vector() -> None:
    heads = made()
    for vector in (None, unit(0)):
        read = heads.read(("khi", "nào"), vector)["acts"]
        assert read["when"] > 0.8 > 0.2 > read["much"]


def test_a_head_that_needs_a_vector_is_silent_without_one() -> None:
    heads = made()
    assert heads.read(("khi",), None)["modality"] == {}
    assert set(heads.read(("khi",), unit(0))["modality"]) == {"when", "much"}


def test_unknown_words_change_nothing() -> None:
    heads = made()
    assert heads.read(("khi", "zzz"), None) == heads.read(("khi",), None)


# ranking


def ranking(kind: str = "indicator", **weights: float) -> Ranking:
    row = np.array([*(weights.get(name, 0.0) for name in FEATURES), weights.get("bias", 0.0)], dtype=np.float32)
    return Ranking(Likeness([face for face in FACES if face.kind == kind], VECTORS), row, row)


@pytest.mark.parametrize(
    ("weights", "asked", "odds", "examples"),
    [
        ({"named": 3.0}, Asked(("sipas", "năm", "2024"), None), {}, {}),
        ({"words": 3.0}, Asked(("chỉ", "số", "hài", "lòng"), None), {}, {}),
        ({"meaning": 3.0}, Asked((), VECTORS["SIPAS"]), {}, {}),
        ({"head": 3.0}, Asked((), None), {"sipas": 4.0, "papi": -4.0}, {}),
        ({"example": 3.0}, Asked((), None), {}, {"sipas": 0.9}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) and value else None,
)
def test_each_sign_of_likeness_can_decide(
    weights: dict[str, Any], asked: Asked, odds: dict[str, float], examples: dict[str, float]
) -> None:
    found = ranking(**weights).of(asked, odds, examples)
    assert [each.subject for each in found] == ["sipas", "papi"]
    assert found[0].probability > found[1].probability


def test_a_document_found_by_its_number_is_likely() -> None:
    found = ranking("document", numbered=5.0, bias=-2.0)
    assert found.of(Asked((), None, frozenset({"kh-136-2021"})), {}, {})[0].probability > 0.9
    assert found.of(Asked((), None), {}, {})[0].probability < 0.2


def test_the_nearest_utterances_name_their_subjects_once() -> None:
    nearest = Nearest(np.stack([unit(0), unit(1), unit(1)]), [("papi",), ("sipas",), ("sipas", "x")])
    assert nearest.of(unit(1))["sipas"] == 1.0 and nearest.of(unit(1))["papi"] == 0.0
    assert nearest.of(None) == {}
    masked_out = nearest.of(unit(1), np.array([0, 9, 9], dtype=np.float32))
    assert masked_out["sipas"] < 0


# explained words


def test_words_of_a_subject_and_of_every_subject_are_explained() -> None:
    told = [(("bao", "nhiêu", "mức"), (f"s{n}",)) for n in range(GENERIC)] + [(("xếp", "hạng"), ("papi",))]
    known = explained(told, FACES)
    assert known.unexplained(("papi", "xếp", "hạng", "bao", "nhiêu", "2024", "bệnh", "viện"), ("papi",)) == (
        "bệnh",
        "viện",
    )
    assert known.unexplained(("xếp",), ("sipas",)) == ("xếp",)


# files


def model(heads: Heads) -> model_file.Model:
    rankings = {kind: ranking(kind, named=1.5, bias=-0.5) for kind in KINDS}
    nearest = Nearest(np.stack([unit(0), unit(1)]), [("papi",), ("sipas", "kh-136-2021")])
    known = explained([(("mức",), ("papi",))], FACES)
    learned = Learned(heads, rankings, nearest, made_matcher(), Features(FACES, CONCEPTS), known)
    return model_file.Model(
        learned, ClauseModel(np.ones(3, dtype=np.float32)), decision_file.load(), "digest", "encoder", VECTORS
    )


def test_a_model_comes_back_from_its_file_and_reads_the_same(tmp_path: Path) -> None:
    kept, path = model(made()), tmp_path / "model.npz"
    model_file.save(kept, path)
    found = model_file.load(path, FACES, Features(FACES, CONCEPTS))
    assert (found.digest, found.encoder) == ("digest", "encoder")
    assert found.learned.explained == kept.learned.explained
    for vector in (None, unit(1)):
        was, now = (each.learned.read(("khi", "nào", "sipas"), vector) for each in (kept, found))
        assert now.acts == pytest.approx(was.acts, abs=0.02)
        for kind in ("indicator", "question"):
            assert [r.subject for r in now.subjects[kind]] == [r.subject for r in was.subjects[kind]]
        assert list(now.clauses) == list(was.clauses)
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_added_since_is_known_by_its_own_words(tmp_path: Path) -> None:
    path, added = tmp_path / "model.npz", Face("kh-9", "document", ("Kế hoạch 9",), ())
    model_file.save(model(made()), path)
    found = model_file.load(path, (*FACES, added), Features(FACES, CONCEPTS), {"Kế hoạch 9": unit(2)})
    assert found.learned.explained.unexplained(("kế", "hoạch"), ("kh-9",)) == ()
    assert "kh-9" in {
        r.subject for r in found.learned.rankings["document"].of(Asked(("kế", "hoạch", "9"), None), {}, {})
    }


def test_a_model_over_other_faces_is_as_if_loaded_over_them(tmp_path: Path) -> None:
    path, added = tmp_path / "model.npz", Face("kh-9", "document", ("Kế hoạch 9",), ())
    model_file.save(model(made()), path)
    more = (*FACES, added)
    fresh = model_file.load(path, more, Features(more, CONCEPTS))
    moved = model_file.over(model_file.load(path, FACES, Features(FACES, CONCEPTS)), more, Features(more, CONCEPTS))
    assert moved.learned.explained == fresh.learned.explained
    for question in (("kế", "hoạch", "9"), ("khi", "nào", "sipas")):
        assert moved.learned.read(question, None) == fresh.learned.read(question, None)
        assert moved.learned.read(question, unit(1)) == fresh.learned.read(question, unit(1))


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04 half a file", None])
def test_a_file_that_is_no_model_says_what_helps(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "model.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(model_file.ModelError, match="make train"):
        model_file.load(path, FACES, Features(FACES, CONCEPTS))


def test_the_digest_follows_every_utterance(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("1", encoding="utf-8")
    first = model_file.digest_of(tmp_path)
    (tmp_path / "a.jsonl").write_text("2", encoding="utf-8")
    assert model_file.digest_of(tmp_path) != first


NOTHING = Evidence(*[0.0] * len(fields(Evidence)))


def test_evidence_has_a_column_for_each_feature() -> None:
    row = dict(zip(EVIDENCE, row_of(replace(NOTHING, act=0.9), "target"), strict=True))
    assert row["target"] == 1 and row["list"] == 0 and row["act"] == pytest.approx(0.9)


def test_each_way_of_answering_is_weighed_by_its_own_weights() -> None:
    weights = np.array([-1.0 if name == "unexplained_weight" else 0.0 for name in (*EVIDENCE, "bias")])
    none = np.zeros(len(EVIDENCE) + 1, dtype=np.float32)
    decision = Decision({"register": weights.astype(np.float32), "common": none, "clause": none})
    strange = replace(NOTHING, unexplained_weight=0.9)
    assert decision.probability("register", NOTHING, "target") == 0.5
    assert decision.probability("register", strange, "target") < decision.probability("clause", strange, "passage")


def test_a_decision_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "decision.json"
    own = {way: np.arange(len(EVIDENCE) + 1, dtype=np.float32) + n for n, way in enumerate(WAYS)}
    decision_file.save(Decision(own), path)
    assert [decision_file.load(path).weights[way][0] for way in WAYS] == [0.0, 1.0, 2.0]


def test_a_decision_of_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "decision.json"
    path.write_text('{"register": {"act": 1}}', encoding="utf-8")
    with pytest.raises(decision_file.DecisionError, match="make calibrate"):
        decision_file.load(path)


# clauses


def test_a_clause_that_answers_a_like_utterance_is_likelier() -> None:
    one, other = (Passage(f"p{n}", "d", ("D",), f"mục {n}", "Sở Nội vụ chủ trì.") for n in (1, 2))
    rarity = Rarity([one, other])
    hits = [Hit(one, 0.5, 0.8, 3.0), Hit(other, 0.5, 0.8, 3.0)]
    sought = Sought(("ai", "chủ", "trì"), frozenset(("who",)), frozenset(), frozenset(), {"d#mục 2": 0.95})
    table = features(sought, hits, rarity)
    columns = [CLAUSE_FEATURES.index(name) for name in ("example", "example_margin", "nearest_example")]
    assert table[1, columns].tolist() == pytest.approx([0.95, 0.95, 1.0])
    assert table[0, columns].tolist() == [0.0, 0.0, 0.0]
    assert [hit.passage for hit in with_beside(hits[:1], [one, other])] == [one, other]
