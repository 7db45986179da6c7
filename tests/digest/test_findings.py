"""What the digest says of owners, topics, actions, money and movements judged by a watch."""

import pytest

from nlp.digest import Findings, compose_digest, render_html, render_markdown
from nlp.digest.page import build_page
from nlp.errors import TaxonomyError

QUIET, SURGE, SILENT, FIRST = "2026-W45", "2026-W46", "2026-W40", "2026-W37"


def entries(digest, kind, lang="en"):
    return {entry.name: entry for entry in build_page(digest, lang).section(kind).entries}


def test_the_watch_says_signal_or_noise_everywhere(told_all):
    digest = told_all()
    movers = entries(digest, "movers")
    assert [(e.mark, e.chip) for e in movers.values()] == [
        ("▲", "signal"), ("▼", "signal"), ("▼", "noise"), ("▲", "noise"),
    ]  # fmt: skip
    late = movers["Late delivery"]
    assert "expected 3.0%, between 1.5% and 6.0%" in late.text
    assert "Since week 44 (between week 43 and week 45)." in late.text
    cards = entries(digest, "top")
    badges = {name: card.figures[1].badge for name, card in cards.items()}
    assert badges["Late delivery"].text.endswith("signal")
    assert "since week 44" in cards["Late delivery"].figures[1].detail
    assert badges["Late refund"].text.endswith("noise")
    assert "one false alert allowed a month" in build_page(digest, "en").section("movers").intro


def test_what_strains_the_comparison_is_said_before_anything_moves(told_all):
    section = build_page(told_all(), "fr").section("movers")
    assert section.notes == ("Canal changé en semaine 44.",)
    rude = entries(told_all(), "movers")["Rude or dismissive staff"] if (
        "Rude or dismissive staff" in entries(told_all(), "movers")
    ) else list(entries(told_all(), "movers").values())[1]  # fmt: skip
    assert "Told before." in rude.text
    assert "read with care" in rude.text


def test_topics_come_with_words_quotes_and_what_became_of_them(told_all):
    told = entries(told_all(), "topics")
    update = told["App update"]
    assert update.chip == "new · new irritant?"
    assert "screen; écran" in update.text
    assert {quote.lang for quote in update.quotes} == {"fr", "en"}
    assert told["Deposit"].chip == "growing"


def test_owners_are_named_and_missing_ones_said_once(told_all, taxonomy):
    page = build_page(told_all("product", "Box & Télé"), "en")
    owners = {e.name: [f.text for f in e.facts if f.label == "Owner"] for e in (
        page.section("top").entries)}  # fmt: skip
    assert owners["Late delivery"] == ["Li Wei"]
    assert owners["Late refund"] == ["Ana Roy"]
    rude = taxonomy.irritants["staff.rude"].names["en"]
    assert page.section("top").remark == f"Owner: not set ({rude})."


def test_without_a_file_of_owners_it_is_said_once(told):
    html = render_html(told(SURGE), "en")
    assert html.count("Owner: not set.") == 1


def test_actions_say_what_followed(told_all):
    section = build_page(told_all(), "en").section("actions")
    assert [entry.chip for entry in section.entries] == [
        "planned", "a fall followed", "not measurable yet",
    ]  # fmt: skip
    paid = section.entries[1].text.replace("\u00a0", " ")
    assert paid.startswith("21 September 2026, Ana: Pay daily.")
    assert "−5.0 pts (−8.0 to −2.0)" in paid
    assert "(1 week since)" in section.entries[2].text
    assert "20.0% of contacts since (1 week), 25.0% before" in paid
    assert "expected at the earlier pace 25.0%" in paid


def test_money_stands_with_intervals_and_assumptions(told_all):
    section = build_page(told_all(), "en").section("money")
    told = {line.label: line.text for line in section.lines}
    assert told["Cost of contacts per year"] == "€412,300 (€398,000\u00a0to\u00a0€431,000)"
    assert told["Late refund · Cost of contacts per year"].startswith("€31,250")
    assert section.remark.count("Cost per channel as stated.") == 1


def test_what_nobody_looked_for_is_not_said_to_be_absent(told, reader, taxonomy):
    kinds = {section.kind for section in build_page(told(SURGE), "fr").sections}
    assert kinds == {"movers", "top", "strengths"}
    digest = compose_digest(reader, None, taxonomy, SURGE, found=Findings(topics=(), actions=()))
    page = build_page(digest, "en")
    assert page.section("topics").remark.startswith("No new topic")
    assert page.section("actions").remark == "No action noted in the last 26 weeks."


def test_strengths_that_surely_lift_go_first(reader, taxonomy):
    import pandas as pd

    sure = pd.DataFrame(
        {"family": ["staff"], "reward": [1.2], "reward_low": [0.4], "reward_high": [2.0]}
    )
    digest = compose_digest(
        reader, None, taxonomy, SURGE, scale="nps", found=Findings(strengths=sure)
    )
    (strength,) = digest.strengths
    assert strength.lift.value == 1.2
    section = build_page(digest, "en").section("strengths")
    assert "for sure" in section.intro
    assert "score +1.20 points (+0.40 to +2.00) when praised" in (
        section.entries[0].text.replace("\u00a0", " ")
    )


def test_praise_without_a_sure_lift_says_so(told):
    assert "nothing shows yet" in build_page(told(SURGE), "en").section("strengths").intro


def test_a_product_reads_of_its_own_contacts_only(told_all, reader):
    digest = told_all("product", "Mobile")
    assert digest.headline.volume.n == 10
    page = build_page(digest, "fr")
    assert page.title == "Ce que disent les clients · Mobile"
    assert page.audience == "Digest produit · Mobile"


def test_a_name_from_the_data_is_escaped(reader, taxonomy, ranked):
    from dataclasses import replace

    from nlp.digest import Scope

    digest = compose_digest(reader, None, taxonomy, SURGE)
    evil = replace(digest, scope=Scope("product", "<script>**x**"))
    assert "<script>" not in render_html(evil, "fr")
    assert "**x**" not in render_markdown(evil, "fr")


def test_money_of_an_unknown_irritant_is_refused(reader, taxonomy, findings):
    from dataclasses import replace

    odd = replace(findings.money[0], code="refund.latte")
    with pytest.raises(TaxonomyError, match="Did you mean"):
        compose_digest(reader, None, taxonomy, SURGE, found=Findings(money=(odd,)))
