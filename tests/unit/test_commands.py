"""The command line: what it prints, what it refuses, and how it leaves."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import bot.__main__ as face
from bot.commands import asking, batch, checking, measuring, opening, serving
from bot.commands.failures import BadInputError, explained
from bot.reply_json import as_json
from knowledge.ingestion.edition import EditionError
from knowledge.ingestion.library import BUNDLED
from knowledge.settings import KnowledgeSettings
from tests.fakes_chat import ABSENT, TARGET, BrokenChat, FakeChat

runner = CliRunner()
Run = Callable[..., Result]


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> FakeChat:
    """The commands answer from a script."""
    fake = FakeChat()
    monkeypatch.setattr(opening, "assistant", lambda: SimpleNamespace(chat=fake))
    return fake


def run(*arguments: str, **options: Any) -> Result:
    return runner.invoke(face.app, list(arguments), **options)


def failing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code and the one line of a command that fails, through the real entry point."""
    monkeypatch.setattr(sys, "argv", ["plan136", *arguments])
    with pytest.raises(SystemExit) as left:
        face.main()
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.count("\n") == 1
    return int(str(left.value.code)), said


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


# ask


def test_help_names_every_command_without_importing_the_assistant() -> None:
    code = (
        "import sys, bot.__main__ as m; m.app(['--help'], standalone_mode=False); print('bot.assembly' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("False")
    named = (
        "ask",
        "chat",
        "search",
        "index",
        "documents",
        "targets",
        "faq",
        "utterances",
        "serve",
        "prune",
        "eval",
        "bench",
        "doctor",
    )
    assert all(re.search(rf"^\W*{name} ", done.stdout, re.MULTILINE) for name in named)


def test_ask_lays_the_answer_out(chat: FakeChat) -> None:
    result = run("ask", TARGET.question)
    assert result.exit_code == 0
    assert "Tối thiểu 95%" in result.stdout
    assert "[1] 136/KH-UBND" in result.stdout


def test_words_without_quotes_are_one_question(chat: FakeChat) -> None:
    run("ask", *TARGET.question.split())
    assert chat.asked[0].text == TARGET.question


def test_ask_json_prints_the_reply_object_in_one_line(chat: FakeChat) -> None:
    result = run("ask", "--json", TARGET.question)
    assert rows(result) == [as_json(TARGET)]
    assert "hài lòng" in result.stdout


def test_a_refusal_is_no_failure(chat: FakeChat) -> None:
    result = run("ask", "--json", ABSENT.question)
    assert (result.exit_code, rows(result)[0]["status"]) == (0, "unanswered_not_in_documents")


@pytest.mark.parametrize(
    "arguments", [("ask",), ("ask", "--batch", "x"), ("ask", "a", "--json", "--batch", "x"), ("la",)]
)
def test_bad_usage_is_exit_2(chat: FakeChat, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr


# ask --batch


def ask_batch(*lines: str | bytes) -> Result:
    content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return run("ask", "--json", "--batch", "-", input=content)


def line(line_id: str, *turns: str) -> str:
    return json.dumps({"id": line_id, "turns": turns}, ensure_ascii=False)


def test_a_batch_gives_a_line_per_conversation_in_order(chat: FakeChat) -> None:
    result = ask_batch(line("a", TARGET.question, ABSENT.question), line("b", "câu khác"))
    assert result.exit_code == 0
    first, second = rows(result)
    assert first == {"id": "a", "replies": [as_json(TARGET), as_json(ABSENT)]}
    assert (second["id"], second["replies"][0]["question"]) == ("b", "câu khác")


def test_conversations_of_a_batch_do_not_mix_even_with_the_same_id(chat: FakeChat) -> None:
    ask_batch(line("a", "một", "hai"), line("a", "ba"))
    one, two, three = (incoming.conversation for incoming in chat.asked)
    assert one == two != three
    assert chat.forgotten == [one, three]


@pytest.mark.parametrize(
    ("bad", "known_id"),
    [
        ("{", None),
        ("[]", None),
        ('"text"', None),
        ("{}", None),
        ('{"turns": ["a"]}', None),
        ('{"id": ["x"], "turns": ["a"]}', None),
        ('{"id": true, "turns": ["a"]}', None),
        ('{"id": "x"}', "x"),
        ('{"id": "x", "turns": []}', "x"),
        ('{"id": "x", "turns": "a"}', "x"),
        ('{"id": "x", "turns": ["a", 1]}', "x"),
        (b'{"id": "x", "turns": ["\xff"]}', None),
        ("[" * 100_000, None),
    ],
)
def test_a_bad_line_is_an_error_in_its_place(chat: FakeChat, bad: str | bytes, known_id: str | None) -> None:
    result = ask_batch(line("before", "một"), bad, line("after", "hai"))
    before, error, after = rows(result)
    assert result.exit_code == 1
    assert (before["id"], after["id"]) == ("before", "after")
    assert error.keys() == {"id", "error"}
    assert error["id"] == known_id
    assert error["error"].startswith("line 2: ")


def test_blank_lines_and_a_byte_order_mark_are_no_lines(chat: FakeChat) -> None:
    result = ask_batch("\ufeff" + line("a", "một"), "", "  \r", line("b", "hai"), "")
    assert (result.exit_code, [row["id"] for row in rows(result)]) == (0, ["a", "b"])


def test_every_letter_survives_a_batch(chat: FakeChat) -> None:
    odd = "Hà Nội 😀 \u2028 \u0000 ệ\u0301"
    result = ask_batch(json.dumps({"id": odd, "turns": [odd, "\ud800"]}))
    lines = result.stdout_bytes.decode("utf-8").split("\n")
    row = json.loads(lines[0])
    assert row["id"] == odd
    assert [reply["question"] for reply in row["replies"]] == [odd, "\ufffd"]


def test_a_batch_file_that_is_not_there_is_named(
    chat: FakeChat, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = failing(monkeypatch, capsys, "ask", "--json", "--batch", "/khong/co")
    assert code == 2
    assert "'/khong/co'" in said


# failures


def test_a_wrong_setting_is_named_with_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("PORT", "70000"), ("TODAY", "mai"), ("LOG_LEVEL", "loud")):
        monkeypatch.setenv(name, value)
        code, said = failing(monkeypatch, capsys, "ask", "một")
        assert code == 2
        assert f"{name}={value!r}" in said
        monkeypatch.delenv(name)


def test_a_bug_is_one_line_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(opening, "assistant", lambda: SimpleNamespace(chat=BrokenChat()))
    monkeypatch.setattr(asking, "as_json", None)
    assert failing(monkeypatch, capsys, "ask", "một")[0] == 1


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (BadInputError("x='1' is odd; use 2"), 2, "x='1' is odd; use 2"),
        (EditionError("a.md: field 'id'; correct it"), 1, "a.md: field 'id'; correct it"),
        (PermissionError(13, "Permission denied", "/var/x"), 1, "Permission denied (/var/x)"),
        (KeyError("k"), 1, "unexpected KeyError"),
        (RuntimeError(), 1, "unexpected RuntimeError"),
    ],
)
def test_an_error_in_one_line(error: Exception, code: int, words: str) -> None:
    failure = explained(error)
    assert failure.code == code
    assert words in failure.message


