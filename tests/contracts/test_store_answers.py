"""What every store of answers and of opinions on them must do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.conversation import CARRY_SECONDS
from bot.messages import Reply, Status
from bot.redaction import COVER
from bot.reply_json import as_json
from bot.store.discretion import UNSAID, discreet_reply
from bot.store_ports import Opinion, Store, Tally
from tests.fakes_chat import ABSENT, AMBIGUOUS, COMPARISON, ENGLISH, HOSTILE, PLAN, TARGET
from tests.fakes_store import AN, BINH, Clock
from tests.fakes_turns import replies

REPLIES = (TARGET, COMPARISON, ABSENT, AMBIGUOUS, ENGLISH, HOSTILE)


def test_an_answer_comes_back_identical(store: Store) -> None:
    for reply in REPLIES:
        found = store.answers.get(store.answers.keep(reply, "chat 1", "web", AN))
        assert found == reply
        assert as_json(found) == as_json(reply)
        assert list(found.timings_ms) == list(reply.timings_ms)
        assert [c.quote for c in found.citations] == [c.quote for c in reply.citations]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
@given(reply=replies())
def test_any_answer_comes_back_identical(store: Store, reply: Reply) -> None:
    assert store.answers.get(store.answers.keep(reply, "chat 1", "web")) == discreet_reply(reply)


def test_an_answer_knows_when_it_was_given(store: Store, clock: Clock) -> None:
    shared = store.answers.keep(TARGET, "chat 1", "web")
    given, clock.now = clock.now, clock.now + 86_400
    store.answers.keep(TARGET, "chat 1", "web")
    assert store.answers.given_at(shared) == given
    assert store.answers.given_at("A" * 22) is None


def test_a_share_id_cannot_be_guessed_and_fits_a_link(store: Store) -> None:
    ids = [store.answers.keep(TARGET, "chat 1", "web") for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(len(i) == 22 and i.isascii() and i.replace("-", "").replace("_", "").isalnum() for i in ids)
    assert len({i[:4] for i in ids}) > 40, "no beginning in common"


@pytest.mark.parametrize("share_id", ["", "x", "A" * 22, "A" * 23, "../../etc", "\0" * 22, "\ud800" * 22, "ế" * 22])
def test_an_unknown_share_id_opens_nothing(store: Store, share_id: str) -> None:
    store.answers.keep(TARGET, "chat 1", "web")
    assert store.answers.get(share_id) is None
    assert store.feedback.give(share_id, AN, Opinion(True)) is False
    assert store.feedback.given(share_id, AN) is None
    assert store.feedback.tally(share_id) == Tally()


def test_a_library_that_changes_later_leaves_the_answer_as_it_was(store: Store) -> None:
    shared = store.answers.keep(TARGET, "chat 1", "web")
    later = replace(PLAN, title="Một tên khác", passages=PLAN.passages[:1])
    changed = replace(TARGET, citations=tuple(replace(c, document=later) for c in TARGET.citations))
    again = store.answers.keep(changed, "chat 1", "web")
    assert store.answers.get(shared) == TARGET
    assert store.answers.get(again) == changed


def test_what_a_caller_does_to_a_reply_afterwards_changes_nothing(store: Store) -> None:
    reply = replace(TARGET, timings_ms={"total": 1.0})
    shared = store.answers.keep(reply, "chat 1", "web")
    reply.timings_ms["total"] = 99.0
    found = store.answers.get(shared)
    assert found is not None
    found.timings_ms.clear()
    again = store.answers.get(shared)
    assert again is not None
    assert again.timings_ms == {"total": 1.0}


def test_personal_data_are_covered_in_what_is_kept(store: Store) -> None:
    said = "CCCD 001099012345, sđt 0912 345 678, hỏi chỉ tiêu 95% của 136/KH-UBND năm 2025"
    reply = replace(TARGET, question=said, interpretation=said, text=f"{said} [1]", suggestions=(said,))
    found = store.answers.get(store.answers.keep(reply, "chat 1", "web"))
    assert found is not None
    covered = f"CCCD {COVER}, sđt {COVER}, hỏi chỉ tiêu 95% của 136/KH-UBND năm 2025"
    assert (found.question, found.interpretation, found.suggestions) == (covered, covered, (covered,))
    assert found.text == f"{covered} [1]"
    assert found.citations == reply.citations
    assert found.facts == reply.facts


def test_an_opinion_is_one_of_each_person_and_may_change(store: Store) -> None:
    shared, other = (store.answers.keep(TARGET, "chat 1", "web") for _ in range(2))
    assert store.feedback.give(shared, AN, Opinion(False, "thiếu năm"))
    assert store.feedback.give(shared, BINH, Opinion(True))
    assert store.feedback.tally(shared) == Tally(useful=1, not_useful=1)
    assert store.feedback.give(shared, AN, Opinion(True))
    assert store.feedback.tally(shared) == Tally(useful=2)
    assert store.feedback.given(shared, AN) == Opinion(True)
    assert not store.feedback.withdraw(shared, AN, useful=False), "not what they say now"
    assert not store.feedback.withdraw(other, AN, useful=True)
    assert not store.feedback.withdraw("\0", AN, useful=True)
    assert store.feedback.withdraw(shared, BINH, useful=True)
    assert store.feedback.given(shared, BINH) is None
    assert store.feedback.given(shared, AN) == Opinion(True)
    assert store.feedback.given(other, AN) is None
    assert store.feedback.tally(other) == Tally()


def test_a_reason_is_covered_cut_and_cleaned(store: Store) -> None:
    shared = store.answers.keep(TARGET, "chat 1", "web")
    store.feedback.give(shared, AN, Opinion(False, "gọi\0 tôi 0912345678 \ud800" + "x" * 9000))
    found = store.feedback.given(shared, AN)
    assert found is not None
    assert found.reason is not None
    assert found.reason.startswith(f"gọi  tôi {COVER}")
    assert len(found.reason) <= 500
    store.feedback.give(shared, AN, Opinion(False, "  \n"))
    assert store.feedback.given(shared, AN) == Opinion(False)


def test_old_answers_go_with_their_opinions_and_the_documents_only_they_cite(store: Store, clock: Clock) -> None:
    old = store.answers.keep(replace(TARGET, citations=COMPARISON.citations), "chat 1", "web")
    store.feedback.give(old, AN, Opinion(True))
    clock.now += 100
    young = store.answers.keep(TARGET, "chat 1", "web")
    removed = store.upkeep.prune(older_than=clock.now - 50)
    assert (removed.answers, removed.feedback) == (1, 1)
    assert store.answers.get(old) is None
    assert store.feedback.tally(old) == Tally()
    assert store.answers.get(young) == TARGET
    clock.now += 2 * CARRY_SECONDS
    assert store.upkeep.prune(older_than=clock.now).answers == 1
    assert store.answers.get(young) is None
    again = store.answers.keep(TARGET, "chat 1", "web")
    assert store.answers.get(again) == TARGET, "a document deleted with the last answer is written anew"


def test_the_last_answer_of_a_conversation_is_found_until_its_person_is_forgotten(store: Store, clock: Clock) -> None:
    assert store.answers.latest("chat 1") is None
    for reply in (COMPARISON, TARGET):
        shared = store.answers.keep(reply, "chat 1", "web", AN)
        clock.now += 1
    store.answers.keep(ABSENT, "chat 2", "web", BINH)
    assert store.answers.latest("chat 1") == (shared, TARGET)
    store.upkeep.forget(AN)
    assert store.answers.latest("chat 1") is None
    assert store.answers.get(shared) is None
    assert store.answers.latest("chat 2") is not None


@pytest.mark.parametrize("status", [each for each in Status if each in UNSAID])
def test_no_word_of_a_question_out_of_scope_is_kept(store: Store, status: Status) -> None:
    asked = "hàng xóm Trần Văn C ở nhà bên đánh tôi"
    shared = store.answers.keep(replace(TARGET, question=asked, status=status, interpretation=asked), "chat 1", "web")
    found = store.answers.get(shared)
    assert found is not None
    assert (found.question, found.interpretation, found.text) == ("", None, TARGET.text)


def test_only_the_person_an_answer_was_given_to_can_mark_it_as_shared(store: Store) -> None:
    mine, nobodys = store.answers.keep(TARGET, "chat 1", "web", AN), store.answers.keep(TARGET, "chat 2", "web")
    assert not store.answers.share(mine, BINH)
    assert not store.answers.share(nobodys, AN)
    assert not store.answers.share("A" * 22, AN)
    assert not store.answers.share("\ud800", AN)
    assert store.upkeep.forget(AN).shared == 0
    assert store.answers.get(mine) is None


def test_forgetting_leaves_what_was_shared_until_it_is_asked_for_too(store: Store, clock: Clock) -> None:
    secret, shared = (store.answers.keep(TARGET, "chat 1", "web", AN) for _ in range(2))
    theirs = store.answers.keep(TARGET, "chat 2", "web", BINH)
    for person in (AN, BINH):
        store.feedback.give(shared, person, Opinion(False, "sai năm"))
    assert store.answers.share(shared, AN)
    assert store.answers.share(shared, AN), "twice is once"
    removed = store.upkeep.forget(AN)
    assert (removed.answers, removed.shared, removed.feedback) == (1, 1, 1)
    assert store.answers.get(secret) is None
    assert store.answers.get(shared) == TARGET
    removed = store.upkeep.forget(AN, shared=True)
    assert (removed.answers, removed.shared) == (1, 0)
    assert store.answers.get(shared) is None
    assert store.feedback.tally(shared) == Tally()
    assert store.answers.get(theirs) == TARGET


def test_a_conversation_is_forgotten_whoever_was_in_it(store: Store) -> None:
    kept = [store.answers.keep(TARGET, "chat 1", "web", person) for person in (AN, BINH, None)]
    other = store.answers.keep(TARGET, "chat 2", "web", BINH)
    store.feedback.give(kept[1], BINH, Opinion(True))
    store.answers.share(kept[1], BINH)
    removed = store.upkeep.forget(conversations=["chat 1", "chat 9"])
    assert (removed.answers, removed.shared, removed.feedback) == (2, 1, 1)
    assert [store.answers.get(each) for each in kept] == [None, TARGET, None]
    assert store.upkeep.forget(conversations=["chat 1"], shared=True).answers == 1
    assert store.answers.get(other) == TARGET
