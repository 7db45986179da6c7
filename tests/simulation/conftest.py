"""A corpus small enough to reason about, with everything the demo's events need."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.settings import Settings
from nlp.simulation.corpus import CorpusContact, read_corpus
from nlp.simulation.population import Population, build_population
from nlp.simulation.scenario import DEMO
from nlp.taxonomy import Taxonomy, load_taxonomy

Row = dict[str, Any]


def _row(
    number: int, lang: str, sector: str, channel: str, text: str, reason: str, **labels: Any
) -> Row:
    evidence = labels.pop("evidence", {})
    positive = bool(labels.get("praises"))
    return {
        "id": f"t-{number:02d}",
        "lang": lang,
        "sector": sector,
        "channel": channel,
        "text": text,
        "reason": reason,
        "reasons": [reason],
        "sentiment": "negative" if evidence else "positive" if positive else "neutral",
        "irritants": list(evidence),
        "evidence": evidence,
        "praises": [],
        "signals": [],
        **labels,
    }


def _rows() -> list[Row]:
    plain: list[tuple[Any, ...]] = [
        ("fr", "bank", "survey", "Rien à redire, tout est clair", "relationship.praise"),
        ("fr", "shop", "survey", "où trouver vos horaires du dimanche", "product.information"),
        ("en", "telecom", "survey", "which plan covers roaming in Malta", "product.information"),
        ("en", "hotel", "review", "stayed one night, nothing to report", "other.none"),
        ("fr", "energy", "review", "Relevé transmis hier par courrier", "billing.invoice"),
        ("en", "bank", "review", "moved my savings over last spring", "banking.transfer"),
        ("fr", "train", "tweet", "@CapMistral quelle voie pour Brest ?", "travel.book"),
        ("en", "shop", "tweet", "@Nettleby is the sale on tomorrow", "billing.promotion"),
        ("en", "energy", "chat", "hi can I change my direct debit date", "account.update"),
        ("fr", "bank", "chat", "bonjour mon RIB change en mars", "account.update"),
        ("fr", "hotel", "call", "allô je voudrais réserver || pour deux nuits", "travel.book"),
        ("en", "shop", "call", "hello is it in stock || the green one", "product.information"),
        ("en", "hotel", "email", "Could you confirm the booking?\nThanks", "travel.book"),
        ("fr", "telecom", "email", "Merci de noter ma nouvelle adresse.", "account.update"),
    ]
    rows = [_row(number, *fields) for number, fields in enumerate(plain, start=1)]
    found: list[tuple[Any, ...]] = [
        (
            ("en", "bank", "survey", "app keeps logging me out", "account.access"),
            {"digital.login": "logging me out"},
        ),
        (
            ("fr", "bank", "review", "Impossible de me connecter depuis mardi", "account.access"),
            {"digital.login": "Impossible de me connecter"},
        ),
        (
            (
                "fr",
                "shop",
                "review",
                "Quarante minutes de queue en caisse",
                "relationship.complaint",
            ),
            {"waiting.queue": "Quarante minutes de queue"},
        ),
        (
            ("en", "telecom", "survey", "On hold for an hour", "relationship.reach"),
            {"waiting.queue": "On hold for an hour"},
        ),
        (
            ("fr", "bank", "survey", "Deux mois et encore un formulaire", "banking.loan"),
            {"waiting.processing": "Deux mois", "effort.paperwork": "encore un formulaire"},
        ),
        (
            ("en", "bank", "review", "Nine weeks, then more forms to fill", "banking.loan"),
            {"waiting.processing": "Nine weeks", "effort.paperwork": "more forms to fill"},
        ),
        (
            ("en", "telecom", "review", "They want the same paper again", "account.update"),
            {"effort.paperwork": "the same paper again"},
        ),
        (
            ("fr", "hotel", "survey", "Trois semaines pour une réponse", "relationship.complaint"),
            {"waiting.processing": "Trois semaines pour une réponse"},
        ),
    ]
    rows += [
        _row(number, *fields, evidence=evidence)
        for number, (fields, evidence) in enumerate(found, start=len(rows) + 1)
    ]
    rows.append(
        _row(
            len(rows) + 1,
            *("fr", "shop", "survey", "Conseillère adorable, merci !", "relationship.praise"),
            praises=["staff"],
            signals=["agent_praise"],
        )
    )
    for fields in (
        ("fr", "shop", "survey", "Plus d'espèces en caisse", "billing.payment"),
        ("en", "shop", "review", "card only now, no cash", "billing.payment"),
    ):
        row = _row(len(rows) + 1, *fields, theme="cash_refused")
        rows.append({**row, "sentiment": "negative"})
    rows.append(_two_sided(len(rows) + 1))
    rows.append(_thread(len(rows) + 1))
    return rows


def _two_sided(number: int) -> Row:
    said = "oui bonjour c'est pour la box || elle clignote en rouge"
    row = _row(number, "fr", "telecom", "call", said, "technical.outage")
    turns = [("customer", "oui bonjour c'est pour la box"), ("agent", "que fait le voyant")]
    turns.append(("customer", "elle clignote en rouge"))
    return {**row, "turns": [{"speaker": speaker, "text": text} for speaker, text in turns]}


def _thread(number: int) -> Row:
    text = "Yes, the reading is right.\nFrom now on please write to me."
    quoted = "On Mon, 2 Nov 2026, Billing <billing@example.com> wrote:\n> Is the reading right?"
    row = _row(number, "en", "energy", "email", text, "billing.invoice")
    return {**row, "thread": f"{text}\n\n{quoted}\n>> Dear customer, é <b>"}


@pytest.fixture
def rows() -> list[Row]:
    """The rows of the tiny corpus, free to be broken."""
    return _rows()


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return load_taxonomy(Settings().taxonomy)


@pytest.fixture
def write_corpus(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a corpus folder."""

    def write(rows: list[Row], name: str = "tiny.jsonl") -> Path:
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory, taxonomy: Taxonomy) -> list[CorpusContact]:
    """The tiny corpus, read."""
    folder = tmp_path_factory.mktemp("tiny")
    lines = (json.dumps(row, ensure_ascii=False) for row in _rows())
    (folder / "tiny.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return read_corpus(folder, taxonomy)


@pytest.fixture(scope="session")
def population(tiny: list[CorpusContact]) -> Population:
    """The tiny corpus under the demo's scenario."""
    return build_population(tiny, DEMO)
