"""A person adds a plan of their own, asks about it, reviews a target, and asks again."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

import bot.__main__ as face
from bot.messages import Status
from tests.fakes_documents import NUMBER, PLAN_ID, asked, assistant_over, plan_file

QUESTION = "Tỷ lệ hợp tác xã dùng nhật ký canh tác điện tử đến năm 2030 phải đạt bao nhiêu?"
LABEL = "chưa được người kiểm duyệt"


def test_a_plan_is_added_asked_about_and_reviewed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    runner = CliRunner()
    done = runner.invoke(face.app, ["add", str(plan_file(tmp_path)), "--number", NUMBER])
    assert done.exit_code == 0, done.output

    reply = asked(assistant_over(home), QUESTION)
    assert reply.status is Status.ANSWERED_TARGET
    assert "Tối thiểu 72%" in reply.text and LABEL in reply.text
    (cited, *_) = reply.citations
    assert cited.document.id == PLAN_ID and cited.match == "exact"
    assert cited.quote == (
        "Tỷ lệ hợp tác xã dùng nhật ký canh tác điện tử đạt tối thiểu 72%, trừ hợp tác xã mới thành lập"
    )
    assert "hợp tác xã mới thành lập" in reply.text

    dated_by_its_title = asked(assistant_over(home), "Thời gian trả lời kiến nghị của nông hộ là mấy ngày?")
    assert "Tối đa 4 ngày làm việc" in dated_by_its_title.text and "2027" in dated_by_its_title.text

    accepted = runner.invoke(face.app, ["targets", "review", "--accept", f"{PLAN_ID}/1"])
    assert accepted.exit_code == 0, accepted.output
    reply = asked(assistant_over(home), QUESTION)
    assert "Tối thiểu 72%" in reply.text and LABEL not in reply.text

    listed = asked(assistant_over(home), f"Liệt kê các chỉ tiêu của Kế hoạch {NUMBER}")
    assert listed.status is Status.ANSWERED_LIST
    assert listed.text.count(LABEL) == len(listed.facts) - 1
