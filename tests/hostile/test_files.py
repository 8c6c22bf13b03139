"""Files made to do harm: each ends in one sentence with its name and the remedy, soon and in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bot.__main__ as face
from knowledge.file_layout import import_files
from knowledge.holdings import open_holdings
from knowledge.ingestion import reader_child, reading_files
from knowledge.ingestion.edition import EditionError, read_edition
from knowledge.ingestion.front_matter import is_document_id
from knowledge.ingestion.readers.limits import LIMITS, Limits
from knowledge.ingestion.readers.paragraph import UnreadableError
from knowledge.ingestion.reading_files import read_contents, read_file
from tests.fakes import FakeEncoder
from tests.fakes_collection import MemoryCollection
from tests.fakes_documents import PLAN, collection_at
from tests.fakes_hostile import (
    cell,
    docx_of,
    edition,
    laughs,
    paragraph,
    pdf_of,
    pdf_page,
    stream_of,
    table,
    yaml_bomb,
    zeros_packed,
)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and peaks are the Linux kernel's")
SECONDS = 20  # of an add of a hostile file, as promised
MEMORY = 500  # MB of the process that reads, as promised
RUNNER = """
import json, resource, sys, time
from typer.testing import CliRunner
import bot.__main__ as face
for line in sys.stdin:
    start = time.monotonic()
    done = CliRunner().invoke(face.app, json.loads(line))
    own = next(int(each.split()[1]) for each in open("/proc/self/status") if each.startswith("VmHWM"))
    peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1000
    said = done.output if done.exception is None else str(done.exception)
    print(json.dumps([done.exit_code, type(done.exception).__name__, said, time.monotonic() - start, peak]), flush=True)
