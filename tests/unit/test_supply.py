"""The list of parts and of licences: every locked package stands in both, with what is known of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.supply import UNKNOWN, licence_of, locked, reached, write

ROOT = Path(__file__).parents[2]
LOCK = """# a comment
One.Two==1.0 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
three==2.0+cpu --hash=sha256:{1}
""".format("a" * 64, "b" * 64)


def test_both_lists_name_every_locked_package(tmp_path: Path) -> None:
    files = ("requirements.lock", "requirements-torch.lock")
    text = "\n".join((ROOT / file).read_text(encoding="utf-8") for file in files)
    wanted = set(re.findall(r"^([a-z0-9._-]+)==([^ ]+)", text, re.MULTILINE | re.IGNORECASE))
    assert len(wanted) > 100
    write(tmp_path)
    listed = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \| (?:run|develop) \|$", (tmp_path / "licences.md").read_text(), re.M)
    assert {(each["name"], each["version"]) for each in listed["components"]} == wanted
    assert {(name, version) for _, name, version in rows} == wanted
    assert [name for licence, name, _ in rows if licence == UNKNOWN] == []
    hashes = [each["value"] for part in listed["components"] for each in part["properties"]]
    assert sorted(hashes) == sorted(re.findall(r"sha256:([0-9a-f]{64})", text))


def test_the_list_of_parts_holds_together_and_tells_what_runs_from_what_develops(tmp_path: Path) -> None:
    write(tmp_path)
    listed = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    references = {part["bom-ref"] for part in listed["components"]} | {listed["metadata"]["component"]["bom-ref"]}
    assert len(references) == len(listed["components"]) + 1
    assert {each["ref"] for each in listed["dependencies"]} == references
    assert {other for each in listed["dependencies"] for other in each["dependsOn"]} <= references
    scope = {part["name"]: part["scope"] for part in listed["components"]}
    assert [scope[name] for name in ("torch", "fastapi", "psycopg-binary")] == ["required"] * 3
    assert [scope[name] for name in ("pytest", "mypy", "tdjson")] == ["excluded"] * 3


def test_a_lock_file_is_read_with_the_hashes_of_each_package() -> None:
    assert locked(LOCK) == {"one-two": ("1.0", ("a" * 64, "b" * 64)), "three": ("2.0+cpu", ("b" * 64,))}


def test_what_is_needed_follows_extras_and_leaves_out_what_is_for_other_machines() -> None:
    asked = {
        "a": [Requirement("b[fast]"), Requirement("c; sys_platform == 'none'"), Requirement("e; extra == 'test'")],
        "b": [Requirement("d; extra == 'fast'"), Requirement("a")],
        **{name: [] for name in "cde"},
    }
    assert reached([Requirement("A")], asked) == {"a": {"b"}, "b": {"a", "d"}, "d": set()}


@pytest.mark.parametrize(
    ("metadata", "classifiers", "licence"),
    [
        ({"License-Expression": "MIT", "License": "other"}, [], "MIT"),
        ({"License": "BSD-3-Clause"}, ["License :: OSI Approved :: MIT License"], "BSD-3-Clause"),
        ({"License": "Copyright\nAll of its text"}, ["License :: OSI Approved :: MIT License"], "MIT License"),
        ({"License": "UNKNOWN"}, ["Topic :: Text"], UNKNOWN),
        ({}, [], UNKNOWN),
    ],
)
def test_a_licence_is_taken_from_where_a_package_names_it(
    metadata: dict[str, str], classifiers: list[str], licence: str
) -> None:
    assert licence_of(metadata, classifiers) == licence
