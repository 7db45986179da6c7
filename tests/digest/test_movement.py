import pandas as pd
import pytest

from nlp.digest.movement import movement_of_changes, movement_of_watch
from nlp.errors import EstimationError
from nlp.trends import WeeklyCounts, watch

WEEKS = [f"2026-W{n:02}" for n in range(11, 47)]
NAMES = {"delivery.late": {"fr": "Retard", "en": "Late"}, "7": {"fr": "Appli", "en": "App"}}


def watched(last):
    """Three steady series over thirty-six weeks; the first ends at another count."""
    n = len(WEEKS)
    counts = pd.DataFrame(
        {
            "delivery.late": [6, 5, 7, 6] * (n // 4 - 1) + [6, 5, 7, last],
            "topic:7": [4, 5, 3, 4] * (n // 4),
            "staff.rude": [10, 12, 11, 9] * (n // 4),
        },
        index=WEEKS,
    )
    return watch(WeeklyCounts(counts, pd.Series(300, index=WEEKS)))


def test_a_rise_that_alerts_is_a_signal_with_its_onset():
    movement = movement_of_watch(watched(40), "2026-W46", NAMES)
    (up,) = movement.up
    assert (up.code, up.kind, up.names["en"]) == ("delivery.late", "irritant", "Late")
    assert up.n_week == 40
    assert up.change.value == pytest.approx(up.share_week - up.usual)
    assert up.band[0] < up.usual < up.band[1] < up.share_week
    assert up.since.low <= up.since.week <= up.since.high == "2026-W46"
    assert not up.is_ongoing
    assert movement.budget == 1.0
    assert movement.n_watched == 3
    assert movement.of_irritant("staff.rude").names == {"fr": "staff.rude", "en": "staff.rude"}


def test_a_topic_goes_by_its_identifier():
    movement = movement_of_watch(watched(6), "2026-W46", NAMES)
    (topic,) = [m for m in movement.movers if m.kind == "topic"]
    assert (topic.code, topic.names["fr"]) == ("7", "Appli")
    assert movement.of_irritant("7") is None


def test_nothing_significant_tells_what_would_have_been_seen():
    movement = movement_of_watch(watched(6), "2026-W46", NAMES)
    assert not movement.up
    assert not movement.down
    assert movement.detectable.change > 0
    assert movement.detectable.usual > 0
    assert all("nothing significant" not in note["en"].lower() for note in movement.notes)


def test_a_watch_of_another_week_is_refused():
    with pytest.raises(EstimationError, match=r"2026-W45.*2026-W46"):
        movement_of_watch(watched(6), "2026-W45", NAMES)


def test_an_empty_watch_judged_nothing():
    empty = watch(WeeklyCounts(pd.DataFrame(index=[]), pd.Series(dtype="int64")))
    movement = movement_of_watch(empty, "2026-W46", NAMES)
    assert movement.n_watched == 0
    assert movement.detectable is None


def test_without_a_watch_intervals_decide(told):
    digest = told("2026-W46")
    rebuilt = movement_of_changes(digest.top)
    for row, mover in zip(digest.top, rebuilt.movers, strict=True):
        assert mover.change == row.change
        assert mover.is_signal == row.change.is_signal
        assert mover.usual == row.usual_share
    assert rebuilt.budget is None


def test_noise_is_told_largest_first(told):
    noise = told("2026-W46").movement.noise
    sizes = [abs(m.change.value) for m in noise]
    assert sizes == sorted(sizes, reverse=True)
    assert not any(m.is_signal for m in noise)
