import math

import numpy as np
import pytest

from nlp.digest import compose_digest
from nlp.drivers import summarize_satisfaction
from nlp.errors import EstimationError, InputError
from nlp.storage import ContactFilter, Workspace, queries

QUIET, SURGE, SILENT, FIRST = "2026-W45", "2026-W46", "2026-W40", "2026-W37"


def test_figures_of_irritants_are_those_of_the_ranking(told, ranked, reader):
    digest, effects = told(SURGE), ranked(SURGE).effects.set_index("irritant")
    counted = queries.label_counts(
        reader, "irritant", ContactFilter(week_from=SURGE, week_to=SURGE)
    ).set_index("code")["n"]
    assert len(digest.top) == 3
    for row in digest.top:
        line = effects.loc[row.code]
        assert row.rank == line["rank"]
        assert row.verdict == line["verdict"]
        assert (row.n_week, row.share_week) == (counted[row.code], counted[row.code] / 40)
        for name in ("effect", "impact", "change"):
            told_as = getattr(row, name)
            assert told_as.value == line[name]
            assert (told_as.low, told_as.high) == (line[f"{name}_low"], line[f"{name}_high"])


def test_top_follows_the_ranking_and_leaves_out_what_nobody_mentions(told, ranked):
    codes = [row.code for row in told(SURGE).top]
    order = [c for c in ranked(SURGE).effects["irritant"] if c in codes]
    assert codes == order
    assert codes[0] == "refund.late"
    assert told(SURGE, n_top=1).top == told(SURGE).top[:1]


def test_what_goes_with_satisfaction_is_no_top_irritant(reader, taxonomy, ranked):
    effects = ranked(SURGE).effects.copy()
    effects.loc[effects["irritant"] == "staff.rude", "verdict"] = "pays"
    digest = compose_digest(reader, effects, taxonomy, SURGE, scale="nps")
    assert "staff.rude" not in {row.code for row in (*digest.top, *digest.charted)}


def test_only_changes_that_leave_zero_out_are_movers(told):
    movement = told(SURGE).movement
    assert [row.code for row in movement.up] == ["delivery.late"]
    assert all(row.change.low > 0 for row in movement.up)
    assert all(row.change.high < 0 for row in movement.down)
    assert movement.up[0].usual == pytest.approx(1 / 40)
    assert not told(SURGE).is_quiet


def test_a_quiet_week_says_what_would_have_been_seen(told, ranked):
    digest, effects = told(QUIET), ranked(QUIET).effects
    assert digest.is_quiet
    assert not digest.movement.up
    assert not digest.movement.down
    half = ((effects["change_high"] - effects["change_low"]) / 2).max()
    detectable = half * (1.959964 + 0.841621) / 1.959964
    assert digest.movement.detectable.change == pytest.approx(detectable)
    assert digest.movement.detectable.usual is None
    assert digest.movement.n_watched == len(effects)
    assert digest.movement.by_chance == pytest.approx(0.05 * len(effects))


def test_too_little_history_is_not_called_quiet(told):
    digest = told(FIRST)
    assert digest.movement.n_watched == 0
    assert not digest.is_quiet
    assert digest.headline.satisfaction[0].change is None
    assert digest.headline.volume.usual is None


def test_a_week_without_contacts_is_a_valid_digest(reader, taxonomy, ranked):
    ranking = ranked(SILENT)
    digest = compose_digest(
        reader, ranking.effects, taxonomy, SILENT, scale="nps", effect_weeks=(FIRST, "2026-W39")
    )
    assert digest.is_empty
    assert not digest.is_quiet
    assert not digest.top
    assert digest.headline.volume.usual == 40
    assert digest.coverage.imported is not None


@pytest.mark.parametrize("week", ["2026-W36", "2026-W47", "2027-W01"])
def test_an_unknown_week_names_those_there_are(reader, taxonomy, week):
    with pytest.raises(InputError, match=r"2026-W37, 2026-W38, 2026-W39, 2026-W41"):
        compose_digest(reader, None, taxonomy, week)


@pytest.mark.parametrize("week", ["46", "2026-46", "2026-W54", "2026-W460", "W46-2026", ""])
def test_a_word_that_is_no_week_is_refused(reader, taxonomy, week):
    with pytest.raises(InputError, match="ISO week"):
        compose_digest(reader, None, taxonomy, week)


