"""A small company over ten weeks, with a week of silence, a surge and a hostile customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from nlp import schemas
from nlp.digest import (
    ActionFollowUp,
    Detectable,
    Digest,
    Findings,
    Money,
    Movement,
    Mover,
    Owners,
    Scope,
    Topic,
    compose_digest,
)
from nlp.digest.findings import Since
from nlp.digest.model import Estimate
from nlp.pipeline.ranking import Ranking, rank_irritants
from nlp.settings import Settings
from nlp.storage import Reader, Workspace
from nlp.storage.tables import ANNOTATIONS, CONTACTS, MENTIONS, VECTORS
from nlp.taxonomy import Taxonomy, load_taxonomy

MODEL = "model-1"
WEEKS = [f"2026-W{n}" for n in range(37, 47) if n != 40]
QUIET, SURGE, SILENT, FIRST = "2026-W45", "2026-W46", "2026-W40", "2026-W37"

TOLD = {
    "refund.late": {
        "fr": [
            "Trois semaines que j'attends mon remboursement, toujours rien sur le compte.",
            "Vous aviez promis l'argent sous dix jours, nous en sommes à quarante.",
            "Le virement du retour n'arrive pas et personne ne sait pourquoi.",
            "Article rendu en août, remboursé quand, à Noël ?",
        ],
        "en": [
            "Still waiting for my money back after a month of excuses.",
            "You took the parcel in June and my card has seen nothing since.",
            "The refund was due on the third, it is now the thirtieth.",
            "Your system says paid, my bank says otherwise.",
        ],
    },
    "delivery.late": {
        "fr": [
            "Colis annoncé lundi, reçu jeudi sans un mot.",
            "Livraison repoussée quatre fois de suite, j'ai posé un congé pour rien.",
            "Le canapé devait être là avant les fêtes, il ne l'est pas.",
        ],
        "en": [
            "My order turned up nine days after the date on the screen.",
            "Late again, the birthday was on Saturday.",
            "Two weeks for a toaster, I could have walked there.",
        ],
    },
    "staff.rude": {
        "fr": ["On m'a raccroché au nez après vingt minutes d'attente."],
        "en": ["The man at the desk laughed at me and turned away."],
    },
}
CALM = {
    "fr": "Bonjour, quels sont vos horaires du samedi à l'agence du centre ?",
    "en": "Hello, could you tell me when the store opens on Sunday please?",
}
GLAD = {
    "fr": "Conseillère adorable, tout a été réglé en cinq minutes, merci à elle.",
    "en": "Lovely agent on the phone, sorted in no time, thank you so much.",
}


@dataclass(frozen=True)
class Fake:
    """One contact and what the model says of it."""

    contact_id: str
    text: str
    week: str = QUIET
    day: int = 1
    lang: str = "fr"
    channel: str = "survey"
    score: float | None = None
    scale: str = "nps"
    customer: str | None = None
    product: str | None = None
    sentiment: str = "negative"
    irritants: tuple[str, ...] = ()
    praises: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str, int, int], ...] = field(default=())

    def spans(self) -> list[dict[str, Any]]:
        """Evidence as given, else the whole text for every label."""
        given = self.evidence or [
            (kind, code, 0, len(self.text))
            for kind, codes in (("irritant", self.irritants), ("praise", self.praises))
            for code in codes
        ]
        return [{"kind": k, "label": c, "start": a, "end": b, "score": 0.9} for k, c, a, b in given]


def write(
    workspace: Workspace,
    fakes: Sequence[Fake],
    rejects: Sequence[str] = (),
    day: tuple[int, int, int] = (2026, 11, 16),
) -> None:
    """Store a run of these contacts."""
    contacts, mentions, annotations, vectors = [], [], [], []
    for i, fake in enumerate(fakes):
        key = {"contact_id": fake.contact_id, "week": fake.week}
        mention = f"{fake.contact_id}:0-{len(fake.text)}"
        vector = {**key, "model_version": MODEL, "vector": _vector(fake.text)}
        contacts.append(_contact(fake, key, i))
        annotations.append(_annotation(fake, key))
        mentions.append(
            {
                **key,
                "mention_id": mention,
                "start": 0,
                "end": len(fake.text),
                "speaker": "customer",
                "lang": fake.lang,
                "text": fake.text,
            }
        )
        vectors += [vector, {**vector, "mention_id": mention}]
    run = {
        "run_id": "run-1",
        "started_at": datetime(*day, 7, tzinfo=UTC),
        "seconds": 2.0,
        "sources": ["export.csv"],
        "n_read": len(fakes) + len(rejects),
        "n_kept": len(fakes),
        "n_rejected": len(rejects),
        "mapping": "{}",
        "notes": [],
        "model_version": MODEL,
        "taxonomy_version": "taxo-1",
    }
    rejected = [
        {"run_id": "run-1", "source": "export.csv", "row": 9000 + i, "reason": r, "detail": ""}
        for i, r in enumerate(rejects)
    ]
    workspace.write_run(
        pa.Table.from_pylist([run], schema=schemas.RUN),
        pa.Table.from_pylist(contacts, schema=CONTACTS.schema),
        pa.Table.from_pylist(mentions, schema=MENTIONS.schema),
        pa.Table.from_pylist(annotations, schema=ANNOTATIONS.schema),
        pa.Table.from_pylist(vectors, schema=VECTORS.schema),
        pa.Table.from_pylist(rejected, schema=schemas.REJECT),
    )


def company() -> list[Fake]:
    """Forty contacts a week, the same every week but for the last, in which delivery slips."""
    fakes = []
    for w, week in enumerate(WEEKS):
        for i in range(40):
            lang, number = ("fr", "en")[i % 2], w * 40 + i
            irritant = {0: "refund.late", 1: "refund.late", 2: "staff.rude"}.get(i % 10)
            if i == 5 or (week == SURGE and i % 4 == 3):
                irritant = "delivery.late"
            praised = irritant is None and i % 10 == 9
            told = TOLD[irritant][lang] if irritant else [(GLAD if praised else CALM)[lang]]
            base = {"refund.late": 3, "staff.rude": 5, "delivery.late": 6}.get(irritant or "", 9)
            fakes.append(
                Fake(
                    contact_id=f"c{number:04}",
                    text=told[(w + i // 2) % len(told)],
                    week=week,
                    day=i % 7,
                    lang=lang,
                    channel=("survey", "call", "email")[i % 3],
                    score=None if i % 5 == 4 else float(min(10, base + number % 3 - 1)),
                    customer=f"secret-customer-{number % 150}",
                    product="Mobile" if i % 4 == 1 else "Box & Télé",
                    sentiment="negative" if irritant else "positive" if praised else "neutral",
                    irritants=(irritant,) if irritant else (),
                    praises=("staff",) if praised else (),
                    abstained=("reason",) if i == 0 else (),
                )
            )
    undated = replace(fakes[3], contact_id="undated", week=schemas.UNDATED_WEEK)
    return [*fakes, undated]


def _vector(text: str) -> list[float]:
    seed = list(text.encode())
    return np.random.default_rng(seed).random(schemas.VECTOR_DIM, dtype=np.float32).tolist()


def _contact(fake: Fake, key: dict[str, str], i: int) -> dict[str, Any]:
    at = None
    if fake.week != schemas.UNDATED_WEEK:
        monday = datetime.strptime(f"{fake.week}-1", "%G-W%V-%u").replace(tzinfo=UTC)
        at = monday + timedelta(days=fake.day, hours=10)
    return {
        **key,
        "occurred_at": at,
        "kind": "interaction" if fake.channel == "call" else "feedback",
        "channel": fake.channel,
        "lang": fake.lang,
        "text": fake.text,
        "satisfaction": fake.score,
        "scale": None if fake.score is None else fake.scale,
        "customer_id": fake.customer,
        "product": fake.product,
        "turns": [],
        "source": "export.csv",
        "row": i + 1,
    }


def _annotation(fake: Fake, key: dict[str, str]) -> dict[str, Any]:
    return {
        **key,
        "model_version": MODEL,
        "taxonomy_version": "taxo-1",
        "reason": "delivery.late",
        "reasons": ["delivery.late"],
        "sentiment": fake.sentiment,
        "sentiment_score": -0.5 if fake.sentiment == "negative" else 0.5,
        "irritants": list(fake.irritants),
        "praises": list(fake.praises),
        "signals": [],
        "evidence": fake.spans(),
        "scores": [{"kind": "praise", "code": c, "score": 0.8} for c in fake.praises],
        "abstained": list(fake.abstained),
    }


Telling = Callable[..., Digest]


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return load_taxonomy(Settings().taxonomy)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The company, read only."""
    made = Workspace.open(tmp_path_factory.mktemp("company") / "workspace", create=True)
    write(made, company(), rejects=["no_text", "no_text", "duplicate_id"])
    return made


