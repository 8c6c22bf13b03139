"""The process that reads one file for another: ``python -m knowledge.ingestion.reader_child SUFFIX FILE ANSWER``.

It limits itself before it opens the file, and writes JSON into ANSWER: ``{"paragraphs": [[text, level], ...]}``, with
``"edition"`` for a file that is one already, or ``{"unreadable": why}``. See ``reading_files`` for the other side.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from knowledge.ingestion.characters import shown
from knowledge.ingestion.readers.limits import LIMITS, MOST_ANSWER, Limits, start_clock
from knowledge.ingestion.readers.paragraph import Paragraph, UnreadableError, joined
from knowledge.ingestion.readers.pdf import read_pdf
from knowledge.ingestion.readers.plain_text import own_edition, read_plain_text
from knowledge.ingestion.readers.word import read_word

try:
    import resource
except ImportError:  # no such limits on this platform: the deadline alone holds
    resource = None  # type: ignore[assignment]

READERS: dict[str, Callable[[Path], list[Paragraph]]] = {
    ".txt": read_plain_text,
    ".md": read_plain_text,
    ".docx": read_word,
    ".pdf": read_pdf,
}
_OPEN_FILES = 32


def main(suffix: str, file: Path, answer: Path) -> None:
    """Read ``file`` as ``suffix`` says, within its limits, and write what came of it."""
    limits = LIMITS[suffix]
    limit_this_process(limits)
    start_clock(limits)
    said: dict[str, object]
    try:
        said = answered(suffix, file)
    except UnreadableError as error:
        said = {"unreadable": str(error)}
    except MemoryError:
        said = {"unreadable": no_memory(limits)}
    except RecursionError:
        said = {"unreadable": "its parts are nested too deeply; save it again without nested parts"}
    except Exception as error:  # whatever a library lets through is the file's fault
        said = {
            "unreadable": f"not a readable {suffix} file ({shown(str(error)) or type(error).__name__}); save it again"
        }
    with answer.open("w", encoding="utf-8", errors="replace") as out:
        json.dump(said, out, ensure_ascii=False)


def answered(suffix: str, file: Path) -> dict[str, object]:
    """The paragraphs, and the text itself when it is an edition."""
    edition = own_edition(file) if suffix == ".md" else None
    paragraphs = READERS[suffix](file) if edition is None else joined(edition.splitlines())
    return {"paragraphs": [[each.text, each.heading] for each in paragraphs], "edition": edition}


def no_memory(limits: Limits) -> str:
    """What is said of a file that needs more memory than its format may have."""
    return f"reading it takes more than {limits.memory // 1_000_000} MB of memory; save it again or add it in parts"


def limit_this_process(limits: Limits) -> None:
    """Bounds that the kernel keeps: memory, processor time, size of files written, open files, no core dump."""
    if resource is None:
        return
    seconds = int(limits.most_seconds) + 1
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, MOST_ANSWER),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # a platform may not know one of them
            resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