def test_an_empty_workspace_has_no_digest(tmp_path, taxonomy):
    made = Workspace.open(tmp_path / "workspace", create=True)
    with made.reader() as opened, pytest.raises(InputError, match="no dated contact"):
        compose_digest(opened, None, taxonomy, QUIET)


def test_a_ranking_of_another_week_is_refused(reader, taxonomy, ranked):
    with pytest.raises(EstimationError, match=r"2026-W46.*2026-W45"):
        compose_digest(reader, ranked(QUIET).effects, taxonomy, SURGE, effect_weeks=(FIRST, QUIET))


def test_headline_counts_and_scores(told, reader):
    headline = told(SURGE).headline
    rows = reader.table("contacts").to_pandas()
    now = rows[rows["week"] == SURGE]
    expected = summarize_satisfaction(now["satisfaction"], "nps", customers=now["customer_id"])
    main = headline.satisfaction[0]
    assert (main.scale, main.n) == ("nps", expected.n)
    assert main.score.value == expected.score.value
    assert (main.score.low, main.score.high) == (expected.score.low, expected.score.high)
    assert headline.volume.n == 40
    assert (headline.volume.usual, headline.volume.n_weeks) == (40, 7)  # one week had none
    assert dict(headline.by_lang) == {"fr": 20, "en": 20}
    assert sum(n for _, n in headline.by_channel) == 40


def test_change_of_satisfaction_is_against_the_eight_weeks_before(told, reader):
    change = told(SURGE).headline.satisfaction[0].change
    rows = reader.table("contacts").to_pandas()
    scored = rows[rows["satisfaction"].notna()]
    before = scored[(scored["week"] >= "2026-W38") & (scored["week"] < SURGE)]
    points = lambda x: 100 * float(np.mean((x >= 9).astype(int) - (x <= 6)))  # noqa: E731
    now = points(scored[scored["week"] == SURGE]["satisfaction"])
    assert change.value == pytest.approx(now - points(before["satisfaction"]))
    assert change.low < change.value < change.high


def test_negative_share_is_compared_with_the_weeks_before(told):
    negative = told(SURGE).headline.negative
    assert negative.n == 21
    assert negative.share == pytest.approx(21 / 40)
    assert negative.share - negative.usual == pytest.approx(negative.change.value)


def test_coverage_adds_up_and_leaves_nothing_unsaid(told):
    coverage = told(SURGE).coverage
    assert coverage.imported.n_read == coverage.imported.n_kept + coverage.imported.n_rejected
    assert coverage.imported.rejects == (("no_text", 2), ("duplicate_id", 1))
    assert coverage.n_undated == 1
    assert coverage.n_unread == 0
    assert coverage.n_scored == 32
    assert dict(coverage.abstained) == {"reason": pytest.approx(1 / 40)}
    assert (coverage.model_version, coverage.taxonomy_version) == ("model-1", "taxo-1")


def test_strengths_are_praised_families(told):
    (strength,) = told(QUIET).strengths
    assert (strength.code, strength.n_week) == ("staff", 4)
    assert len(strength.quotes) == 1


def test_a_choice_of_contacts_restricts_everything(reader, taxonomy):
    digest = compose_digest(
        reader, None, taxonomy, QUIET, chosen=ContactFilter(langs=("fr",)), scale="nps"
    )
    assert digest.headline.volume.n == 20
    assert dict(digest.headline.by_lang) == {"fr": 20}


def test_without_scores_irritants_go_by_volume(make_fake, tell_of):
    fakes = [
        make_fake(f"c{i}", f"Souci numéro {i}.", irritants=("price.increase",) if i % 3 else ())
        for i in range(12)
    ]
    digest = tell_of(*fakes)
    assert digest.scale is None
    assert not digest.is_priced
    assert [row.code for row in digest.top] == ["price.increase"]
    assert digest.top[0].effect is None
    assert not digest.charted
    assert digest.headline.satisfaction == ()


def test_other_scales_stand_apart(make_fake, tell_of):
    nps = [make_fake(f"n{i}", "Rien à dire.", score=float(i)) for i in range(8)]
    csat = [make_fake(f"s{i}", "Rien à dire.", score=4.0, scale="csat") for i in range(3)]
    figures = tell_of(*nps, *csat).headline.satisfaction
    assert [(f.scale, f.n) for f in figures] == [("nps", 8), ("csat", 3)]
    assert figures[1].score.value == 4.0
    assert math.isclose(figures[0].mean.value, 3.5)