"""


class Runner:
    """The command line in a process of its own, whose memory and children can be measured."""

    def __init__(self, home: Path) -> None:
        self.home = home
        environment = {**os.environ, "PLAN136_HOME": str(home)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUNNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def run(self, *arguments: str) -> tuple[str, str, float, int]:
        """The kind of error, what was said, the seconds it took, the highest memory so far in MB."""
        assert self.process.stdin and self.process.stdout
        print(json.dumps(arguments), file=self.process.stdin, flush=True)
        _, kind, said, seconds, peak = json.loads(self.process.stdout.readline())
        return kind, said, seconds, peak


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    made = Runner(tmp_path_factory.mktemp("hostile") / "home")
    yield made
    made.process.kill()
    made.process.communicate()


Made = str | bytes | Callable[[], str | bytes]
MERGED = '<w:vMerge w:val="{}"/>'
HOSTILE: list[tuple[str, Made, str]] = [
    # text
    ("one-line.txt", lambda: "chỉ tiêu " * 211_112, "lines of their own"),
    ("one-paragraph.md", lambda: "x" * 1_999_000, "lines of their own"),
    ("too-long.txt", lambda: "Một dòng có chữ.\n" * 130_000, "add it in parts"),
    ("many-lines.txt", lambda: "a.\n" * 400_000, "add it in parts"),
    ("marks.txt", lambda: "a" + "\u0301\u0323" * 900_000, "save it again or add it in parts"),
    ("nul.txt", b"abc\x00def", "give .txt in UTF-8"),
    ("utf16-no-mark.txt", "Tỷ lệ".encode("utf-16-le"), "save it as UTF-8"),
    ("hidden-only.txt", "\u202e\u200b\u2066 \ufeff", "give a file with text"),
    ("large.txt", lambda: bytes(20_000_001), "add it in parts"),
    # editions
    ("bomb.md", yaml_bomb, "write the value out"),
    ("alias.md", edition(aliases="[&a x, *a]"), "write the value out"),
    ("up.md", edition(id="../../x"), "small letters"),
    ("inner-up.md", edition(id="a/../../b"), "small letters"),
    ("root.md", edition(id="/etc/x"), "small letters"),
    ("nul-id.md", edition(id='"a\\0b"'), "small letters"),
    ("newline-id.md", edition(id='"a\\nb"'), "small letters"),
    ("newline-at-the-end.md", edition(id='"ab\\n"'), "small letters"),
    ("long-id.md", edition(id="a" * 81), "small letters"),
    ("dot-id.md", edition(id=".."), "small letters"),
    ("capital-id.md", edition(id="KH-1"), "small letters"),
    ("bidi-title.md", edition(title='"Kế \\u202e hoạch"'), "U+202E"),
    ("break-title.md", edition(title='"Kế\\nhoạch"'), "U+000A"),
    ("raw-bidi.md", edition(body="- **Đoạn 1.** Một \u2067 câu. {S01 B}"), "U+2067"),
    ("raw-escape.md", edition(body="- **Đoạn\x1b[31m 1.** Một câu. {S01 B}"), "U+001B"),
    ("deep-yaml.md", lambda: edition(aliases="[" * 100_000), "write it flat"),
    ("wide-yaml.md", lambda: edition(aliases=f"[{'x,' * 30_000}]"), "shorten it"),
    ("long-yaml.md", lambda: edition(aliases=f"[{'x' * 300_000}]"), "shorten it"),
    ("twice.md", edition(title="A\ntitle: B"), "keep one of them"),
    ("digits.md", lambda: edition(aliases=f"[{'9' * 10_000}]"), "put it in quotes"),
    ("no-date.md", edition(title="A\nissued: 2020-99-99"), "put it in quotes"),
    ("headings.md", lambda: edition(body="##### Mục 1. A\n" * 10_000), "no clause stands"),
    ("deep-headings.md", lambda: edition(body="".join(f"{'#' * n} Mục 1. A\n" for n in range(2, 3000))), "write"),
    ("long-clause.md", lambda: edition(body=f"- **Đoạn 1.** {'x' * 1_900_000} {{S01 B}}"), "write it as several"),
    ("long-heading.md", lambda: edition(body=f"## Mục 1. {'x' * 1_900_000}"), "write it as several"),
    # Word
    ("span.docx", lambda: docx_of(table(cell("Một", '<w:gridSpan w:val="2000000000"/>'))), "split the cell"),
    ("no-span.docx", lambda: docx_of(table(cell("Một", '<w:gridSpan w:val="-5"/>'))), "split the cell"),
    (
        "merged.docx",
        lambda: docx_of(
            table(cell("Một", MERGED.format("restart")), *[cell("", MERGED.format("continue"))] * 5_000)
        ),
        "split it",
    ),
    ("laughs.docx", lambda: docx_of(paragraph("&l9;"), laughs()), "declares a document type"),
    ("file-entity.docx", lambda: docx_of(paragraph("&f;"), '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
     "declares a document type"),
    ("laughs-in-styles.docx", lambda: docx_of(paragraph("Một"), parts={"word/styles.xml": f"{laughs()}<x/>".encode()}),
     "declares a document type"),
    ("laughs-in-utf16.docx", lambda: docx_of(paragraph("Một"), parts={
        "word/settings.xml": ('<?xml version="1.0" encoding="utf-16"?>' + laughs() + "<x/>").encode("utf-16")}),
     "declares a document type"),
    ("deep.docx", lambda: docx_of("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "without nested tables"),
    ("tables-in-tables.docx", lambda: docx_of("<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000),
     "without nested tables"),
    ("zeros.docx", lambda: docx_of(paragraph("Một"), parts={"word/media/a.png": bytes(150_000_000)}), "save it again"),
    ("more-zeros.docx", lambda: docx_of(paragraph("Một"), parts={f"a/{n}": bytes(60_000_000) for n in range(4)}),
     "give a smaller document"),
    ("spaces.docx", lambda: docx_of(" " * 70_000_000), "save it again"),
    ("many-parts.docx", lambda: docx_of(paragraph("Một"), parts={f"{n}": b"" for n in range(3_000)}), "save it again"),
    ("outside.docx", lambda: docx_of(paragraph("Một"), parts={"../../x.xml": b"<x/>"}), "leads out of the package"),
    ("elements.docx", lambda: docx_of("".join(f'<w:p w:a="{n:x}"/>' for n in range(1_100_000))), "add it in parts"),
    ("empty-paragraphs.docx", lambda: docx_of("<w:p/>" * 100_000), "give a file with text"),
    ("paragraphs.docx", lambda: docx_of(paragraph("Một") * 60_000), "add it in parts"),
    ("one-paragraph.docx", lambda: docx_of(paragraph("x" * 2_000_000)), "lines of their own"),
    ("ole.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .docx"),
    ("broken.docx", lambda: docx_of("<w:p>"), "save it as .docx again"),
    # PDF
    ("cycle.pdf", pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]), "again"),
    ("two-cycle.pdf", pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Parent 2 0 R /Count 2 >>"]), "again"),
    ("count.pdf", pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 2000000000 >>"]),
     "it has no page"),
    ("pages.pdf", lambda: pdf_page(stream_of(b""), 501), "add it in parts"),
    ("gigabyte.pdf", lambda: pdf_page(stream_of(zeros_packed(1_000_000_000), b"/Filter /FlateDecode")), "again"),
    ("packed-twice.pdf", lambda: pdf_page(stream_of(
        zlib.compress(zeros_packed(1_000_000_000)), b"/Filter [/FlateDecode /FlateDecode]")), "again"),
    ("length.pdf", pdf_page(b"<< /Length 99999999999 >>\nstream\nx\nendstream"), "again|OCR"),
    ("operators.pdf", lambda: pdf_page(stream_of(
        zlib.compress(b"BT /F1 1 Tf " + b"(abc) Tj " * 6_000_000), b"/Filter /FlateDecode")), "in parts|again"),
    ("nested.pdf", lambda: pdf_page(stream_of(b"[" * 300_000)), "again|OCR"),
    ("itself.pdf", pdf_page(b"3 0 R"), "again|OCR"),
    ("half.pdf", pdf_page(stream_of(b"BT (a) Tj ET"))[:300], "again"),
]  # fmt: skip


@pytest.mark.timeout(90)
@pytest.mark.parametrize(("name", "content", "remedy"), HOSTILE, ids=[name for name, _, _ in HOSTILE])
def test_a_hostile_file_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, runner: Runner, name: str, content: Made, remedy: str
) -> None:
    made = content() if callable(content) else content
    path = tmp_path / name
    path.write_bytes(made.encode() if isinstance(made, str) else made)
    kind, said, seconds, peak = runner.run("add", str(path))
    assert kind == "BadInputError", said
    assert name in said and any(each in said for each in remedy.split("|")), said
    assert len(said) < 700 and said.isprintable()
    assert seconds < SECONDS and peak < MEMORY, (seconds, peak)
    assert [each for each in runner.home.parent.rglob("*") if each.suffix in {".md", ".yaml", ".new"}] == []


# what is no regular file, or does not stay as it is


@pytest.mark.timeout(60)
def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path, runner: Runner) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    said = {name: runner.run("add", str(tmp_path / f"{name}.txt")) for name in ("pipe", "folder", "device")}
    assert {name: each[1] for name, each in said.items()} == {
        "pipe": "pipe.txt: it is a pipe, not a file; give the path of a file",
        "folder": "folder.txt: it is a folder, not a file; give the path of a file",
        "device": "device.txt: it is a device, not a file; give the path of a file",
    }
    for name in ("nowhere.txt", "gone.txt", "round.txt", "x" * 300 + ".txt"):
        kind, told, _, _ = runner.run("add", str(tmp_path / name))
        assert kind == "BadInputError" and "give the path of" in told, told
    kind, told, _, _ = runner.run("targets", "extract", str(tmp_path / "gone.txt"))
    assert kind == "BadInputError" and "there is no file" in told


def test_a_link_to_a_good_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Một câu.", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "good.txt")
    assert [each.text for each in read_file(tmp_path / "link.txt")] == ["Một câu."]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.txt"
    path.write_text("Một câu.", encoding="utf-8")
    whole = os.read

    def growing(descriptor: int, size: int) -> bytes:
        with path.open("a", encoding="utf-8") as out:
            out.write("thêm")
        return whole(descriptor, size)

    monkeypatch.setattr(os, "read", growing)
    with pytest.raises(UnreadableError, match=r"growing\.txt: it changed while it was read; try again"):
        read_file(path)


# names


@pytest.mark.parametrize(
    "name", ["\x1b[31mred\x07.txt", "two\nlines.txt", "\u202etxt.exe.txt", "a\x9bb.pdf", "x\udcff.txt"]
)
def test_a_name_cannot_write_to_the_terminal(tmp_path: Path, runner: Runner, name: str) -> None:
    path = tmp_path / name
    for content in (b"\x00", b""):
        path.write_bytes(content)
        for arguments in (("add", str(path)), ("targets", "extract", str(path)), ("add", f"{path}.gone.txt")):
            kind, said, _, _ = runner.run(*arguments)
            assert kind == "BadInputError" and said.isprintable() and "\\" in said, said


def test_a_name_and_a_title_are_stored_as_one_plain_line(tmp_path: Path, runner: Runner) -> None:
    path = tmp_path / "kế\n\u202ehoạch\x1b[0m.txt"
    path.write_text("Một câu có chữ\u202e và \u200bsố 5.", encoding="utf-8")
    own = Runner(tmp_path / "home")
    kind, said, _, _ = own.run("add", str(path))
    assert kind == "NoneType" and said.replace("\n", "").isprintable(), said
    own.process.kill()
    own.process.communicate()
    document = next(each for each in open_holdings(collection_at(tmp_path / "home")).documents if each.is_added)
    assert document.title == "kế hoạch[0m" and document.passages[0].text == "Một câu có chữ và số 5."
    assert all(each.isprintable() for each in (document.sources[0].publisher, document.short))


# paths


@pytest.mark.parametrize("wanted", ["../../x", "/etc/x", "a/b", "..", "", "a\0b", "a\n", "x" * 81, "Ấ"])
def test_an_id_that_could_lead_elsewhere_is_refused(wanted: str) -> None:
    assert not is_document_id(wanted)
    text = edition("outside").replace("id: outside", f"id: {json.dumps(wanted)}")
    with pytest.raises(EditionError, match="id"):
        read_edition("x.md", text)
    assert is_document_id("kh-1-2020")


# the child


CHILD = [sys.executable, "-E", "-c"]
GOOD = LIMITS[".txt"]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("import sys; sys.exit(3)", "code 3"),
        ("pass", "without an answer"),
        ("import sys; open(sys.argv[3], 'w').write('{')", "no sense"),
        ("import sys; open(sys.argv[3], 'w').write('[1]')", "no sense"),
        ("import sys; open(sys.argv[3], 'w').write('[' * 100000)", "no sense"),
        ("import sys; open(sys.argv[3], 'w').write('{\"paragraphs\": [[1, 2]], \"edition\": null}')", "no sense"),
        ("import sys; open(sys.argv[3], 'wb').truncate(70_000_000)", "without an answer"),
        ("import time; time.sleep(60)", "longer than 1 seconds"),
        ("import os, time; os.fork(); time.sleep(60)", "longer than 1 seconds"),
        ("import sys; open(sys.argv[3], 'w').write('{\"unreadable\": \"\\\\u001b[31m\"}')", "x1b"),
    ],
)
def test_whatever_a_reader_does_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    monkeypatch.setitem(LIMITS, ".txt", Limits(seconds=1, memory=GOOD.memory))
    monkeypatch.setattr(reading_files, "_GRACE", 1.0)
    path = tmp_path / "a.txt"
    path.write_text("Một câu.", encoding="utf-8")
    with pytest.raises(UnreadableError, match=rf"^a\.txt: .*{said}.*"):
        read_contents(path, [*CHILD, code])


def test_a_child_knows_nothing_of_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_TOKEN", "geheim")
    path = tmp_path / "a.txt"
    path.write_text("Một câu.", encoding="utf-8")
    seen = "sorted(os.environ), sorted(os.listdir('/proc/self/fd'))[:3], os.getpid() == os.getsid(0)"
    code = f"import os, sys, json; open(sys.argv[3], 'w').write(json.dumps(dict(unreadable=repr(({seen})))))"
    with pytest.raises(UnreadableError) as told:
        read_contents(path, [*CHILD, code])
    assert "TOKEN" not in str(told.value) and "True)" in str(told.value)


def limited(code: str) -> str:
    """What a child says that keeps the limits of .pdf with one second and half a second a page, and does this."""
    return f"""
