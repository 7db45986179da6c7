from datetime import date

import pandas as pd
import pytest

from nlp.storage import ContactFilter, CustomerKey, Workspace, queries
from nlp.trends import Budgets, WatchSettings
from nlp.weekly.accepted import accepted_series
from nlp.weekly.run import Engine, WeeklyOptions, run_weekly
from nlp.weekly.watching import watch_week
from tests.weekly.conftest import export

WEEK = "2026-W44"


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """Twenty calm weeks of a company, and its taxonomy."""
    from tests.pipeline.conftest import LengthAnnotator

    folder = tmp_path_factory.mktemp("company")
    export(folder / "calm.csv", date(2026, 6, 15), 20, per_week=40)
    annotator = LengthAnnotator()
    workspace = Workspace.open(folder / "w", create=True)
    engine = Engine(annotator, CustomerKey.load_or_create(folder / "key"))
    options = WeeklyOptions(today=date(2026, 11, 2), output=folder / "out", week=WEEK)
    run_weekly([folder / "calm.csv"], workspace, engine, options)
    with workspace.reader() as reader:
        yield reader, annotator.taxonomy


@pytest.fixture
def rising(company):
    """Topic 12: two contacts a week, then a third of them; topic 15: two a week."""
    reader, taxonomy = company
    contacts = queries.contact_matrix(reader, taxonomy.irritants.codes, ContactFilter())
    place = contacts.groupby("week").cumcount()
    loud = (contacts["week"] == WEEK) & (place % 3 == 0)
    topics = [
        [*(["12"] if p in (0, 7) or is_loud else []), *(["15"] if p in (3, 9) else [])]
        for p, is_loud in zip(place, loud, strict=True)
    ]
    by_contact = pd.DataFrame(
        {"contact_id": contacts["contact_id"], "week": contacts["week"], "topics": topics}
    )
    chosen = {"12": {"fr": "Application en panne"}, "15": {}, "99": {"fr": "Ancien"}}
    found = {name: {"fr": f"sujet {name}", "en": f"topic {name}"} for name in ("12", "15", "3")}
    return accepted_series(chosen, by_contact, found)


def test_an_accepted_topic_that_rises_is_a_signal_beside_the_irritants(company, rising):
    reader, taxonomy = company
    movement = watch_week(reader, taxonomy, WEEK, accepted=rising).movement
    topics = {mover.code: mover for mover in movement.movers if mover.kind == "topic"}
    assert set(topics) == {"12", "15"}
    assert topics["12"].is_signal
    assert topics["12"].names == {"fr": "Application en panne", "en": "topic 12"}
    assert not topics["15"].is_signal
    assert topics["15"].n_week == 2
    assert movement.budget == 1.0
    irritants = [mover for mover in movement.movers if mover.kind == "irritant"]
    assert len(irritants) == len(taxonomy.irritants.codes)


def test_a_topic_that_is_no_longer_found_is_said(company, rising):
    notes = watch_week(*company, WEEK, accepted=rising).movement.notes
    assert any("Ancien" in note["fr"] and "plus parmi" in note["fr"] for note in notes)
    assert any("99" in note["en"] and "no longer" in note["en"] for note in notes)


def test_a_product_hears_of_its_own_contacts(company, rising):
    reader, taxonomy = company
    chosen = ContactFilter(products=("Box",))
    movement = watch_week(reader, taxonomy, WEEK, chosen=chosen, accepted=rising).movement
    counts = {m.code: m.n_week for m in movement.movers if m.kind == "topic"}
    whole = watch_week(reader, taxonomy, WEEK, accepted=rising).movement
    every = {m.code: m.n_week for m in whole.movers if m.kind == "topic"}
    assert 0 < counts["12"] < every["12"]


def test_a_smaller_budget_lets_less_through(company, rising):
    strict = WatchSettings(Budgets(irritants=0.01), ())
    watched = watch_week(*company, WEEK, accepted=rising, settings=strict)
    usual = watch_week(*company, WEEK, accepted=rising)
    assert watched.movement.budget == 0.01
    assert len(watched.movement.up) <= len(usual.movement.up)
    assert watched.irritants.budget < usual.irritants.budget < 1.0


def test_a_week_without_contacts_is_not_judged(company):
    assert watch_week(*company, "2026-W50") is None
