from pathlib import Path

import pytest

from knowledge.vocabulary_file import VocabularyError, load_vocabulary

GOOD = Path(__file__).parents[2] / "knowledge" / "library" / "vocabulary.yaml"


def test_the_bundled_vocabulary_is_good_and_generous() -> None:
    entries = load_vocabulary(GOOD)
    assert entries.abbreviations["tthc"] == ("thủ tục hành chính",)
    assert len(entries.question_words["vi"]) + len(entries.function_words["vi"]) >= 300
    assert len(entries.question_words["en"]) + len(entries.function_words["en"]) >= 150
    assert len(entries.phrases) >= 300
    assert [t.code for t in entries.document_types][:4] == ["KH", "NQ", "QĐ", "NĐ"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  tthc: thủ tục hành chính\n", "  tthc: on\n", r"abbreviations/tthc.*expected a list.*write"),
        ("  tthc: thủ tục hành chính\n", "  tthc: []\n", r"abbreviations/tthc: no meaning.*remove it"),
        ("  tthc: thủ tục hành chính\n", "  tthc: a\n  tthc: b\n", r"tthc stands twice; keep one"),
        ('  "0": không\n', "  no: không\n", r"teencode/False.*quotes"),
        ("\nlexicon: |", "\nwords: |", r"lexicon: the section is missing; add it"),
        ("\nlexicon: |", "\nmore: 1\nlexicon: |", r"more: no such section"),
        ("  - canonical: quá hạn\n", "  - term: quá hạn\n", r"synonyms\[\d+\]/canonical: expected a text"),
        (
            "KH: {vi: kế hoạch, en: plan, short: kh}",
            "KH: {vi: kế hoạch, en: plan}",
            r"document_types/KH: short missing",
        ),
        ("    Tuyên Quang, Lào Cai", "    Tuyên Quangg, Lào Cai", r"since_2025/Tuyên Quangg: not among the provinces"),
        ("abbreviations:\n", "abbreviations: [\n", r"cannot be read.*UTF-8 YAML"),
    ],
)
def test_a_bad_entry_is_named_with_its_remedy(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = GOOD.read_text(encoding="utf-8")
    assert old in text
    bad = tmp_path / "vocabulary.yaml"
    bad.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"(?s)vocabulary\.yaml: .*" + says):
        load_vocabulary(bad)


def test_a_missing_file_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="cannot be read"):
        load_vocabulary(tmp_path / "none.yaml")