import sys
from knowledge.ingestion import reader_child as c
from knowledge.ingestion.readers import limits as l
l.LIMITS['.pdf'] = l.Limits(1, 200_000_000, 4, 0.5)
def reader(path):
    import os, time
    {code}
    return []
c.READERS['.pdf'] = reader
c.main(sys.argv[1], c.Path(sys.argv[2]), c.Path(sys.argv[3]))
"""


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("bytearray(300_000_000)", "more than 200 MB of memory"),
        ("time.sleep(30)", "longer than 1 seconds and 0.5 for each page"),
        ("while True: pass", "longer than 1 seconds and 0.5 for each page"),
        ("f = lambda: f(); f()", "nested too deeply"),
        ("raise KeyError('\\x1b[31m')", "not a readable .pdf file"),
        ("[open('/dev/null') for _ in range(100)]", "Too many open files"),
        ("open(path.parent / 'big', 'wb').write(bytes(70_000_000))", "File too large"),
        ("[l.another_page(l.LIMITS['.pdf']) for _ in range(4)]; time.sleep(1.5); raise ValueError('late')", "late"),
    ],
)
def test_the_child_keeps_its_own_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str) -> None:
    monkeypatch.setitem(LIMITS, ".pdf", Limits(1, 200_000_000, 4, 0.5))
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF")
    start = time.monotonic()
    with pytest.raises(UnreadableError) as told:
        read_contents(path, [*CHILD, limited(code)])
    assert said in str(told.value) and str(told.value).isprintable()
    assert time.monotonic() - start < SECONDS


def test_without_limits_of_the_platform_files_are_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_child, "resource", None)
    path, answer = tmp_path / "a.txt", tmp_path / "answer.json"
    path.write_text("Một câu.", encoding="utf-8")
    monkeypatch.delattr("signal.setitimer")
    reader_child.main(".txt", path, answer)
    assert json.loads(answer.read_text(encoding="utf-8"))["paragraphs"] == [["Một câu.", None]]


def test_every_format_has_a_reader_and_limits() -> None:
    assert reader_child.READERS.keys() == LIMITS.keys()


# a home that holds such files, and what was there before


def run(*arguments: str) -> Any:
    return CliRunner().invoke(face.app, list(arguments))


@pytest.mark.real
@pytest.mark.timeout(240)
def test_a_home_with_such_files_goes_on_serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside.md"
    monkeypatch.setenv("PLAN136_HOME", str(home))
    monkeypatch.setattr("knowledge.assembly.open_encoder", lambda _: FakeEncoder())
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN + "Nơi nhận như trên.\n\nNơi nhận như trên.\n", encoding="utf-8")
    assert run("add", str(plan), "--number", "512/KH-UBND").exit_code == 0
    documents = home / "documents"
    documents.mkdir()
    outside.write_text(edition("outside"), encoding="utf-8")
    (documents / "outside.md").symlink_to(outside)
    os.mkfifo(documents / "pipe.md")
    (documents / "folder.md").mkdir()
    (documents / "null.md").symlink_to("/dev/zero")
    (documents / "bomb.md").write_text(yaml_bomb(), encoding="utf-8")
    (documents / "up.md").write_text(edition("../../up"), encoding="utf-8")
    (documents / "marks.md").write_text(edition("marks", body="a" + "\u0301\u0323" * 500_000), encoding="utf-8")
    (documents / "esc\x1b[31m.md").write_text("-", encoding="utf-8")
    with (documents / "large.md").open("wb") as out:
        out.truncate(20_000_001)
    (home / "register").mkdir(exist_ok=True)
    (home / "register" / "indicators.yaml").write_text(yaml_bomb().split("---\n")[1], encoding="utf-8")
    left_out = import_files(MemoryCollection(), home)
    held = open_holdings(collection_at(home))
    assert [each.id for each in held.documents if each.is_added] == ["512-kh-ubnd"]
    said = "\n".join([*left_out, *(f"{each.id}: {each.reason}" for each in held.problems)])
    for name in ("outside", "pipe", "folder", "null", "bomb", "up", "marks", "large"):
        assert name in said, name
    assert "\x1b" not in said and "indicators.yaml" in said
    listed = run("documents")
    assert listed.exit_code == 0 and "512/KH-UBND" in listed.output
    assert run("index").exit_code == 0
    asked = run("ask", "--json", "Tỷ lệ hợp tác xã dùng nhật ký canh tác điện tử theo kế hoạch 512?")
    assert asked.exit_code == 0 and "72%" in asked.output


def test_the_same_text_again_is_a_passage_of_its_own() -> None:
    line = "- **Đoạn {}.** Như trên. {{S01 B}}\n"
    once = read_edition("a.md", edition(body=line.format(1)))
    many = read_edition("a.md", edition(body="".join(line.format(n) for n in range(1, 6))))
    ids = [each.id for each in many.passages]
    assert len(set(ids)) == 5 and ids[0] == once.passages[0].id, "an answer kept before still finds its passage"
    assert ids == [
        each.id for each in read_edition("a.md", edition(body="".join(map(line.format, range(1, 6))))).passages
    ]
    assert [each.next for each in many.passages] == [*ids[1:], None]