@pytest.fixture(scope="session")
def make_company() -> Callable[[Workspace], None]:
    """Stores the company in a workspace."""
    return lambda made: write(made, company())


@pytest.fixture(scope="session")
def reader(workspace: Workspace) -> Iterator[Reader]:
    with workspace.reader() as opened:
        yield opened


@pytest.fixture(scope="session")
def ranked(reader: Reader, taxonomy: Taxonomy) -> Callable[[str], Ranking]:
    """The ranking as of a week."""

    @cache
    def rank(week: str) -> Ranking:
        found = rank_irritants(reader, taxonomy, week=week, min_n=5)
        assert found is not None
        return found

    return rank


@pytest.fixture(scope="session")
def told(reader: Reader, taxonomy: Taxonomy, ranked: Callable[[str], Ranking]) -> Telling:
    """The digest of a week of the company."""

    @cache
    def tell(week: str, **options: Any) -> Digest:
        ranking = ranked(week)
        assert ranking.first_week is not None
        return compose_digest(
            reader,
            ranking.effects,
            taxonomy,
            week,
            scale=ranking.scale,
            effect_weeks=(ranking.first_week, ranking.week),
            notes=ranking.notes,
            **options,
        )

    return tell


@pytest.fixture(scope="session")
def findings(taxonomy: Taxonomy) -> Findings:
    """Something of every kind that a digest may be told."""

    def mover(code: str, rate: float, usual: float, **more: Any) -> Mover:
        names = taxonomy.irritants[code].names
        change = Estimate(rate - usual)
        return Mover(code, "irritant", names, round(40 * rate), rate, usual, change,
                     **{"is_signal": False, "band": (usual / 2, usual * 2), **more})  # fmt: skip

    since = Since("2026-W44", "2026-W43", "2026-W45")
    cost = {"fr": "Coût des contacts par an", "en": "Cost of contacts per year"}
    stated = {"fr": "Coût par canal donné par l'entreprise.", "en": "Cost per channel as stated."}
    kept = {"fr": "Clients retenus", "en": "Customers kept"}
    bound = {"fr": "Sans groupe témoin.", "en": "No comparison group."}
    action = {"code": "refund.late", "names": taxonomy.irritants["refund.late"].names}
    update = {"fr": "Mise à jour de l'application", "en": "App update"}
    return Findings(
        movement=Movement(
            movers=(
                mover("delivery.late", 0.25, 0.03, is_signal=True, since=since),
                mover("staff.rude", 0.01, 0.1, is_signal=True, is_ongoing=True, with_care=True),
                mover("refund.late", 0.2, 0.19),
                mover("price.increase", 0.0, 0.02),
            ),
            budget=1.0,
            notes=({"fr": "Canal changé en semaine 44.", "en": "The channel changed in week 44."},),
        ),
        topics=(
            Topic("7", update, "born", 9, 0.225, {"fr": ("écran",), "en": ("screen",)},
                  {"fr": "Bug", "en": "Bug"}, True, ("c0321:0-30", "c0320:0-30", "gone:0-3")),
            Topic("3", {"fr": "Consigne", "en": "Deposit"}, "grown", 2, 0.05),
        ),
        actions=(
            ActionFollowUp(**action, taken_on=date(2026, 12, 1), what="Plus d'agents", owner=None,
                           verdict="planned"),
            ActionFollowUp(**action, taken_on=date(2026, 9, 21), what="Pay daily", owner="Ana",
                           verdict="fell", before=0.25, after=0.2, change=Estimate(-0.05, -0.08,
                           -0.02), weeks_before=6, weeks_after=1),
            ActionFollowUp(**action, taken_on=date(2026, 11, 9), what="Call back", owner="Ana",
                           verdict="too_few", weeks_after=1),
        ),
        money=(
            Money(cost, Estimate(412_300.4, 398_000, 431_000), "EUR", stated),
            Money(kept, Estimate(88_000, 21_000, 160_000), "EUR", bound, is_upper_bound=True),
            Money(cost, Estimate(31_250, 28_000, 35_200), "EUR", stated, code="refund.late"),
        ),
        owners=Owners({"refund": {"*": "Ana Roy"}, "delivery.late": {"Box & Télé": "Li Wei"}}),
    )  # fmt: skip


