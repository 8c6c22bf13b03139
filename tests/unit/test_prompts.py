"""The words of the assistant: filled exactly, in both languages, for every status."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import prompts
from bot.answering.understand import TALK
from bot.messages import Status
from bot.telling.choosing import RESULT_MEASURES
from knowledge.register.values import DeadlineKind, Level
from knowledge.teaching.labels import ACTS, RARE_ACTS
from knowledge.teaching.labels import TALK as LABELS
from prompts import LANGUAGES, PromptError, phrases, render, replies, say
from tests.fakes_knowledge import register


def flat(table: dict[str, object], prefix: str = "") -> dict[str, object]:
    """The templates by dotted key."""
    found: dict[str, object] = {}
    for key, value in table.items():
        found.update(flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value})
    return found


def places(template: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(template)) if name is not None}


ENTRIES = {language: flat(replies(language)) for language in LANGUAGES}
ROOMS = [Path(prompts.__file__).parents[1] / room for room in ("bot", "knowledge")]
TEMPLATES = sorted(key for key, value in ENTRIES["vi"].items() if isinstance(value, str))


def test_render_fills_every_place() -> None:
    assert render("{a} trên {b}: {a}", {"a": "một", "b": "hai"}) == "một trên hai: một"
    assert render("không có chỗ nào", {}) == "không có chỗ nào"


@pytest.mark.parametrize(
    ("template", "values", "named"),
    [
        ("{a} và {b}", {"a": "1"}, "missing values ['b']"),
        ("{a}", {"a": "1", "c": "2"}, "unused values ['c']"),
        ("{a}", {}, "missing values ['a']"),
        ("chữ", {"x": "1"}, "unused values ['x']"),
        ("{a}", {"A": "1"}, "missing values ['a'], unused values ['A']"),
        ("{}", {}, "missing values ['']"),
    ],
)
def test_render_refuses_missing_and_unused_values(template: str, values: dict[str, str], named: str) -> None:
    with pytest.raises(PromptError) as refused:
        render(template, values)
    assert named in str(refused.value) and repr(template) in str(refused.value)


@pytest.mark.parametrize("value", ["{b}", "{0}", "{a.__class__}", "%s", "100%", "{{", "}", "\\n", "<b>"])
def test_values_are_data_and_never_templates(value: str) -> None:
    assert render("[{a}]", {"a": value}) == f"[{value}]"


def test_say_speaks_the_language_asked_for() -> None:
    assert say("vi", "deadline.by", year="2025") == "đến năm 2025"
    assert say("en", "deadline.by", year="2025") == "by 2025"
    with pytest.raises(PromptError):
        say("vi", "deadline.by")
    with pytest.raises(PromptError):
        say("vi", "deadline.by", year="2025", month="6")


@pytest.mark.parametrize("key", ["deadline.never", "nothing", "deadline", "deadline.by.year", "", "examples.questions"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_not_there_are_an_error_that_names_file_and_key(language: str, key: str) -> None:
    with pytest.raises(PromptError) as refused:
        say(language, key)
    assert f"replies.{language}.toml" in str(refused.value) and repr(key) in str(refused.value)


def test_phrases_are_lists() -> None:
    assert len(phrases("vi", "examples.questions")) >= 3 and len(phrases("en", "examples.questions")) >= 3
    with pytest.raises(PromptError):
        phrases("vi", "deadline.by")


def test_both_languages_have_the_same_keys() -> None:
    assert ENTRIES["vi"].keys() == ENTRIES["en"].keys()
    assert {key: type(value) for key, value in ENTRIES["vi"].items()} == {
        key: type(value) for key, value in ENTRIES["en"].items()
    }


@pytest.mark.parametrize("key", TEMPLATES)
def test_both_languages_have_the_same_places(key: str) -> None:
    vietnamese, english = ENTRIES["vi"][key], ENTRIES["en"][key]
    assert places(vietnamese) == places(english)
    filled = {name: f"<{name}>" for name in places(english)}
    for language in LANGUAGES:
        spoken = say(language, key, **filled)
        assert [value for value in filled.values() if value not in spoken] == []
    if key != "comparator.exactly":  # a plain figure takes no word
        assert str(vietnamese).strip() and str(english).strip()


@pytest.mark.parametrize("status", [s for s in Status if s.group not in {"answered", "smalltalk"}])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_words(status: Status, language: str) -> None:
    assert ENTRIES[language][f"status.{status.value}"]


def test_no_words_are_kept_for_a_status_there_is_not() -> None:
    assert {key.removeprefix("status.") for key in TEMPLATES if key.startswith("status.")} <= set(Status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_thing_has_a_name(language: str) -> None:
    wanted = {f"level.{level.value}" for level in Level}
    wanted |= {f"deadline.{kind.value}" for kind in DeadlineKind}
    wanted |= {key for _, key in TALK.values()}
    wanted |= {f"attribute.{act}" for act in RARE_ACTS if act != "forecast"}  # a forecast has a status of its own
    wanted |= {f"measure.{measure}" for measure in RESULT_MEASURES}
    assert wanted - ENTRIES[language].keys() == set()
    assert TALK.keys() == set(LABELS)


def code() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for room in ROOMS for path in room.rglob("*.py"))


def test_every_template_is_used_somewhere() -> None:
    """By its key, or by a key with places that it fits: f"level.{...}" stands for all levels."""
    source = code()
    made = [
        re.compile(re.sub(r"\\\{.*?\\\}", "[A-Za-z_0-9]+", re.escape(key)))
        for key in re.findall(r'f"([a-z_]+\.[a-z_]*\{[^"\n]*)"', source)
    ]
    groups = {"list"}  # said through a helper that names the group
    of_the_library = {"unit"}  # by names of the library
    unused = [
        key
        for key in TEMPLATES
        if key.partition(".")[0] not in of_the_library
        and not re.search(rf"[\"']{re.escape(key)}[\"']", source)
        and not any(pattern.fullmatch(key) for pattern in made)
        and not (key.partition(".")[0] in groups and f'"{key.partition(".")[2]}"' in source)
    ]
    assert unused == []


def test_every_unit_of_a_count_is_said_in_both_languages() -> None:
    counted = {result.unit for result in register().all_results if result.measure in {"count", "score"}}
    assert all(counted <= set(prompts.keys(language, "unit")) for language in LANGUAGES)


def test_every_attribute_with_a_name_may_be_asked_for() -> None:
    told = set(re.findall(r'tell_attribute\("(\w+)"', code()))
    assert {key.removeprefix("attribute.") for key in TEMPLATES if key.startswith("attribute.")} <= {*ACTS, *told}


def test_an_unknown_language_has_no_words() -> None:
    with pytest.raises(FileNotFoundError):
        prompts.replies("fr")
