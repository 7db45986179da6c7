"""The largest digest there can be still fits a mail."""

from dataclasses import replace
from datetime import date

import pytest

from nlp.digest import Explorer, render_html, render_plain
from nlp.digest.excerpt import MAX_CHARS
from nlp.digest.model import Phrase, Proposal, Quote
from nlp.types import Satisfaction

LIMIT = 100_000
"""Bytes above which a large mail program cuts a message."""

N_SERIES = 46
"""Irritants of the taxonomy."""


@pytest.fixture
def largest(told_all):
    """Every part of the digest at its fullest, with long texts that need escaping."""
    digest = told_all()
    quote = Quote(
        contact_id="c" * 40, lang="fr", channel="réseaux sociaux", said_on=date(2026, 9, 30),
        satisfaction=Satisfaction(10.0, "nps"), lead="…\u00a0é&<" * 16, evidence="é'\">" * 24,
        tail="&" * (MAX_CHARS - 192),
    )  # fmt: skip
    phrase = Phrase("une formule assez longue vraiment", "fr", 1234)
    row = replace(
        digest.top[0],
        names=dict.fromkeys(("fr", "en"), "Interlocuteur désagréable ou méprisant au téléphone"),
        owner="Direction de l'expérience client et de la relation <après-vente>",
        proposal=Proposal((phrase,) * 6, 0.5, digest.top[0].proposal.gain),
        quotes=(quote,) * 3,
    )
    mover = digest.movement.movers[0]
    movers = tuple(
        replace(mover, code=f"m{i}", names=row.names, quotes=(quote,)) for i in range(N_SERIES)
    )
    notes = dict.fromkeys(("fr", "en"), "Une note de comparabilité qui prend de la place. " * 5)
    return replace(
        digest,
        top=(row,) * 5,
        charted=(row,) * 10,
        movement=replace(digest.movement, movers=movers[:12], notes=(notes,) * 4),
        topics=tuple(replace(topic, quotes=(quote,) * 2) for topic in digest.topics * 5),
        actions=digest.actions * 8,
        strengths=tuple(replace(s, quotes=(quote,)) for s in digest.strengths * 3)[:3],
        money=digest.money * 6,
        notes=(notes,) * 8,
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_it_stays_under_the_limit_of_mail_programs(largest, lang):
    explorer = Explorer("https://motif.an-enterprise.example/customer-experience")
    html = render_html(largest, lang, explorer=explorer)
    assert len(html.encode()) < LIMIT
    assert {"fr": "Des citations sont omises", "en": "Some quotes are left out"}[lang] in html
    assert len(render_plain(largest, lang, explorer).encode()) < LIMIT / 2


def test_an_ordinary_one_keeps_all_its_quotes(told_all):
    digest = told_all()
    html = render_html(digest, "fr")
    assert "citations sont omises" not in html
    assert html.count('class="bar"') == sum(
        len(part.quotes)
        for parts in (digest.top, digest.topics, digest.strengths, digest.movement.movers)
        for part in parts
    )


def test_what_is_not_told_in_full_is_named_or_counted(largest):
    text = render_plain(replace(largest, notes=()), "en").replace("\n", " ")
    assert "Signals too: " in text
    assert "Also: " in text
    assert "And 16 earlier actions" in text
    assert "6 more amounts" in text
