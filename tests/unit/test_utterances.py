"""Labelled utterances: which lines are refused, what is reported of the good ones, how lines are added."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import bot.__main__ as face
from bot.commands import utterances as command
from knowledge.faq_file import load_faq
from knowledge.holdings import bundled_holdings
from knowledge.ingestion.library import BUNDLED
from knowledge.lexicon_file import load_glossary
from knowledge.teaching import near_duplicates as nearness
from knowledge.teaching.coverage import MOST_NEAR_DUPLICATES, Coverage, Thin, coverage
from knowledge.teaching.labels import ACTS
from knowledge.teaching.near_duplicates import SIMILAR, near_duplicates, shingles, similarity
from knowledge.teaching.subjects import Subjects, subjects_of
from knowledge.teaching.utterance import Utterance
from knowledge.teaching.utterances_file import Known, UtterancesError, as_line, load_utterances

runner = CliRunner()
HOLDINGS = bundled_holdings()
SUBJECTS = subjects_of(
    HOLDINGS.register, load_glossary(BUNDLED, HOLDINGS.documents), load_faq(BUNDLED, HOLDINGS.register)
)
KNOWN = Known(SUBJECTS.named, SUBJECTS.questions, SUBJECTS.clauses)
GOOD: dict[str, Any] = {
    "text": "phường phải số hóa bao nhiêu",
    "acts": ["value"],
    "subjects": ["results_digitised"],
    "modality": "set",
    "author": "an",
}
FOLLOWING = {
    "text": "còn quận?",
    "before": ["phường phải số hóa bao nhiêu"],
    "acts": [],
    "subjects": [],
    "keeps": ["acts", "subjects"],
    "author": "an",
}
TALK = {"text": "cảm ơn cháu nhé", "talk": "thanks", "author": "an"}


def put(folder: Path, *lines: dict[str, Any] | str, author: str = "an") -> Path:
    """A folder with the file of an author."""
    told = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    (folder / f"{author}.jsonl").write_text("".join(f"{line}\n" for line in told), encoding="utf-8")
    return folder


def run(*arguments: str, **options: Any) -> Result:
    return runner.invoke(face.app, ["utterances", *arguments], **options)


def said(text: str, place: int = 1, author: str = "an", **labels: Any) -> Utterance:
    return Utterance(text, author, f"{author}.jsonl:{place}", **{"acts": ("about",), **labels})


# what a line is refused for

BAD: dict[str, tuple[dict[str, Any] | str, str]] = {
    "no JSON": ("{", "not a JSON object"),
    "a blank line": ("", "not a JSON object"),
    "no object": ("[1]", "valid dictionary"),
    "nested too deeply": ("[" * 100_000, "nested too deeply"),
    "a misspelt field": ({**GOOD, "act": ["value"]}, "act: Extra inputs"),
    "no text": ({"acts": ["about"], "author": "an"}, "text: Field required"),
    "an empty text": ({**GOOD, "text": ""}, "text: String should have at least 1"),
    "a blank text": ({**GOOD, "text": " \n"}, "text is blank"),
    "a long text": ({**GOOD, "text": "a" * 501}, "text: String should have at most 500"),
    "another author": ({**GOOD, "author": "binh"}, "author 'binh' is not the file's name 'an'"),
    "an unknown act": ({**GOOD, "acts": ["worth"]}, "acts 'worth': not one of value, deadline"),
    "an unknown modality": ({**GOOD, "modality": "maybe"}, "modality 'maybe': not one of set"),
    "an unknown measure": ({**GOOD, "measures": ["metres"]}, "measures 'metres': not one of rank"),
    "an unknown talk": ({**TALK, "talk": "chat"}, "talk 'chat': not one of greeting"),
    "an unknown thing kept": ({**FOLLOWING, "keeps": ["places"]}, "keeps 'places': not one of acts"),
    "an unknown language": ({**GOOD, "language": "fr"}, "language 'fr': not one of vi, en"),
    "talk and acts": ({**GOOD, "talk": "thanks"}, "talk, or acts and subjects, not both"),
    "no act": ({**GOOD, "acts": []}, "acts are missing"),
    "no modality": ({**GOOD, "modality": None}, "modality is missing: one of set, done, either"),
    "kept from nothing": ({**FOLLOWING, "before": []}, "keeps needs before"),
    "an unknown subject": ({**GOOD, "subjects": ["papi", "weather"]}, "subjects weather: no indicator, document"),
    "an unknown question": ({**GOOD, "question": "why-rain"}, "question why-rain: no common question"),
    "an unknown clause": ({**GOOD, "clause": "kh-136-2021#Phần IX"}, "clause kh-136-2021#Phần IX: no edition"),
    "a text said twice": ({**GOOD, "text": "PHƯỜNG phải số hóa bao nhiêu"}, "the same text as line 1; remove one"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_refused_by_file_and_line(tmp_path: Path, name: str) -> None:
    line, expected = BAD[name]
    with pytest.raises(UtterancesError) as refused:
        load_utterances(put(tmp_path, GOOD, line, TALK), KNOWN)
    (problem,) = refused.value.problems
    assert problem.startswith("an.jsonl:2: ")
    assert expected in problem


def test_every_bad_line_of_every_file_is_named(tmp_path: Path) -> None:
    put(tmp_path, "{", GOOD, {**GOOD, "acts": ["worth"]})
    put(tmp_path, {**TALK, "author": "binh"}, "7", author="binh")
    (tmp_path / "chi.jsonl").write_bytes(b"\xff\n")
    with pytest.raises(UtterancesError) as refused:
        load_utterances(tmp_path)
    assert [problem.split(": ")[0] for problem in refused.value.problems] == [
        "an.jsonl:1",
        "an.jsonl:3",
        "binh.jsonl:2",
        "chi.jsonl",
    ]


# what loads


def test_good_files_load_in_order_with_their_labels(tmp_path: Path) -> None:
    put(tmp_path, {**GOOD, "author": "binh"}, author="binh")
    put(tmp_path, GOOD, FOLLOWING, TALK)
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    value, following, thanks, other = load_utterances(tmp_path, KNOWN)
    assert (value.acts, value.subjects, value.modality) == (("value",), ("results_digitised",), "set")
    assert (following.before, following.keeps) == (("phường phải số hóa bao nhiêu",), ("acts", "subjects"))
    assert (thanks.talk, thanks.place, thanks.language) == ("thanks", "an.jsonl:3", "vi")
    assert (other.author, other.place) == ("binh", "binh.jsonl:1")


def test_the_same_words_after_other_turns_are_another_utterance(tmp_path: Path) -> None:
    put(tmp_path, FOLLOWING, {**FOLLOWING, "before": ["papi hạng mấy"]})
    assert len(load_utterances(tmp_path)) == 2


def test_a_line_is_written_as_it_is_read(tmp_path: Path) -> None:
    bundled = load_utterances()
    for author in {each.author for each in bundled}:
        lines = "".join(f"{as_line(each)}\n" for each in bundled if each.author == author)
        (tmp_path / f"{author}.jsonl").write_text(lines, encoding="utf-8")
    assert load_utterances(tmp_path) == bundled
    assert as_line(said("a\u2028b", talk="bye", acts=())) == '{"text": "a\u2028b", "talk": "bye", "author": "an"}'


# the report


def test_coverage_counts_lines_of_each_kind() -> None:
    covered = coverage(
        (
            said("phường phải số hóa bao nhiêu, khi nào xong", 1, acts=("value", "deadline"), clause="kh-1#Phần I"),
            said("còn quận?", 2, before=("phường phải số hóa bao nhiêu",), clause="kh-1#Phần II"),
            said("who signed it", 3, acts=("person",), language="en", pair="signer"),
            said("who issued it", 1, "binh", acts=("issuer",), language="en", pair="signer"),
            said("phí là mấy đồng", 2, "binh", acts=("fee",), pair="alone", clause="kh-2#Phần I"),
            said("cảm ơn nhé", 3, "binh", acts=(), talk="thanks"),
            said("trời đẹp quá", 1, "chi", acts=(), talk="off_topic"),
        ),
        Subjects(),
    )
    assert covered.lines == 7
    assert covered.authors == {"an": 3, "binh": 3, "chi": 1}
    assert list(covered.authors) == ["an", "binh", "chi"]
    assert {act: n for act, n in covered.acts.items() if n} == dict.fromkeys(
        ("value", "deadline", "about", "person", "issuer", "fee"), 1
    )
    assert set(covered.acts) == set(ACTS)
    assert {talk: n for talk, n in covered.talk.items() if n} == {"thanks": 1, "off_topic": 1}
    assert (covered.english, covered.follow_ups, covered.multi_part, covered.contrasts) == (2, 1, 1, 1)
    assert covered.clauses == {"kh-1": 2, "kh-2": 1}


def test_coverage_names_subjects_with_few_wordings_or_few_authors() -> None:
    lines = [
        said(f"{topic} {'abcdefgh'[n] * 9} ra sao", n, f"author-{n % authors}", subjects=(subject,))
        for topic, subject, wordings, authors in (("phí", "papi", 8, 4), ("hạn", "sipas", 8, 3), ("tin", "kh-1", 7, 7))
        for n in range(wordings)
    ]
    lines += [replace(lines[-1], text=lines[-1].text.upper(), author="author-8")]  # the same words: no other wording
    lines += [said("mất tiền không", question="online-fee", acts=("fee",))]
    subjects = Subjects(
        indicators=("papi", "sipas"), documents=("kh-2", "kh-1"), terms=("papi",), questions=("online-fee",)
    )
    assert coverage(lines, subjects).thin == (
        Thin("indicator", "sipas", 8, 3),
        Thin("document", "kh-2", 0, 0),
        Thin("document", "kh-1", 7, 8),
        Thin("common question", "online-fee", 1, 1),
    )


def test_coverage_names_rare_acts_with_few_lines_the_fewest_first() -> None:
    lines = [said("phí?", n, acts=("fee",)) for n in range(60)] + [said("giờ?", n, acts=("hours",)) for n in range(59)]
    rare = coverage(lines, Subjects()).rare
    assert "fee" not in rare
    assert rare["hours"] == 59
    assert list(rare)[-1] == "hours"
    assert "issuer" not in rare  # no line has it, yet it is not of those that libraries rarely hold


# near-duplicates


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ai ký Nghị định 224?", "ai ky nghi dinh 224"),
        ("Kế hoạch 159/KH-UBND ai ký?", "Ai ký Kế hoạch 159/KH-UBND?"),
        ("mức độ hài lòng của người dân năm 2024 là bao nhiêu", "mức độ hài lòng của người dân năm 2025 là bao nhiêu"),
        ("???", "???"),
    ],
)
def test_nearly_the_same_words_are_found(one: str, other: str) -> None:
    lines = (said(one, 1), said("phường phải số hóa bao nhiêu", 2), said(other, 1, "binh"))
    (found,) = near_duplicates(lines)
    assert (found.first.place, found.second.place) == ("an.jsonl:1", "binh.jsonl:1")
    assert SIMILAR < found.similarity <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("phường phải số hóa bao nhiêu", "bên phường phải đưa giấy tờ vô máy tối thiểu mấy phần"),
        ("PAPI 2021 hạng mấy", "PCI 2021 hạng mấy"),
        ("???", "..."),
        ("?", "a"),
    ],
)
def test_other_words_are_not(one: str, other: str) -> None:
    assert near_duplicates((said(one, 1), said(other, 2))) == ()


def test_lines_of_one_pair_contrast() -> None:
    one, other = "chỉ tiêu của cấp huyện năm 2021 là mấy", "chỉ tiêu của cấp huyện năm 2022 là mấy"
    assert near_duplicates((said(one, 1, pair="year"), said(other, 2, pair="year"))) == ()
    assert len(near_duplicates((said(one, 1, pair="year"), said(other, 2, pair="level")))) == 1
    assert len(near_duplicates((said(one, 1, pair="year"), said(other, 2)))) == 1


def test_the_same_follow_up_of_other_turns_is_another() -> None:
    one, same, other = (
        said("còn quận thì sao", n, before=(turn,))
        for n, turn in enumerate(("phường phải số hóa bao nhiêu", "Phường phải số hoá bao nhiêu?", "papi hạng mấy"), 1)
    )
    (found,) = near_duplicates((one, same, other, said("còn quận thì sao", 4)))
    assert (found.first, found.second) == (one, same)


@pytest.mark.parametrize("least", [0.3, 0.5, SIMILAR])
def test_no_pair_is_missed(monkeypatch: pytest.MonkeyPatch, least: float) -> None:
    """The short way through the index finds what comparing every two lines finds."""
    monkeypatch.setattr(nearness, "SIMILAR", least)
    lines = load_utterances()[::16]
    pieces = {each: shingles(each.text) for each in lines}
    wanted = {
        (one, other)
        for one, other in combinations(lines, 2)
        if similarity(pieces[one], pieces[other]) > least
        and (one.pair is None or one.pair != other.pair)
        and (
            one.before == other.before
            or similarity(*(shingles(" ".join(each.before)) if each.before else frozenset() for each in (one, other)))
            > least
        )
    }
    assert {(pair.first, pair.second) for pair in near_duplicates(lines)} == wanted
    assert wanted or least == SIMILAR


def test_the_share_counts_every_line_that_resembles_another() -> None:
    lines = [said(f"{word} là gì vậy nhỉ", n) for n, word in enumerate(("papi", "PAPI", "Papi", "một cửa"))]
    covered = coverage(lines, Subjects())
    assert (len(covered.near), covered.near_lines, covered.near_share, covered.repeats_itself) == (3, 3, 0.75, True)


# the bundled files


@pytest.fixture(scope="module")
def bundled() -> Coverage:
    return coverage(load_utterances(known=KNOWN), SUBJECTS)


def test_the_bundled_utterances_hold_few_near_duplicates(bundled: Coverage) -> None:
    assert bundled.lines > 5000
    assert bundled.near_share <= MOST_NEAR_DUPLICATES


def test_the_bundled_utterances_have_every_act_and_talk_of_many_authors(bundled: Coverage) -> None:
    assert all(bundled.acts.values())
    assert all(bundled.talk.values())
    assert len(bundled.authors) >= 8


# plan136 utterances check


def test_check_reports_on_the_bundled_utterances() -> None:
    result = run("check")
    assert result.exit_code == 0
    for heading in ("lines", "kinds", "authors", "acts", "talk", "clauses", "rare acts", "subjects"):
        assert f"\n{heading} " in f"\n{result.stdout}"
    assert "say nearly the same as another; at most 2% may\n" in result.stdout


def test_check_names_bad_lines_and_fails(tmp_path: Path) -> None:
    result = run("check", "--folder", str(put(tmp_path, GOOD, "{", {**GOOD, "text": "a", "subjects": ["weather"]})))
    assert result.exit_code == 1
    assert "!! an.jsonl:2: not a JSON object" in result.stdout
    assert "!! an.jsonl:3: subjects weather: " in result.stdout
    assert result.stdout.endswith("bad lines: 2; correct them\n")


def test_check_names_near_duplicates_and_fails_for_too_many(tmp_path: Path) -> None:
    put(tmp_path, {**GOOD, "text": "Phường phải số hoá bao nhiêu?", "author": "binh"}, author="binh")
    result = run("check", "--folder", str(put(tmp_path, GOOD, TALK)))
    assert result.exit_code == 1
    assert "an.jsonl:1 'phường phải số hóa bao nhiêu' is nearly binh.jsonl:1 'Phường phải" in result.stdout
    assert "2 lines, 66.67%, say nearly the same as another; at most 2% may; word them anew" in result.stdout


@pytest.mark.parametrize("command_name", [("check",), ("add", "--author", "an", "--text", "a", "--act", "about")])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, command_name: tuple[str, ...]) -> None:
    result = run(*command_name, "--folder", str(tmp_path / "none"))
    assert "there is no folder" in str(result.exception)


def test_check_of_a_folder_without_utterances_says_so(tmp_path: Path) -> None:
    assert "there is no utterance in" in str(run("check", "--folder", str(tmp_path)).exception)


# plan136 utterances add


def test_add_appends_a_text_with_its_labels(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    options = ("--act", "deadline", "--act", "level", "--subject", "results_digitised", "--modality", "set")
    result = run("add", "--author", "an", "--text", "quận, phường khi nào xong", *options, "--folder", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "added to an.jsonl: 1; 'make train' teaches it\n")
    assert (tmp_path / "an.jsonl").read_text(encoding="utf-8").splitlines() == [
        json.dumps(GOOD, ensure_ascii=False),
        '{"text": "quận, phường khi nào xong", "acts": ["deadline", "level"], "subjects": ["results_digitised"], '
        '"modality": "set", "author": "an"}',
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["an.jsonl"]


def test_add_takes_every_label_by_option(tmp_path: Path) -> None:
    clause = SUBJECTS.clauses[0]
    told = (
        "--act",
        "value",
        "--subject",
        "papi",
        "--modality",
        "done",
        "--measure",
        "rank",
        "--question",
        "online-fee",
    )
    more = ("--clause", clause, "--before", "papi?", "--before", "năm 2024", "--keep", "years", "--pair", "place")
    run("add", "--author", "an", "--text", "rank?", *told, *more, "--language", "en", "--folder", str(tmp_path))
    run("add", "--author", "an", "--text", "thanks", "--talk", "thanks", "--folder", str(tmp_path))
    one, other = load_utterances(tmp_path, KNOWN)
    assert one == Utterance(
        text="rank?",
        author="an",
        place="an.jsonl:1",
        acts=("value",),
        subjects=("papi",),
        modality="done",
        measures=("rank",),
        question="online-fee",
        clause=clause,
        before=("papi?", "năm 2024"),
        keeps=("years",),
        pair="place",
        language="en",
    )
    assert other == Utterance("thanks", "an", "an.jsonl:2", talk="thanks")


def test_add_reads_json_lines_and_keeps_what_stands(tmp_path: Path) -> None:
    (tmp_path / "an.jsonl").write_text(json.dumps(GOOD), encoding="utf-8")  # without a line end
    unsigned = {name: value for name, value in FOLLOWING.items() if name != "author"}
    lines = [json.dumps(unsigned), "", json.dumps({**TALK, "text": "a\u2028b \ud800"})]
    result = run("add", "--author", "an", "--folder", str(tmp_path), input="\ufeff" + "\n".join(lines))
    assert result.exit_code == 0, result.output
    good, following, talk = load_utterances(tmp_path, KNOWN)
    assert (good.text, following.keeps, talk.text) == (GOOD["text"], ("acts", "subjects"), "a\u2028b \ufffd")


def test_add_goes_to_the_library_of_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    run("add", "--author", "new-voice", "--text", "papi là gì", "--act", "meaning", "--subject", "papi")
    assert [each.place for each in load_utterances(tmp_path)] == ["new-voice.jsonl:1"]


def test_add_refuses_all_lines_when_one_is_bad(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    before = (tmp_path / "an.jsonl").read_bytes()
    lines = [TALK, "{", {**GOOD, "text": "b", "acts": ["worth"]}, {**GOOD, "author": "binh"}, GOOD, TALK, "[" * 100_000]
    given = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    result = run("add", "--author", "an", "--folder", str(tmp_path), input=given)
    assert result.exit_code == 1
    *problems, end = result.stdout.splitlines()
    for number, words in enumerate(
        (
            "not a JSON object",
            "acts 'worth': not one of",
            "author 'binh' is not the file's name",
            "the same text as an.jsonl:1; leave it out",
            "the same text as an.jsonl:2; leave it out",
            "not an utterance: it is nested too deeply",
        ),
        start=2,
    ):
        assert problems[number - 2].startswith(f"!! line {number}: {words}")
    assert end == "nothing was added; correct these lines and give all again"
    assert (tmp_path / "an.jsonl").read_bytes() == before


def test_add_refuses_a_text_whose_labels_do_not_hold(tmp_path: Path) -> None:
    result = run("add", "--author", "an", "--text", "bao nhiêu", "--act", "value", "--folder", str(tmp_path))
    assert result.exit_code == 1
    assert "!! --text: modality is missing: one of set, done, either" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_add_refuses_while_a_bad_line_stands(tmp_path: Path) -> None:
    put(tmp_path, "{", author="binh")
    result = run("add", "--author", "an", "--text", "papi?", "--act", "about", "--folder", str(tmp_path))
    assert result.exit_code == 1
    assert "!! binh.jsonl:1: not a JSON object" in result.stdout
    assert not (tmp_path / "an.jsonl").exists()


def test_add_warns_of_a_near_duplicate(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    options = ("--act", "value", "--modality", "set", "--folder", str(tmp_path))
    result = run("add", "--author", "binh", "--text", "Phường phải số hoá bao nhiêu?", *options)
    assert result.exit_code == 0
    assert "an.jsonl:1 'phường phải số hóa bao nhiêu' is nearly binh.jsonl:1" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (("--author", "../an", "--text", "a", "--act", "about"), None, "use small letters, digits and hyphens"),
        (("--author", "an"), "\n \n", "no line was given"),
        (("--author", "an"), b"\xff", "line 1 is not UTF-8 at byte 0"),
    ],
)
def test_add_of_what_cannot_be_used_says_so(
    tmp_path: Path, arguments: tuple[str, ...], given: str | bytes | None, words: str
) -> None:
    result = run("add", *arguments, "--folder", str(tmp_path), input=given)
    assert words in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_labels_without_a_text_are_bad_usage(tmp_path: Path) -> None:
    result = run("add", "--author", "an", "--act", "about", "--folder", str(tmp_path))
    assert result.exit_code == 2
    assert "labels go with --text" in result.stderr
