"""Clock and place: "today" is Hanoi's, a clock that jumps deletes nothing, dates read day, month, year."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import hanoi_time
from bot.assembly import clock
from bot.commands import adding
from bot.commands.failures import BadInputError
from bot.conversation import Turn
from bot.meaning.query import Query
from bot.pacing import drawn
from bot.serving.clock_watch import JUMP_SECONDS, STANDS_SECONDS, SeenClock, judged, seen_clock
from bot.serving.retention import ClockDoubtedError, Retention
from bot.settings import BotSettings
from bot.store.opening import SqlStore, open_store
from bot.store.updates import LEASE_SECONDS
from bot.store_ports import Bucket
from knowledge.ingestion import identity
from knowledge.ingestion.edition import EditionError, _front_matter
from knowledge.ingestion.library import BUNDLED
from knowledge.ingestion.readers.paragraph import Paragraph
from knowledge.vietnamese_dates import whole_date, written_dates
from tests.fakes_chat import TARGET
from tests.fakes_store import PEOPLE, Clock

ROOT = Path(__file__).parents[2]
DAY = 86_400.0
YEAR = 365 * DAY


# The place


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_today_is_the_day_in_hanoi(moment: datetime) -> None:
    class At(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.replace(tzinfo=UTC).astimezone(tz)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hanoi_time, "datetime", At)
        assert clock(BotSettings())() == (moment + timedelta(hours=7)).date()


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "UTC", "nonsense/zone", ""])
def test_the_machines_own_zone_changes_nothing(zone: str) -> None:
    said = "from bot.hanoi_time import today; from datetime import *; a=datetime.now(timezone(timedelta(hours=7)))"
    said += "; t=today(); b=datetime.now(timezone(timedelta(hours=7))); print(a.date() <= t <= b.date())"
    told = subprocess.check_output([sys.executable, "-c", said], cwd=ROOT, env={**os.environ, "TZ": zone}, text=True)
    assert told.strip() == "True"


# Retention under a clock that jumps


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[SqlStore, Clock]]:
    now = Clock()
    with closing(open_store(tmp_path, PEOPLE, clock=now)) as store:
        yield store, now


def watched(store: SqlStore, now: Clock) -> Retention:
    """As each process makes its own, after each restart too."""
    return Retention(store.upkeep, 180, now, watched=True)


@pytest.mark.parametrize("jump", [YEAR, 30 * YEAR, 4 * DAY, -YEAR])
def test_a_clock_that_jumps_deletes_nothing_until_it_has_stood_for_a_day(
    kept: tuple[SqlStore, Clock], jump: float
) -> None:
    store, now = kept
    watched(store, now).once()
    shared = store.answers.keep(TARGET, "a", "web")
    store.updates.take("telegram", "7", "{}", "a")
    now.now += jump
    for _ in range(23):
        with pytest.raises(ClockDoubtedError, match="--trust-clock"):
            watched(store, now).once()
        now.now += 3600
    assert store.answers.get(shared) == TARGET
    now.now += 3 * 3600
    assert watched(store, now).once().answers == (1 if jump > 180 * DAY else 0)


def test_a_clock_that_is_put_right_again_was_never_believed(kept: tuple[SqlStore, Clock]) -> None:
    store, now = kept
    watched(store, now).once()
    shared = store.answers.keep(TARGET, "a", "web")
    for _ in range(40):
        now.now += YEAR
        with pytest.raises(ClockDoubtedError):
            watched(store, now).once()
        now.now += 3600 - YEAR
        assert watched(store, now).once().answers == 0
    assert store.answers.get(shared) == TARGET


def test_what_is_old_by_a_clock_that_goes_on_is_deleted_as_told(kept: tuple[SqlStore, Clock]) -> None:
    store, now = kept
    shared = store.answers.keep(TARGET, "a", "web")
    for _ in range(180):
        watched(store, now).once()
        assert store.answers.get(shared) == TARGET
        now.now += DAY
    now.now += 1
    assert watched(store, now).once().answers == 1


def test_an_operator_may_trust_the_clock(kept: tuple[SqlStore, Clock]) -> None:
    store, now = kept
    watched(store, now).once()
    store.answers.keep(TARGET, "a", "web")
    now.now += YEAR
    assert Retention(store.upkeep, 180, now).once().answers == 1


@given(st.lists(st.floats(-2 * YEAR, 2 * YEAR), max_size=12), st.floats(0, 2e9))
def test_no_clock_is_believed_at_its_first_sight_after_a_jump(jumps: list[float], start: float) -> None:
    seen, now = None, start
    for jump in jumps:
        now += jump
        believed_before = None if seen is None else seen.believed
        first_sight = seen is None or seen.doubted_since is None
        believed, seen = judged(seen_clock(seen.as_text()) if seen else None, now)
        if believed_before is not None and first_sight:
            assert believed == (abs(now - believed_before) <= JUMP_SECONDS)
        assert judged(seen, now)[0] is believed, "asked at once again it says the same"
    if seen is not None and seen.doubted_since is not None:
        assert judged(seen, seen.doubted_since + STANDS_SECONDS)[0]


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "null", '{"believed": "x", "doubted_since": null}', "\x00"])
def test_a_damaged_note_of_the_clock_is_none(text: str | None) -> None:
    assert seen_clock(text) is None
    assert seen_clock(SeenClock(1.5, 2.5).as_text()) == SeenClock(1.5, 2.5)


# Limits, leases and what carries over


@given(st.lists(st.floats(-2 * YEAR, 2 * YEAR), max_size=20), st.integers(1, 600), st.integers(1, 50))
def test_no_jump_makes_anybody_wait_longer_than_a_question_takes_to_come_back(
    jumps: list[float], per_minute: int, burst: int
) -> None:
    bucket, now, full_at = Bucket("person:a", "a", per_minute, burst), 1e9, None
    for jump in jumps:
        for _ in range(burst + 1):
            again, wait = drawn(bucket, full_at, now)
            assert 0 <= wait <= 60 / per_minute + 1e-3
            full_at = full_at if wait else again
        now += jump


@pytest.mark.parametrize("jump", [YEAR, -YEAR, DAY, -DAY])
def test_an_update_left_behind_is_taken_over_whatever_the_clock_did(kept: tuple[SqlStore, Clock], jump: float) -> None:
    store, now = kept
    assert store.updates.take("telegram", "7", "{}", "dead")
    assert not store.updates.unfinished("telegram", "alive"), "its owner lives"
    now.now += jump
    now.now += LEASE_SECONDS + 1
    assert [each.update_id for each in store.updates.unfinished("telegram", "alive")] == ["7"]
    assert not store.updates.unfinished("telegram", "third")


@pytest.mark.parametrize("jump", [YEAR, -YEAR, 3600.0, -3600.0])
def test_a_turn_of_another_time_is_not_carried_over(kept: tuple[SqlStore, Clock], jump: float) -> None:
    store, now = kept
    before = Turn(Query("một", "vi"))
    store.turns.keep("a", before)
    assert store.turns.last("a") == before
    now.now += jump
    assert store.turns.last("a") is None


# Dates of documents


DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))
FORMS = ["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d:02}.{m:02}.{y}", "{d}/{m}/{s:02}", "{y}-{m:02}-{d:02}"]
IN_WORDS = ["ngày {d:02} tháng {m:02} năm {y}", "ngày {d} tháng {m}, năm {y}", "Ngày  {d}  tháng  {m}  năm  {s:02}"]


def written(form: str, day: date) -> str:
    return form.format(d=day.day, m=day.month, y=day.year, s=day.year % 100)


@given(DAYS, st.sampled_from(FORMS + IN_WORDS))
def test_a_date_reads_back_whatever_way_it_is_written(day: date, form: str) -> None:
    assert whole_date(written(form, day)) == day
    assert written_dates(f"Hà Nội, {written(form, day)}.") == [day]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("01/06/2021", date(2021, 6, 1)),
        ("1-6-2021", date(2021, 6, 1)),
        ("06/01/2021", date(2021, 1, 6)),
        ("1/6/21", date(2021, 6, 1)),
        ("ngày 01 tháng 6 năm 2021", date(2021, 6, 1)),
        ("2021-06-01", date(2021, 6, 1)),
        ("06/13/2021", None),
        ("30/02/2021", None),
        ("2021/06/01", None),
        ("1/6", None),
        ("136/2021", None),
        ("20210601", None),
        ("1.6-2021", None),
        ("", None),
    ],
)
def test_the_day_comes_before_the_month(text: str, read: date | None) -> None:
    assert whole_date(text) == read


@pytest.mark.parametrize(
    "text", ["192.168.1.21", "1.2.3.4.2021", "12/5/2021/QĐ", "Số 61/2018/NĐ-CP", "tỷ lệ 1/6/20210"]
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert written_dates(text) == []


@given(DAYS, st.sampled_from(["{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d:02} tháng {m:02} năm {y}"]))
def test_the_head_of_a_document_is_dated_in_the_same_order(day: date, form: str) -> None:
    head = ["ỦY BAN NHÂN DÂN", "Số: 12/KH-UBND", f"Hà Nội, ngày {written(form, day)}", "KẾ HOẠCH", "Năm 2026"]
    assert identity.proposed([Paragraph(text) for text in head]).issued == day


@pytest.mark.parametrize(("given_as", "read"), [("01/06/2021", date(2021, 6, 1)), ("2021-06-01", date(2021, 6, 1))])
def test_a_date_given_with_a_document_is_read_in_that_order_too(given_as: str, read: date) -> None:
    assert adding._day(given_as) == read
    with pytest.raises(BadInputError, match="31/12/2025"):
        adding._day("06/13/2021")


def test_the_front_matter_of_an_edition_reads_days_in_that_order() -> None:
    text = next(BUNDLED.glob("documents/*136*.md")).read_text(encoding="utf-8").split("---\n")[1]
    dated = next(line for line in text.splitlines() if line.startswith("issued:"))
    as_written = text.replace(dated, 'issued: "06/01/2021"')
    assert _front_matter("a.md", as_written).issued == date(2021, 1, 6)
    for wrong in ("20210601", '"06/13/2021"'):
        with pytest.raises(EditionError, match="issued"):
            _front_matter("a.md", text.replace(dated, f"issued: {wrong}"))
