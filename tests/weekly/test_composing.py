import pytest

from nlp.digest import Findings, Scope
from nlp.pipeline.analysis import analyze
from nlp.storage import CustomerKey, Workspace
from nlp.weekly.composing import compose_edition, measure_contacts

FIRST, LAST = "2026-W37", "2026-W44"


@pytest.fixture
def reader(tmp_path, inbox, annotator):
    workspace = Workspace.open(tmp_path / "w", create=True)
    key = CustomerKey.load_or_create(tmp_path / "key")
    analyze([inbox], workspace, annotator, key, min_n=5)
    with workspace.reader() as opened:
        yield opened


def test_each_audience_is_told_of_its_contacts_alone(reader, annotator):
    for scope, n in ((Scope(), 30), (Scope("product", "Box"), 15)):
        measured = measure_contacts(reader, annotator.taxonomy, LAST, scope, min_n=5)
        assert measured.ranking.n_contacts == 8 * n
        digest = compose_edition(
            reader, annotator.taxonomy, LAST, scope, measured, Findings(topics=())
        )
        assert digest.headline.volume.n == n
        assert digest.movement == measured.watched.movement
        assert digest.effect_weeks == (FIRST, LAST)
        assert digest.topics == ()


def test_a_week_in_which_nothing_rose_has_no_onsets(reader, annotator):
    measured = measure_contacts(reader, annotator.taxonomy, LAST, Scope(), min_n=5)
    assert measured.watched is not None
    assert measured.onsets == {}


def test_a_product_nobody_spoke_of_is_told_without_a_ranking(reader, annotator):
    scope = Scope("product", "Fibre")
    measured = measure_contacts(reader, annotator.taxonomy, LAST, scope)
    assert (measured.watched, measured.ranking, measured.onsets) == (None, None, {})
    digest = compose_edition(reader, annotator.taxonomy, LAST, scope, measured, Findings())
    assert digest.is_empty
