import pytest

from nlp.errors import InputError
from nlp.pipeline.analysis import analyze
from nlp.pipeline.ranking import effects_records, effects_table, rank_irritants
from nlp.schemas import EFFECT
from nlp.storage import CustomerKey, Workspace


@pytest.fixture
def store(tmp_path, annotator):
    """Two stretches of weeks, forty apart; longer complaints score lower."""
    lines = ["id;date;nps;verbatim"]
    for i in range(200):
        day = f"2026-{1 if i % 2 else 11:02d}-{5 + i % 20:02d}"
        text = "Rien ne va" + " plus" * (i % 5)
        lines.append(f"{i};{day};{9 - 2 * (i % 5) + i % 2};{text} dans ce magasin")
    path = tmp_path / "export.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    workspace = Workspace.open(tmp_path / "w", create=True)
    analyze([path], workspace, annotator, CustomerKey.load_or_create(tmp_path / "key"))
    return workspace


def test_the_window_counts_calendar_weeks(store, annotator):
    with store.reader() as reader:
        ranking = rank_irritants(reader, annotator.taxonomy, effect_weeks=26)
        assert ranking.first_week >= "2026-W40"
        assert ranking.effects["n"].sum() == 100
        everything = rank_irritants(reader, annotator.taxonomy, effect_weeks=60)
        assert everything.effects["n"].sum() == 200


@pytest.mark.parametrize("week", ["2020-W40", "semaine", "2026-W99"])
def test_a_week_without_contacts_is_refused_with_those_there_are(store, annotator, week):
    with (
        store.reader() as reader,
        pytest.raises(InputError, match="its weeks: 2026-W02 to"),
    ):
        rank_irritants(reader, annotator.taxonomy, week=week)


def test_a_week_in_a_gap_is_ranked_on_the_weeks_before(store, annotator):
    with store.reader() as reader:
        ranking = rank_irritants(reader, annotator.taxonomy, week="2026-W20", effect_weeks=26)
    assert ranking.effects["n"].sum() == 100


def test_irritants_that_nobody_mentions_stand_last(store, annotator):
    with store.reader() as reader:
        effects = rank_irritants(reader, annotator.taxonomy, min_n=1000).effects
    mentioned = effects["n"].gt(0).tolist()
    assert mentioned == sorted(mentioned, reverse=True)


def test_the_stored_ranking_is_the_one_computed(store, annotator):
    with store.reader() as reader:
        effects = rank_irritants(reader, annotator.taxonomy).effects
        stored = reader.table("frictions").select(EFFECT.names)
    assert stored.to_pylist() == effects_table(effects).to_pylist()


def test_records_hold_none_not_nan(store, annotator):
    with store.reader() as reader:
        records = effects_records(rank_irritants(reader, annotator.taxonomy).effects)
    assert all(value == value for record in records for value in record.values())
    assert any(record["effect"] is None for record in records)
