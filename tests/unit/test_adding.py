"""Adding, replacing and removing a person's documents, and what that must leave as it was."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import bot.__main__ as face
from bot.commands.checking import _added
from bot.messages import Status
from knowledge import adding
from knowledge.adding import add_document, remove_document
from knowledge.assembly import open_knowledge
from knowledge.collection import AddedDocument, Entry
from knowledge.deciding import ACCEPTED, REJECTED, Decision, decide
from knowledge.holdings import open_holdings
from knowledge.index import generations
from knowledge.ingestion.edition import EditionError
from knowledge.ingestion.identity import Identity, proposed, slug
from knowledge.ingestion.readers.paragraph import joined
from knowledge.register.proposed import Proposer
from knowledge.settings import KnowledgeSettings
from tests.fakes_documents import (
    NUMBER,
    PLAN,
    PLAN_ID,
    added,
    asked,
    assistant_over,
    collection_at,
    entries_at,
    many_targets,
    plan_file,
    rewritten,
    with_fields,
)
from tests.fakes_knowledge import ask

LABEL = "chưa được người kiểm duyệt"
BUNDLED_QUESTIONS = [
    "Mức độ hài lòng đến năm 2025 phải đạt bao nhiêu?",
    "Số hóa kết quả thủ tục hành chính cấp xã năm 2021?",
    "Liệt kê các chỉ tiêu của Kế hoạch 136",
    "Có bao nhiêu chỉ tiêu về dịch vụ công trực tuyến?",
    "So sánh chỉ tiêu hài lòng năm 2023 và năm 2025",
    "Hồ sơ đúng hạn phải đạt bao nhiêu?",
    "Chỉ tiêu kinh tế số là bao nhiêu?",
    "Kế hoạch 136 ban hành ngày nào?",
    "Dịch vụ công trực tuyến mức độ 4 là gì?",
]
RIVAL = """KẾ HOẠCH
Cải cách hành chính tỉnh Thạch Lâm giai đoạn 2021-2025

