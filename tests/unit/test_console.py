"""The conversation in a terminal."""

import io
import re
import stat
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console as Screen

from bot.channels import console
from bot.channels.console import Console, DiscreetHistory, _make_private, entered_lines, render_reply
from bot.redaction import COVER
from tests.fakes_chat import ABSENT, AMBIGUOUS, ENGLISH, HOSTILE, TARGET, FakeChat
from tests.fakes_faq import AIM, EXACTLY, FakeQuestions


def talk(*lines, chat=None, terminal=False, questions=None):
    out = io.StringIO()
    screen = Screen(file=out, width=200, force_terminal=terminal, color_system=None)
    chat = chat or FakeChat()
    Console(chat, lines, screen, questions).run()
    return out.getvalue(), chat


def shown(reply):
    out = io.StringIO()
    Screen(file=out, width=200).print(render_reply(reply))
    return out.getvalue()


def test_a_reply_shows_label_figure_citations_and_suggestions():
    text = shown(TARGET)
    assert "● Chỉ tiêu" in text
    assert "Đang hiểu là: mức độ hài lòng" in text
    assert "Tối thiểu 95% vào năm 2025 [1]." in text
    assert "[2] 136/KH-UBND, Phần I, mục 1, chỉ tiêu 2" in text
    assert "  1. Thế còn năm 2023?" in text


def test_a_degraded_reply_says_so_in_its_language():
    assert "! Part of the system is not ready" in shown(ENGLISH)


def test_text_is_data_for_the_terminal():
    text = shown(HOSTILE)
    assert "<script>alert(1)</script>" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_questions_of_a_run_share_a_conversation():
    _, chat = talk(TARGET.question, "", "  ", ABSENT.question)
    assert [incoming.text for incoming in chat.asked] == [TARGET.question, ABSENT.question]
    first, second = (incoming.conversation for incoming in chat.asked)
    assert first == second
    assert first.startswith("console:")


def test_a_number_asks_the_suggestion_and_any_other_is_a_question():
    _, chat = talk(AMBIGUOUS.question, "2", "7")
    assert [incoming.text for incoming in chat.asked][1:] == [AMBIGUOUS.suggestions[1], "7"]


def test_sources_of_the_last_answer():
    text, _ = talk(TARGET.question, "/nguon 2", "/nguon 9")
    _, _, sources = text.partition("năm 2024 là bao nhiêu?")
    assert TARGET.citations[1].passage.text in sources
    assert "https://hanoitimes.vn/a.html" in sources
    assert "[1]" not in sources
    assert "Không có trích dẫn 9; câu trả lời vừa rồi có 2." in sources


@pytest.mark.parametrize("before", [(), (ABSENT.question,)])
def test_sources_when_there_are_none(before):
    text, _ = talk(*before, "/nguon")
    assert "không có trích dẫn" in text


def test_help_unknown_and_new():
    text, chat = talk(TARGET.question, "/help", "/la", "/moi", ABSENT.question)
    assert "/nguon 2" in text
    assert "Không có lệnh /la." in text
    first, second = (incoming.conversation for incoming in chat.asked)
    assert first != second
    assert chat.forgotten == [first]


def test_leaving_stops():
    text, chat = talk("/thoat", TARGET.question, terminal=True)
    assert chat.asked == []
    assert "Tạm biệt." in text


def test_a_terminal_is_greeted_and_a_pipe_is_not():
    assert "Trợ lý Kế hoạch 136" in talk(terminal=True)[0]
    assert talk()[0] == ""


def test_a_pipe_is_read_line_by_line(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.StringIO("một\nhai\n"))
    assert list(entered_lines(tmp_path / "history")) == ["một\n", "hai\n"]
    assert not (tmp_path / "history").exists()


def test_typed_lines_are_kept_in_a_private_history(tmp_path):
    history = tmp_path / "home" / "console_history"
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("một\rba\x03hai\r\x04")
        assert list(console._typed(history)) == ["một", "hai"]
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert "+một" in history.read_text(encoding="utf-8")


def test_faq_lists_the_sections_and_how_many_questions_each_has():
    out, chat = talk("/faq", questions=FakeQuestions())
    assert re.search(r"reading +Cách đọc chỉ tiêu \(2\)", out)
    assert re.search(r"citizens +Người dân làm thủ tục \(1\)", out)
    assert "/faq reading" in out
    assert chat.asked == []


def test_faq_of_a_section_numbers_its_questions_and_a_number_asks_one():
    out, chat = talk("/faq reading", "2", questions=FakeQuestions())
    assert f"  1. {EXACTLY.question.vi}" in out
    assert f"  2. {AIM.question.vi}" in out
    assert [asked.text for asked in chat.asked] == [AIM.question.vi]


def test_a_number_after_an_answer_asks_its_suggestion_again():
    _, chat = talk("/faq reading", TARGET.question, "1", questions=FakeQuestions())
    assert chat.asked[-1].text == TARGET.suggestions[0]


def test_an_unknown_section_is_named_with_those_there_are():
    out, _ = talk("/faq thể-thao", questions=FakeQuestions())
    assert "Không có nhóm câu hỏi thể-thao. Các nhóm: reading, citizens." in out


def test_without_common_questions_faq_says_so():
    assert "chưa có câu hỏi thường gặp" in talk("/faq")[0]


def test_the_history_on_disk_holds_no_personal_data_and_is_its_owners_alone(tmp_path: Path) -> None:
    history = tmp_path / "home" / "console_history"
    history.parent.mkdir()
    history.write_text("\n# 2026-01-01\n+cccd 001099012345\n", encoding="utf-8")
    history.chmod(0o644)
    _make_private(history)
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert "001099012345" not in history.read_text(encoding="utf-8")
    kept = DiscreetHistory(str(history))
    kept.append_string("gọi 0912345678 hỏi 136/KH-UBND")
    kept.append_string("mật khẩu: abc123")
    written = history.read_text(encoding="utf-8")
    assert f"+gọi {COVER} hỏi 136/KH-UBND\n" in written
    assert "0912345678" not in written
    assert "abc123" not in written
    assert list(DiscreetHistory(str(history)).load_history_strings())[-1] == f"cccd {COVER}"