# documents, index, eval


def test_documents_lists_and_shows() -> None:
    listed = run("documents")
    assert listed.exit_code == 0
    assert listed.stdout.index("kh-136-2021") < listed.stdout.index("nq-76-2021")
    for name in ("kh-136-2021", "136/KH-UBND", "136/kh-ubnd"):
        shown = run("documents", name).stdout
        assert "UBND thành phố Hà Nội" in shown
        assert "Phần II" in shown


def test_an_unknown_document_is_bad_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert failing(monkeypatch, capsys, "documents", "la") == (
        2,
        "plan136: no document is called 'la'; 'plan136 documents' lists them\n",
    )


def test_eval_and_bench_pass_their_options_on(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], **_: object) -> SimpleNamespace:
        ran.append(command)
        return SimpleNamespace(returncode=3)

    monkeypatch.setattr(measuring.subprocess, "run", record)
    assert run("eval", "--split", "tune").exit_code == 3
    assert run("bench", "--help").exit_code == 3
    assert [command[1:] for command in ran] == [
        ["-m", "tests.evals", "--split", "tune"],
        ["-m", "tests.bench", "--help"],
    ]


def test_eval_outside_a_checkout_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(measuring, "CHECKOUT", tmp_path)
    with pytest.raises(BadInputError, match=r"tests\.evals is part of the repository"):
        measuring.run_module("tests.evals", [])


