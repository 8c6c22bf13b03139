"""The example of docs/langchain.md runs as printed, with the real encoder and the real Chroma."""

import re
from pathlib import Path

import pytest
from langchain_core.documents import Document

from knowledge.retrieval.langchain_face import PassageRetriever
from knowledge.retrieval.retriever import Retriever
from tests.fakes import InMemoryIndex, passage

PAGE = Path("docs/langchain.md")


@pytest.mark.real
def test_the_printed_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLAN136_HOME", str(tmp_path))
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(example, str(PAGE), "exec"), names)
    found = names["documents"]
    assert isinstance(found, list)
    assert len(found) == 3
    assert all(isinstance(document, Document) for document in found)
    assert "hài lòng" in " ".join(document.page_content.lower() for document in found)
    assert capsys.readouterr().out.strip()


def test_the_face_gives_hits_in_order_with_their_place() -> None:
    near, far = passage("Hài lòng đạt 95%.", "a", ("Chỉ tiêu",)), passage("Hài lòng.", "b")
    passages = {near.id: near, far.id: far}
    face = PassageRetriever(retriever=Retriever(passages, None, InMemoryIndex(passages.values())), limit=2)
    first, second = face.invoke("hài lòng đạt 95%")
    assert (first.id, first.page_content) == (near.id, near.text)
    assert first.metadata["document"] == "a"
    assert first.metadata["headings"] == ["Chỉ tiêu"]
    assert first.metadata["score"] > second.metadata["score"]
