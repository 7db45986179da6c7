from dataclasses import replace

import pytest

from nlp.digest import Scope, compose_digest, for_direction
from nlp.digest.page import build_page

QUIET, SURGE, SILENT, FIRST = "2026-W45", "2026-W46", "2026-W40", "2026-W37"


def lines(digest, lang="en", *, plain=True):
    """The lines by label, no-break spaces made plain."""
    told = {line.label: line.text for line in build_page(digest, lang).section("lines").lines}
    return {k: v.replace("\u00a0", " ") for k, v in told.items()} if plain else told


def test_ten_lines_at_most_with_points_and_money(told_all):
    for lang in ("fr", "en"):
        page = build_page(told_all("direction"), lang)
        assert len(page.sections) == 1
        assert 6 <= len(page.sections[0].lines) <= 10
        assert not page.tiles
        assert not page.brief
    told = lines(told_all("direction"))
    assert "€31,250 (€28,000 to €35,200)" in told["Irritant 1"]
    assert "points (" in told["Irritant 1"] or "point (" in told["Irritant 1"]
    assert "owner: Ana Roy" in told["Irritant 1"]
    assert told["In money"].startswith("Cost of contacts per year €412,300 (")
    assert "customers kept at most €88,000" in told["In money"]
    assert "cost of contacts per year €31,250" in told["Irritant 1"]
    assert "App update (9 contacts)" in told["New topics"]
    assert "Late delivery (+22.0 pts)" in told["Moves"]
    assert "mean score +" in told["Proposal"]


def test_french_money_has_narrow_spaces(told_all):
    told = lines(told_all("direction"), "fr", plain=False)
    assert (
        "31\u202f250\u202f€ (28\u202f000\u202f€\u00a0à\u00a035\u202f200\u202f€)"
        in (told["Irritant 1"])
    )


def test_more_than_fits_is_counted(told_all):
    told = lines(told_all("direction"))
    assert told["Actions"].endswith("and 1 more in the CX digest")


def test_assumptions_of_the_money_stand_below(told_all):
    method = " ".join(build_page(told_all("direction"), "en").method)
    assert "Cost per channel as stated." in method
    assert "95% interval" in method


def test_a_quiet_week_says_what_would_have_been_seen(reader, taxonomy, ranked, quiet_watch):
    from nlp.digest import Findings

    digest = compose_digest(
        reader, ranked(QUIET).effects, taxonomy, QUIET, scope=Scope("direction"), scale="nps",
        effect_weeks=(FIRST, QUIET), found=Findings(movement=quiet_watch),
    )  # fmt: skip
    assert "A rise of 3.4 pts of a median series (from 2.1% to 5.5%" in lines(digest)["Moves"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_empty_week_is_told(reader, taxonomy, lang):
    digest = compose_digest(reader, None, taxonomy, SILENT, scope=Scope("direction"))
    page = build_page(digest, lang)
    assert len(page.sections[0].lines) == 2
    assert page.chart is None


def test_the_chart_is_shorter(told_all):
    assert len(told_all("direction").charted) <= 5
    full = replace(told_all(), charted=told_all().charted[:1] * 10)
    assert len(for_direction(full).charted) == 5


def test_it_is_the_digest_of_all_contacts_told_otherwise(told_all):
    assert for_direction(told_all()) == told_all("direction")