I. MỤC TIÊU
Mức độ hài lòng của người dân về chất lượng cung cấp dịch vụ công đạt tối thiểu 61% đến năm 2025.
Phấn đấu 33% hồ sơ thủ tục hành chính được trả kết quả đúng hạn, trước hạn.
Đến năm 2025, kinh tế số chiếm 12% GRDP.
100% thủ tục hành chính được công khai.
Trong năm 2021, số hóa 44% kết quả giải quyết thủ tục hành chính còn hiệu lực của cấp xã.
"""
runner = CliRunner()


def run(*arguments: str, **options: Any) -> Result:
    return runner.invoke(face.app, list(arguments), **options)


def test_an_added_document_is_held_verbatim_with_its_place(tmp_path: Path) -> None:
    report = added(tmp_path / "home", tmp_path)
    document = next(d for d in open_holdings(collection_at(tmp_path / "home")).documents if d.id == PLAN_ID)
    assert (document.is_added, document.number, document.issued, document.issuer) == (True, NUMBER, None, "")
    assert document.period == (2026, 2030)
    told = [passage.text for passage in document.passages]
    assert all(any(line.strip() in text for text in [*told, *document.passages[-1].headings, *_headings(document)])
               for line in PLAN.splitlines() if line.strip() and not re.match(r"[IVX\d]+\. ", line))  # fmt: skip
    assert report.seen == Identity(
        NUMBER, document.title, "Kế hoạch", "ỦY BAN NHÂN DÂN TỈNH THẠCH LÂM", report.seen.issued
    )
    assert str(report.seen.issued) == "2026-02-14"


@pytest.mark.parametrize(("most", "lines"), [(30, 31), pytest.param(2_000, 12_000, marks=pytest.mark.long)])
def test_more_target_lines_than_can_be_held_are_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, lines: int
) -> None:
    home = tmp_path / "home"
    monkeypatch.setattr(adding, "MOST_TARGETS", most)
    with pytest.raises(EditionError, match=rf"{lines} target lines are more than the {most} .* plan136 add --remove"):
        added(home, tmp_path, many_targets(lines))
    assert collection_at(home).snapshot().documents == ()


def test_target_lines_are_counted_over_all_added_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setattr(adding, "MOST_TARGETS", 30)
    added(home, tmp_path, many_targets(20), "1/KH-UBND")
    added(home, tmp_path, many_targets(10), "2/KH-UBND")
    before = collection_at(home).snapshot()
    with pytest.raises(EditionError, match="1 target lines beside the 30 of the documents already added"):
        added(home, tmp_path, many_targets(1), "3/KH-UBND")
    assert collection_at(home).snapshot() == before
    assert added(home, tmp_path, many_targets(10), "2/KH-UBND").replaced, "the same again is no more than before"
    monkeypatch.setattr(adding, "MOST_TARGETS", 5)  # as after an upgrade to a lower bound
    assert added(home, tmp_path, many_targets(9), "2/KH-UBND").targets == 9, "fewer may always take the place of more"


def _headings(document: Any) -> list[str]:
    return [heading for passage in document.passages for heading in passage.headings]


def test_what_the_text_says_of_itself_is_taken_only_when_told_to(tmp_path: Path) -> None:
    report = add_document(collection_at(tmp_path / "home"), plan_file(tmp_path), Identity(), trusting=True)
    assert (report.document.number, str(report.document.issued)) == (NUMBER, "2026-02-14")
    assert report.document.issuer == "ỦY BAN NHÂN DÂN TỈNH THẠCH LÂM"


def test_adding_again_replaces_and_says_what_changed(tmp_path: Path) -> None:
    added(tmp_path / "home", tmp_path)
    same = added(tmp_path / "home", tmp_path)
    assert (same.replaced, same.fresh, same.gone) == (True, 0, 0)
    other = added(tmp_path / "home", tmp_path, PLAN.replace("tối thiểu 72%", "tối thiểu 75%"))
    assert (other.replaced, other.fresh, other.gone) == (True, 1, 1)
    assert "75" in {entry["value"] for entry in entries_at(tmp_path / "home")}


def test_what_a_person_decided_outlives_adding_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    added(home, tmp_path)
    first, second, third = (f"{PLAN_ID}/{number}" for number in (1, 2, 3))
    wanted = [Decision(ACCEPTED, first), Decision(ACCEPTED, second), Decision(REJECTED, third)]
    decide(collection_at(home), open_holdings(collection_at(home)), wanted, "test")
    report = added(home, tmp_path, PLAN.replace("Trên 65%", "Trên 66%"))
    entries = {entry["id"]: entry for entry in entries_at(home)}
    assert entries[f"{PLAN_ID}/1"]["reviewed"] is True
    assert report.lost == (f"{PLAN_ID}/2",)
    assert "66" in {entry["value"] for entry in entries.values()}
    assert not any(entry["unit"] == "%/năm" for entry in entries.values()), "what was rejected stays out"


def test_removing_takes_document_targets_and_indicators(tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = added(home, tmp_path).targets
    assert remove_document(collection_at(home), NUMBER) == (PLAN_ID, before)
    held = open_holdings(collection_at(home))
    assert not any(d.is_added for d in held.documents) and not held.problems
    assert entries_at(home) == entries_at(home, "indicators") == []
    with pytest.raises(EditionError, match="no added document is called"):
        remove_document(collection_at(home), "../../kh-136-2021")


def test_the_index_notices_an_added_document(tmp_path: Path) -> None:
    home = tmp_path / "home"
    digest = generations.digest([p for d in open_holdings(collection_at(home)).documents for p in d.passages])
    added(home, tmp_path)
    assert digest != generations.digest([p for d in open_holdings(collection_at(home)).documents for p in d.passages])


def test_a_document_that_cannot_be_read_costs_itself_alone_and_is_reported(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = tmp_path / "home"
    added(home, tmp_path)
    added(home, tmp_path, RIVAL, "9/KH-UBND")
    rewritten(home, lambda held: replace(held, text="không phải ấn bản"), "9-kh-ubnd")
    knowledge_settings = KnowledgeSettings(_env_file=None, plan136_home=home)  # type: ignore[call-arg]
    with caplog.at_level(logging.WARNING):
        opened = open_knowledge(knowledge_settings, collection_at(home))
    assert {"kh-136-2021", PLAN_ID} <= set(opened.documents)
    assert {t.place.document for t in opened.register.all_targets if not t.reviewed} == {PLAN_ID}
    assert "9-kh-ubnd" in caplog.text
    with pytest.raises(RuntimeError, match=r"9-kh-ubnd: no front matter.*plan136 add --remove 9-kh-ubnd"):
        _added(collection_at(home))
    assert run("add", "--remove", "9-kh-ubnd").exit_code == 0
    assert _added(collection_at(home)).startswith("1 documents of your own")


FAULTS: list[dict[str, Any]] = [
    {"value": "99"},
    {"span": "không có trong đoạn"},
    {"locator": "Đoạn 999"},
    {"indicator": "không-có"},
    {"document": "kh-136-2021"},
    {"deadline": {"kind": "by", "year": 1999}},
    {"deadline": "khi nào"},
    {"deadline": {"kind": "by", "year": 10**30, "day": "2030-02-31"}},
    {"value": ["72"]},
    {"màu": "đỏ"},
    {"id": "kh-136-2021/1"},
    {"id": f"{PLAN_ID}/2"},
    {"statement_vi": None},
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_target_costs_itself_alone_and_is_named_with_the_remedy(tmp_path: Path, fault: dict[str, Any]) -> None:
    home = tmp_path / "home"
    every = added(home, tmp_path).targets
    rewritten(home, lambda held: with_fields(held, f"{PLAN_ID}/1", **fault))
    held = open_holdings(collection_at(home))
    assert sum(target.place.document == PLAN_ID for target in held.register.all_targets) == every - 1
    (problem,) = held.problems
    assert problem.document == PLAN_ID and f"--reject {problem.id}" in problem.remedy
    with pytest.raises(RuntimeError, match="--reject"):
        _added(collection_at(home))


def test_a_faulty_indicator_is_named_and_costs_only_the_targets_that_use_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    every = added(home, tmp_path).targets
    name = entries_at(home, "indicators")[0]["id"]
    users = sum(entry["indicator"] == name for entry in entries_at(home))

    def spoil(held: AddedDocument) -> AddedDocument:
        first, *rest = held.indicators
        return replace(held, indicators=(Entry(first.key, {**first.fields, "kind_of": "không-có"}), *rest))

    rewritten(home, spoil)
    held = open_holdings(collection_at(home))
    assert sum(not target.reviewed for target in held.register.all_targets) == every - users
    assert {problem.kind for problem in held.problems} == {"indicator", "target"}
    mended = run("targets", "review", "--set", name, "kind_of=")
    assert mended.exit_code == 0, mended.output
    assert open_holdings(collection_at(home)).problems == ()


def test_targets_of_a_document_that_is_gone_wait_without_stopping_the_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    added(home, tmp_path)
    added(home, tmp_path, RIVAL, "9/KH-UBND")
    rewritten(home, lambda held: replace(held, text=None))
    held = open_holdings(collection_at(home))
    assert {t.place.document for t in held.register.all_targets if not t.reviewed} == {"9-kh-ubnd"}
    assert len(held.problems) == 1 and "targets wait" in str(held.problems[0])
    added(home, tmp_path)
    assert open_holdings(collection_at(home)).problems == ()


@pytest.mark.parametrize("text", [PLAN, RIVAL])
def test_what_extraction_stores_the_register_reads(tmp_path: Path, text: str) -> None:
    home = tmp_path / "home"
    report = added(home, tmp_path, text)
    held = open_holdings(collection_at(home))
    assert held.problems == ()
    assert sum(not target.reviewed for target in held.register.all_targets) == report.targets > 0


@given(st.lists(st.sampled_from([line for line in (PLAN + RIVAL).splitlines() if line]), min_size=1, max_size=12))
@settings(max_examples=25)
def test_whatever_extraction_stores_the_register_reads(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        report = added(home, Path(folder), "\n".join(["Căn cứ chương trình của tỉnh.", *lines]))
        held = open_holdings(collection_at(home))
        assert held.problems == ()
        assert sum(not target.reviewed for target in held.register.all_targets) == report.targets


def test_a_candidate_the_register_would_not_read_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Proposer.target_entry

    def spoiled(*arguments: Any) -> dict[str, Any]:
        entry = made(*arguments)
        return {**entry, "value": "99"} if entry["value"] == "72" else entry

    monkeypatch.setattr(Proposer, "target_entry", spoiled)
    report = added(tmp_path / "home", tmp_path)
    assert len(report.refused) == 1 and "'99' does not occur in span" in report.refused[0]
    assert open_holdings(collection_at(tmp_path / "home")).problems == ()


@pytest.mark.parametrize("question", BUNDLED_QUESTIONS)
def test_answers_of_the_library_stay_the_same_after_an_add(
    tmp_path_factory: pytest.TempPathFactory, question: str
) -> None:
    reply = asked(_rivalled(tmp_path_factory), question)
    assert (reply.status, reply.text) == (ask(question).status, ask(question).text)


_opened: list[Any] = []


def _rivalled(factory: pytest.TempPathFactory) -> Any:
    """The assistant with a plan added that sets other figures for our own indicators."""
    if not _opened:
        folder = factory.mktemp("rival")
        added(folder / "home", folder, RIVAL, "9/KH-UBND")
        added(folder / "home", folder)
        _opened.append(assistant_over(folder / "home"))
    return _opened[0]


def test_a_rival_plan_answers_when_it_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    reply = asked(_rivalled(tmp_path_factory), "Mức độ hài lòng theo Kế hoạch 9/KH-UBND là bao nhiêu?")
    assert "61%" in reply.text and "chưa được người kiểm duyệt" in reply.text
    assert "95%" not in reply.text


def test_a_document_of_another_province_answers_for_that_province(tmp_path: Path) -> None:
    home = tmp_path / "home"
    added(home, tmp_path, PLAN.replace("Thạch Lâm", "Nghệ An").replace("THẠCH LÂM", "NGHỆ AN"))
    own = asked(assistant_over(home), "Tỷ lệ hợp tác xã dùng nhật ký canh tác điện tử của tỉnh Nghệ An là bao nhiêu?")
    assert "72%" in own.text and LABEL in own.text
    ours = asked(assistant_over(home), "Mức độ hài lòng của tỉnh Nghệ An năm 2025 là bao nhiêu?")
    assert ours.status is Status.UNANSWERED_OTHER_PLACE


# the command


def test_the_command_adds_lists_and_removes(tmp_path: Path) -> None:
    path = plan_file(tmp_path)
    result = run("add", str(path), "--number", NUMBER, "--issued", "2026-02-14")
    assert result.exit_code == 0, result.output
    assert "Added 512-kh-ubnd" in result.stdout and "--issuer" in result.stdout
    assert "Nguyên văn" in run("documents").stdout
    assert "đoạn" in run("documents", NUMBER).stdout
    assert "Replaced 512-kh-ubnd" in run("add", str(path), "--number", NUMBER).stdout
    assert "Removed 512-kh-ubnd" in run("add", "--remove", PLAN_ID).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "không-có.txt"], "there is no file"),
        (["add", "{plan}", "--issued", "02/14/2026"], "write it as 2025-12-31"),
        (["add", "{plan}", "--url", "ftp://a"], "begins with https://"),
        (["add", "--remove", "gi-do"], "no added document is called"),
        (["add", "{scan}"], "not a readable PDF"),
    ],
)
def test_a_bad_value_is_one_line_with_the_remedy(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    names = {"plan": str(plan_file(tmp_path)), "scan": str(tmp_path / "scan.pdf")}
    result = run(*(argument.format(**names) for argument in arguments))
    assert result.exit_code != 0
    assert said in str(result.exception)


def test_an_edition_is_added_as_it_is_but_never_under_a_bundled_id(tmp_path: Path) -> None:
    bundled = Path(__file__).parents[2] / "knowledge" / "library" / "documents" / "kh-265-2025.md"
    text = bundled.read_text(encoding="utf-8")
    path = tmp_path / "kh-265-2025.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match="bundled document's"):
        add_document(collection_at(tmp_path / "home"), path, Identity())
    path.write_text(text.replace("id: kh-265-2025", "id: ban-cua-toi"), encoding="utf-8")
    assert add_document(collection_at(tmp_path / "home"), path, Identity()).document.is_added


def test_identity_and_ids() -> None:
    assert proposed(joined(["Một lá thư.", "Không có số."])) == Identity()
    assert slug("512/KH-UBND") == PLAN_ID
    assert slug("Kế hoạch Đổi mới – 2026") == "ke-hoach-doi-moi-2026"