# serve


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_the_remedy(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = failing(monkeypatch, capsys, "serve", "--port", str(taken))
    assert code == 1
    assert f"port {taken} on 127.0.0.1 is in use" in said
    assert "set PORT" in said


def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(serving.CannotListenError, match=r"192\.0\.2\.1 port 8136"):
        serving.listen("192.0.2.1", 8136)


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", r"http://127\.0\.0\.1:\d+"), ("::1", r"http://\[::1\]:\d+")])
def test_the_address_is_one_a_browser_takes(host: str, shown: str) -> None:
    with serving.listen(host, 0) as listening:
        assert re.fullmatch(shown, serving.address(listening))


# doctor


def test_doctor_finds_what_is_wrong_and_goes_on() -> None:
    def broken() -> str:
        raise RuntimeError("gãy")

    checks = (checking._Check("một", broken, "sửa"), checking._Check("hai", lambda: "tốt", "không cần"))
    found = list(checking.findings(checks))
    assert found == [checking.Finding("một", "gãy", "sửa"), checking.Finding("hai", "tốt")]


@pytest.mark.real
def test_index_search_and_doctor_on_a_new_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN136_HOME", str(tmp_path))
    monkeypatch.setenv("PORT", "0")
    first = run("index").stderr
    assert "passages in" in first and "nothing new to encode" in first, "the library's vectors are shipped"
    assert "nothing new to encode" in run("index").stderr
    doctor = run("doctor")
    states = {part: state for state, part in re.findall(r"(OK|!!) │ (\w+)", doctor.stdout)}
    assert "!!" not in states.values()
    assert states["vectors"] == states["encoder"] == states["index"] == "OK"


@pytest.mark.real
def test_search_shows_scores_reasons_and_timings(monkeypatch: pytest.MonkeyPatch, knowledge: object) -> None:
    monkeypatch.setattr(opening, "knowledge", lambda _settings: knowledge)
    shown = run("search", "ty le hai long cua nguoi dan", "--limit", "3").stdout
    assert "read as: tỷ lệ hài lòng của người dân" in shown
    assert "below_cut" in shown
    assert re.search(r"dense \d+\.\d ms, keywords", shown)


def test_settings_of_a_test_are_its_own(tmp_path: Path) -> None:
    assert KnowledgeSettings().plan136_home == tmp_path / "home"
    assert batch.STANDARD_INPUT == "-"


# faq


def test_faq_list_shows_every_question_by_section() -> None:
    result = run("faq", "list")
    assert result.exit_code == 0
    assert "exactly-95" in result.stdout
    assert re.search(r"(\d+) of \1 questions", result.stdout)


def test_faq_list_keeps_to_a_section_and_an_audience() -> None:
    result = run("faq", "list", "--area", "digitisation", "--audience", "citizen")
    assert "why-digitise" in result.stdout
    assert "district-gone" not in result.stdout
    assert "online-fee" not in result.stdout


def test_faq_list_of_an_unknown_section_names_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = failing(monkeypatch, capsys, "faq", "list", "--area", "sports")
    assert code == 2
    assert "'sports'" in said
    assert "digitisation" in said


def test_faq_check_of_the_bundled_list_finds_nothing_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", "2026-11-22")
    result = run("faq", "check")
    assert result.exit_code == 0
    assert "0 faults, 0 expired, 0 expire within 30 days" in result.stdout


def test_faq_check_names_what_expires_soon_and_fails_for_what_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", "2027-05-01")
    soon = run("faq", "check")
    assert soon.exit_code == 0
    assert "online-fee: expires on 2027-05-30; review it" in soon.stdout
    monkeypatch.setenv("TODAY", "2027-05-31")
    late = run("faq", "check")
    assert late.exit_code == 1
    assert "online-fee: expired on 2027-05-30 and is not served" in late.stdout


def test_faq_check_prints_every_fault_of_a_file(tmp_path: Path) -> None:
    text = (BUNDLED / "faq.yaml").read_text(encoding="utf-8")
    path = tmp_path / "edited.yaml"
    edited = text.replace("26.000 đồng: mức cước", "27.000 đồng: mức cước").replace(
        "331 thủ tục được", "332 thủ tục được"
    )
    path.write_text(edited, encoding="utf-8")
    result = run("faq", "check", "--file", str(path))
    assert result.exit_code == 1
    assert "paper-result-home, line 2: '27.000' (vi) is in no cited span" in result.stdout
    assert "from-district-to-commune, line 2: '332' (vi) is in no cited span" in result.stdout


def test_faq_check_of_no_file_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = failing(monkeypatch, capsys, "faq", "check", "--file", "nowhere.yaml")
    assert code == 2
    assert "'nowhere.yaml'" in said


def test_faq_search_finds_a_question_typed_without_marks() -> None:
    result = run("faq", "search", "nop ho so truc tuyen co mat phi khong", "--limit", "2")
    assert result.exit_code == 0
    assert "online-fee" in result.stdout
    assert "0 đồng" in result.stdout
    assert "read as: nộp hồ sơ trực tuyến" in result.stdout


def test_faq_search_of_nothing_known_says_so() -> None:
    assert "no common question shares a word" in run("faq", "search", "zzzz").stdout
