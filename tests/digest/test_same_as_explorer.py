"""The digest and the explorer show the same figures of the same run."""

import pytest

from nlp.cli.digest import digest_of_week
from nlp.digest import Scope
from nlp.drivers import summarize_satisfaction
from nlp.pipeline.ranking import rank_workspace
from nlp.settings import Settings
from nlp.storage import ContactFilter, Workspace, queries

SURGE = "2026-W46"
SETTINGS = Settings(min_n=5)
BOX = "Box & Télé"


@pytest.fixture(scope="module")
def ranked_reader(tmp_path_factory, taxonomy, make_company):
    made = Workspace.open(tmp_path_factory.mktemp("ranked") / "workspace", create=True)
    make_company(made)
    rank_workspace(made, taxonomy, min_n=SETTINGS.min_n)
    with made.reader() as reader:
        yield reader


@pytest.mark.parametrize("product", [None, BOX])
def test_ranks_effects_and_changes_are_those_stored_for_the_explorer(
    ranked_reader, taxonomy, product
):
    scope = Scope() if product is None else Scope("product", product)
    group = None if product is None else ("product", product)
    stored = queries.frictions(ranked_reader, None, group).set_index("irritant")
    assert len(stored)
    digest = digest_of_week(ranked_reader, taxonomy, SURGE, SETTINGS, scope=scope)
    assert digest.scale == stored["scale"].iloc[0]
    assert digest.top
    for row in digest.top:
        line = stored.loc[row.code]
        assert (row.rank, row.verdict) == (line["rank"], line["verdict"])
        for name in ("effect", "impact", "change"):
            told = getattr(row, name)
            assert told.value == line[name]
            assert (told.low, told.high) == (line[f"{name}_low"], line[f"{name}_high"])


@pytest.mark.parametrize("products", [(), (BOX,)])
def test_headline_figures_are_those_of_the_explorers_tiles(ranked_reader, taxonomy, products):
    scope = Scope("product", BOX) if products else Scope()
    digest = digest_of_week(ranked_reader, taxonomy, SURGE, SETTINGS, scope=scope)
    chosen = ContactFilter(week_from=SURGE, week_to=SURGE, products=products)
    seen = queries.overview(ranked_reader, chosen)
    headline = digest.headline
    assert headline.volume.n == seen.n_contacts
    assert dict(headline.by_lang) == seen.by_lang
    assert dict(headline.by_channel) == seen.by_channel
    assert headline.negative.n == seen.by_sentiment["negative"]
    assert dict(digest.coverage.abstained) == seen.abstained_share
    rows = queries.contact_matrix(ranked_reader, (), chosen)
    score = summarize_satisfaction(rows["outcome"], "nps", customers=rows["customer_id"])
    (main,) = headline.satisfaction
    assert (main.n, main.score.value) == (score.n, score.score.value)
    assert (main.score.low, main.score.high) == (score.score.low, score.score.high)
    assert main.mean.value == score.mean.value
