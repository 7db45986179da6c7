from datetime import date

import pytest

from nlp.digest import Action, Scope, follow_actions, load_actions
from nlp.errors import InputError
from nlp.storage import Workspace
from nlp.trends import interrupted_series

WEEKS = [f"2026-W{n}" for n in range(21, 47)]
LAST = WEEKS[-1]
FALL = "2026-W36"
CODE = "refund.late"
FILE = """
- irritant: refund.late
  date: 2026-10-05
  what: |
    Refunds are paid
    daily
  owner: Karim
- {irritant: delivery.late, date: "2026-09-01", what: New carrier, product: Box}
"""


@pytest.fixture
def read(tmp_path, taxonomy):
    def load(text):
        path = tmp_path / "actions.yaml"
        path.write_text(text, encoding="utf-8")
        return load_actions(path, taxonomy)

    return load


@pytest.fixture(scope="module")
def falling(tmp_path_factory, make_fake, put):
    """Twenty contacts a week, eight of them late refunds until one week, two from then on."""
    fakes = [
        make_fake(
            f"{week}-{i}",
            f"Remboursement {i}",
            week=week,
            irritants=(CODE,) if i < (8 if week < FALL else 2) else (),
            product="Box" if i % 2 else "Mobile",
        )
        for week in WEEKS
        if week != "2026-W30"
        for i in range(20)
    ]
    made = Workspace.open(tmp_path_factory.mktemp("falling") / "workspace", create=True)
    put(made, fakes)
    with made.reader() as reader:
        yield reader


def test_a_file_is_read_in_time_order(read):
    first, second = read(FILE)
    assert first == Action("delivery.late", date(2026, 9, 1), "New carrier", None, "Box")
    assert second == Action(CODE, date(2026, 10, 5), "Refunds are paid daily", "Karim")
    assert read("") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {irritant: refund.latte, date: 2026-10-05, what: x}", r"action 1.*Did you mean refund"),
        ("- {irritant: refund.late, date: 5/10/2026, what: x}", r"'5/10/2026' is no date"),
        ("- {irritant: refund.late, date: 2026-10-05T09:00:00, what: x}", r"is no date"),
        ("- {irritant: refund.late, what: x}", r"date missing"),
        ("- {irritant: refund.late, when: 2026-10-05}", r"unknown field 'when'"),
        ("- {irritant: refund.late, date: 2026-10-05, wat: x}", r"Did you mean what\?"),
        ("- refund.late", r"expected the fields"),
        ("refund.late: x", r"expected a list of actions"),
    ],
)
def test_mistakes_are_told(read, text, message):
    with pytest.raises(InputError, match=message):
        read(text)


def follow(reader, taxonomy, *days, **options):
    actions = [Action(CODE, day, f"what {day}") for day in days]
    return follow_actions(reader, actions, taxonomy, LAST, **options)


def test_a_fall_that_followed_is_measured_with_its_interval(falling, taxonomy):
    (told,) = follow(falling, taxonomy, date(2026, 8, 31))
    assert told.verdict == "fell"
    assert (told.weeks_before, told.weeks_after) == (14, 11)  # one week had no contact
    assert (told.before, told.after) == (pytest.approx(0.4), pytest.approx(0.1))
    assert told.change.low < told.change.value < told.change.high < 0


def test_it_is_the_interrupted_series_of_the_weekly_counts(falling, taxonomy):
    import pandas as pd

    (told,) = follow(falling, taxonomy, date(2026, 8, 31))
    n = pd.Series([0 if week == "2026-W30" else 20 for week in WEEKS], WEEKS)
    y = pd.DataFrame({CODE: [n[w] * (8 if w < FALL else 2) // 20 for w in WEEKS]}, WEEKS)
    effect = interrupted_series(y, n, FALL, code=CODE)
    assert told.change.value == pytest.approx(effect.change)
    assert told.change.high == pytest.approx(effect.change_high)


def test_a_week_that_had_begun_counts_as_before(falling, taxonomy):
    monday, tuesday = follow(falling, taxonomy, date(2026, 8, 31), date(2026, 9, 1))[::-1]
    assert (monday.weeks_after, tuesday.weeks_after) == (11, 10)


def test_what_cannot_be_measured_says_why(falling, taxonomy):
    planned, late, early = follow(
        falling, taxonomy, date(2026, 11, 16), date(2026, 11, 12), date(2026, 11, 2)
    )
    assert planned.verdict == "planned"
    assert late.verdict == early.verdict == "too_few"
    assert (late.weeks_after, early.weeks_after) == (0, 2)
    assert planned.change is late.change is early.change is None


def test_an_old_action_is_no_news_and_another_products_none_of_ours(falling, taxonomy):
    assert follow(falling, taxonomy, date(2026, 5, 1)) == ()
    box = [Action(CODE, date(2026, 8, 31), "x", product="Box")]
    mobile = Scope("product", "Mobile")
    assert follow_actions(falling, box, taxonomy, LAST, scope=mobile) == ()
    (told,) = follow_actions(falling, box, taxonomy, LAST)
    assert told.before == pytest.approx(0.4)
    assert told.after == pytest.approx(0.1)


def test_an_action_that_answered_a_rise_is_held_against_the_rise(falling, taxonomy):
    (told,) = follow(falling, taxonomy, date(2026, 8, 31), onsets={CODE: "2026-W28"})
    assert told.weeks_before == 7


def test_an_irritant_nobody_mentions_is_not_measured(falling, taxonomy):
    action = Action("price.increase", date(2026, 8, 31), "x")
    (told,) = follow_actions(falling, [action], taxonomy, LAST)
    assert told.verdict == "too_few"
