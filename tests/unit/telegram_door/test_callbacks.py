"""The data of buttons: what is written is read back, what was never written is refused and never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.actions import (
    REASONS,
    AskTarget,
    BackToDocument,
    Chart,
    Compare,
    DocumentList,
    DocumentTargets,
    DueList,
    Erase,
    EraseShared,
    Example,
    FaqAsk,
    FaqList,
    FaqMenu,
    Feedback,
    FollowUp,
    Menu,
    OpenDocument,
    OpenTarget,
    ReadDocument,
    ResultList,
    ResultMenu,
    SetLanguage,
    ShowSource,
    TargetCard,
    TargetList,
    TurnSource,
    Verdict,
)
from bot.channels.telegram.callbacks import decode, encode, press
from bot.channels.telegram.links import LinkedDocument, LinkedTarget, read_payload, start_payload
from knowledge.register.selection import Due
from knowledge.register.values import Level
from tests.examples import generated
from tests.fakes_knowledge import keyword_knowledge

ids = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9_./-]{0,29}\Z")
tokens = st.from_regex(r"\A[A-Za-z0-9_-]{1,32}\Z")
numbers = st.integers(0, 999)
areas = st.from_regex(r"\A[a-z_0-9]{0,20}\Z").filter(lambda text: not text.startswith("_"))
actions = st.one_of(
    st.builds(ShowSource, tokens, st.integers(1, 999)),
    st.builds(TurnSource, tokens, st.integers(1, 999)),
    st.builds(FollowUp, tokens, numbers),
    st.builds(Feedback, tokens, st.just(Verdict.WRONG), st.sampled_from(("", *REASONS))),
    st.builds(Feedback, tokens, st.just(Verdict.USEFUL)),
    st.builds(Example, numbers),
    st.builds(
        TargetList,
        st.none() | st.integers(1900, 2099),
        areas,
        st.none() | st.sampled_from(Level),
        numbers,
        st.none() | st.sampled_from(Menu),
    ),
    st.builds(DueList, st.sampled_from(Due), numbers),
    st.one_of(*(st.builds(kind, ids) for kind in (OpenTarget, TargetCard, AskTarget, Chart, Compare, ResultList))),
    st.one_of(*(st.builds(kind, ids, numbers) for kind in (ReadDocument, DocumentTargets, FaqList))),
    st.builds(OpenDocument, ids),
    st.builds(BackToDocument, ids),
    st.builds(DocumentList, numbers),
    st.builds(FaqAsk, ids),
    st.sampled_from(
        (ResultMenu(), FaqMenu(), Erase(True), Erase(False), EraseShared(), SetLanguage("vi"), SetLanguage("en"))
    ),
)


@generated(1_000)
@given(actions)
def test_an_action_comes_back_as_it_was_sent_in_64_bytes(action):
    data = encode(action)
    assert len(data.encode()) <= 64
    assert decode(data) == action


@generated(1_500)
@given(st.one_of(st.text(max_size=80), st.from_regex(r"[sfnxtdopqhcrRDvwgFkael](:[a-z0-9/._-]{0,12}){0,6}"), st.none()))
def test_hostile_data_is_refused_or_is_exactly_what_we_write(data):
    action = decode(data)
    assert action is None or encode(action) == data


@generated(1_000)
@given(actions, st.integers(0, 64), st.characters())
def test_data_with_one_character_changed_is_refused_or_still_ours(action, place, other):
    data = encode(action)
    place = min(place, len(data) - 1)
    changed = data[:place] + other + data[place + 1 :]
    read = decode(changed)
    assert read is None or encode(read) == changed


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "s", "s:a", "s:a:0", "s:a:01", "s:a:1:", "s:a b:1", "s:\u0661:1", "n:a:1000", "n:a:-1", "n:a:٣",
        "f:a:u:0",
        "f:a:w:5", "f:a:x:", "t:20255::::", "t:2025:a:xa:0:", "t:2025:::0:z", "o:", "o:../x y", "o:" + "a" * 63, "e:2",
        "l:fr", "R:", "zz", "t", "o:a\n", "s:a:1\x00", "o:đ", 5, b"s:a:1", ["s:a:1"],
    ],
)  # fmt: skip
def test_data_we_would_never_write_is_no_action(data):
    assert decode(data) is None


def test_a_button_that_would_not_fit_is_not_made():
    assert press("x", OpenTarget("a" * 63)) == ()
    assert press("  ", FaqMenu()) == ()
    with pytest.raises(ValueError, match="no button data"):
        encode(ShowSource("a b", 1))


def test_everything_in_the_library_fits_a_button_and_a_link():
    knowledge = keyword_knowledge()
    for target in knowledge.register.all_targets:
        assert press("x", AskTarget(target.id))
        assert start_payload(LinkedTarget(target.id))
    for indicator in knowledge.register.indicators:
        assert press("x", Compare(indicator.id))
    for document in knowledge.documents:
        assert press("x", ReadDocument(document, 99))
        assert start_payload(LinkedDocument(document))
    longest = max((area.id for area in knowledge.register.areas), key=len)
    assert press("x", TargetList(2025, longest, Level.MINISTRY_PROVINCE, 99, Menu.LEVEL))


@generated(1_000)
@given(st.text(max_size=70))
def test_any_payload_is_read_or_refused_and_what_is_read_is_written_the_same(text):
    linked = read_payload(text)
    assert linked is None or start_payload(linked) == text


@generated(1_000)
@given(st.text(min_size=1, max_size=40))
def test_a_target_s_link_leads_back_to_it_or_is_not_made(target):
    payload = start_payload(LinkedTarget(target))
    assert payload is None or (len(payload) <= 64 and read_payload(payload) == LinkedTarget(target))


@pytest.mark.parametrize("payload", ["t_YR", "t_YQ=", "t_", "t_gICA", "t_AA", "d_KH", "d_", "T_YQ", "t_YQ\n"])
def test_a_payload_written_another_way_is_refused(payload):
    assert read_payload("t_YQ") == LinkedTarget("a")
    assert read_payload(payload) is None