@pytest.fixture(scope="session")
def told_all(
    reader: Reader,
    taxonomy: Taxonomy,
    findings: Findings,
    ranked: Callable[[str], Ranking],
) -> Telling:
    """The digest of the surge with all findings, for an audience."""

    @cache
    def tell(audience: str = "cx", product: str | None = None) -> Digest:
        ranking = ranked(SURGE)
        return compose_digest(
            reader,
            ranking.effects,
            taxonomy,
            SURGE,
            scope=Scope(audience, product),  # type: ignore[arg-type]
            scale=ranking.scale,
            effect_weeks=(FIRST, SURGE),
            notes=ranking.notes,
            found=findings,
        )

    return tell


@pytest.fixture(scope="session")
def quiet_watch() -> Movement:
    """A week that a watch judged, in which nothing happened."""
    names = {"fr": "Retard", "en": "Late"}
    mover = Mover("delivery.late", "irritant", names, 1, 0.03, 0.02, Estimate(0.01), False,
                  (0.0, 0.08))  # fmt: skip
    return Movement((mover,), Detectable(0.034, 0.021), budget=0.5)


@pytest.fixture
def tell_of(tmp_path: Path, taxonomy: Taxonomy) -> Telling:
    """The digest of a week of a workspace made of some contacts."""

    def tell(*fakes: Fake, week: str = QUIET) -> Digest:
        made = Workspace.open(tmp_path / "workspace", create=True)
        write(made, fakes)
        with made.reader() as opened:
            ranking = rank_irritants(opened, taxonomy, week=week, min_n=5)
            assert ranking is not None
            return compose_digest(
                opened,
                ranking.effects,
                taxonomy,
                week,
                scale=ranking.scale,
                effect_weeks=(ranking.first_week or week, week),
                notes=ranking.notes,
            )

    return tell


@pytest.fixture(scope="session")
def make_fake() -> type[Fake]:
    return Fake


@pytest.fixture(scope="session")
def put() -> Callable[..., None]:
    return write
