import pytest

from nlp.digest import compose_digest
from nlp.digest.page import build_page
from nlp.drivers import what_if

SURGE = "2026-W46"


def test_the_gain_is_half_the_impact_with_its_interval(told, ranked):
    ranking = ranked(SURGE)
    rows = ranking.effects.set_index("irritant", drop=False)
    for row in told(SURGE).top:
        projected = what_if(rows.loc[row.code], ranking.effects.attrs["model"], 0.5, "nps")
        gain = row.proposal.gain
        assert gain.value == projected.change
        assert (gain.low, gain.high) == (projected.change_low, projected.change_high)
        assert gain.low <= gain.value <= gain.high
    assert told(SURGE).top[0].proposal.gain.value == pytest.approx(
        -0.5 * told(SURGE).top[0].impact.value
    )


def test_a_ranking_without_its_model_proposes_without_a_gain(reader, taxonomy, ranked):
    effects = ranked(SURGE).effects.copy()
    effects.attrs = {}
    digest = compose_digest(reader, effects, taxonomy, SURGE, scale="nps")
    assert all(row.proposal.gain is None for row in digest.top)
    texts = [fact.text for e in build_page(digest, "en").section("top").entries for fact in e.facts]
    assert all("Too few scores" in text for text in texts)


def test_causes_come_from_the_weeks_the_effect_is_measured_on(make_fake, tell_of):
    weeks = [f"2026-W{n}" for n in range(38, 46)]
    fakes = [
        make_fake(f"c{week}{i}", f"{week}{i} alors, sonne dans le vide", week=week,
                  irritants=("reach.no_answer",) if i else (), score=float(10 - i * 2))
        for week in weeks for i in range(4)
    ]  # fmt: skip
    (row,) = tell_of(*fakes).top
    (phrase,) = row.proposal.phrases
    assert phrase.text == "sonne dans le vide"
    assert phrase.n == 24


@pytest.mark.parametrize(("lang", "word"), [("fr", "Proposition"), ("en", "Proposal")])
def test_it_is_worded_as_a_proposal_with_its_assumption(told, lang, word):
    page = build_page(told(SURGE), lang)
    facts = [e.facts[-1] for e in page.section("top").entries]
    assert {fact.label for fact in facts} == {word}
    sentence = {"fr": "pour autant que l’effet", "en": "provided that the measured effect"}[lang]
    assert all(sentence in fact.text for fact in facts)
    assert any(line.startswith(word) for line in page.method)
