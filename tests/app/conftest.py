"""A small workspace with a bit of everything, and the explorer run on it without a browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from app.i18n import Words
from app.labels import Labels
from nlp import schemas
from nlp.settings import Settings
from nlp.storage import Workspace
from nlp.storage.tables import ANNOTATIONS, CONTACTS, MENTIONS, REJECTS, VECTORS
from nlp.taxonomy import load_taxonomy

MAIN = Path(__file__).parents[2] / "app" / "main.py"
TAXONOMY = load_taxonomy(Settings().taxonomy)
HOSTILE = (
    "<b>gras</b> <script>alert(1)</script> $x^2$ :smile: [lien](javascript:alert(1)) "
    "![](http://example.org/x.png) **fort** `code` & <EMAIL>"
)
LATE = "Colis jamais reçu, et personne ne répond. Remboursez-moi !"
CALL = "bonjour que puis-je faire\nmon colis n'est pas là\nje regarde"
WEEKS = ("2026-W44", "2026-W45", "2026-W46")


def contact(i: int, **others: Any) -> dict[str, Any]:
    """A contact; every third one is English, and answers come from surveys alone."""
    week = WEEKS[i % 3]
    monday = datetime.strptime(f"{week}-1", "%G-W%V-%u").replace(tzinfo=UTC)
    row = {
        "contact_id": f"c{i:03d}",
        "week": week,
        "occurred_at": monday + timedelta(days=i % 7),
        "kind": "feedback",
        "channel": "survey" if i % 2 else "review",
        "lang": "en" if i % 3 == 0 else "fr",
        "text": "My parcel never came." if i % 3 == 0 else LATE,
        "satisfaction": float(i % 11) if i % 2 else None,
        "scale": "nps" if i % 2 else None,
        "customer_id": f"secret-customer-{i % 20}",
        "product": "Box" if i % 4 else None,
        "segment": ("Pro", "Particuliers")[i % 2],
        "agent": "secret-agent",
        "turns": [],
        "source": "enquete.csv",
        "row": i + 1,
    }
    return {**row, **others}


def annotation(of: dict[str, Any], **others: Any) -> dict[str, Any]:
    """Labels of a contact: late, unless told otherwise."""
    row = {
        "contact_id": of["contact_id"],
        "week": of["week"],
        "model_version": "m1",
        "taxonomy_version": TAXONOMY.version,
        "reason": "delivery.missing",
        "reasons": ["delivery.missing"],
        "sentiment": "negative",
        "sentiment_score": -0.8,
        "irritants": ["delivery.not_received"],
        "praises": [],
        "signals": ["unresolved"],
        "evidence": [span("irritant", "delivery.not_received", 0, 17)],
        "scores": [{"kind": "irritant", "code": "delivery.not_received", "score": 0.9}],
        "abstained": [],
    }
    return {**row, **others}


def span(kind: str, label: str, start: int, end: int) -> dict[str, Any]:
    return {"kind": kind, "label": label, "start": start, "end": end, "score": 0.9}


def friction(rank: int, irritant: str, verdict: str, **figures: float) -> dict[str, Any]:
    row = dict.fromkeys(schemas.EFFECT.names)
    known = {"n": 10, "n_scored": 5, "prevalence": 0.1, **figures}
    return {**row, **known, "irritant": irritant, "rank": rank, "verdict": verdict}


def figures(effect: float, half: float) -> dict[str, float]:
    return {
        "effect": effect,
        "effect_low": effect - half,
        "effect_high": effect + half,
        "impact": effect / 10,
        "impact_low": (effect - half) / 10,
        "impact_high": (effect + half) / 10,
    }


FRICTIONS = [
    friction(
        1, "delivery.not_received", "costs", change=0.021, change_low=0.004, change_high=0.038,
        **figures(-1.25, 0.5),
    ),
    friction(2, "staff.rude", "undetermined", **figures(-0.3, 0.6)),
    friction(3, "digital.bug", "pays", **figures(0.8, 0.4)),
    friction(4, "price.increase", "not_estimable"),
    friction(5, "place.access", "too_few", prevalence=0.004, n=1, n_scored=1),
]  # fmt: skip

NOTES = [
    {
        "source": "enquete.csv",
        "code": "dates_day_first_proved",
        "params": {"column": "date", "n": 1234},
    },
    {"source": "enquete.csv", "code": "of_a_later_version", "params": {}},
]


def rows_of() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sixty plain contacts, and some that are special."""
    contacts = [contact(i) for i in range(60)]
    notes: dict[str, dict[str, Any]] = {
        "c000": {"irritants": [], "sentiment": "positive", "sentiment_score": 0.9, "evidence": []},
        "c001": {"irritants": ["custom.code"], "abstained": ["irritant", "reason"]},
    }
    hostile = contact(60, text=HOSTILE, product="<i>P</i>", kind="interaction", channel="*fax*")
    call = contact(
        61, text=CALL, kind="interaction", channel="call",
        turns=[
            {"speaker": "agent", "start": 0, "end": 25, "started_at_s": 0.0},
            {"speaker": "customer", "start": 26, "end": 48, "started_at_s": 6.5},
            {"speaker": "agent", "start": 49, "end": 59, "started_at_s": None},
        ],
    )  # fmt: skip
    undated = contact(62, week=schemas.UNDATED_WEEK, occurred_at=None, text="=HYPERLINK() cassé")
    contacts += [hostile, call, undated]
    notes["c060"] = {"evidence": [span("irritant", "delivery.not_received", 3, 30)]}
    notes["c061"] = {"evidence": [span("irritant", "delivery.not_received", 26, 48)]}
    return contacts, [annotation(each, **notes.get(each["contact_id"], {})) for each in contacts]


def run_row(n: int, run_id: str, rejects: int = 0, started: int = 20) -> pa.Table:
    row = {
        "run_id": run_id,
        "started_at": datetime(2026, 11, started, 8, 5, tzinfo=UTC),
        "seconds": 83.0,
        "sources": ["enquete.csv"],
        "n_read": n + rejects,
        "n_kept": n,
        "n_rejected": rejects,
        "mapping": json.dumps({"enquete.csv": {"text": "Verbatim", "score": "Note"}}),
        "notes": [json.dumps(note) for note in NOTES],
        "model_version": "m1",
        "taxonomy_version": TAXONOMY.version,
    }
    return pa.Table.from_pylist([row], schema=schemas.RUN)


def write(
    folder: Path,
    contacts: list[dict[str, Any]],
    annotations: list[dict[str, Any]],
    *,
    run_id: str = "run-1",
    rejects: list[dict[str, Any]] | None = None,
) -> Workspace:
    workspace = Workspace.open(folder, create=True)
    rejects = rejects or []
    workspace.write_run(
        run_row(len(contacts), run_id, len(rejects)),
        *(
            pa.Table.from_pylist(rows, schema=spec.schema)
            for rows, spec in zip(
                (contacts, [], annotations, []),
                (CONTACTS, MENTIONS, ANNOTATIONS, VECTORS),
                strict=True,
            )
        ),
        pa.Table.from_pylist(rejects, schema=REJECTS.schema),
    )
    return workspace


def reject(row: int, reason: str, detail: str = "") -> dict[str, Any]:
    return {
        "run_id": "run-2",
        "source": "enquete.csv",
        "row": row,
        "reason": reason,
        "detail": detail,
    }


def build(folder: Path) -> Path:
    """Make a workspace with two runs, rejects and a ranking."""
    contacts, annotations = rows_of()
    write(folder, contacts[:10], annotations[:10], run_id="run-1")
    rejects = [
        reject(0, "unreadable_date", "31/02/2026"),
        reject(7, "no_text"),
        reject(9, "no_text"),
    ]
    workspace = write(folder, contacts, annotations, run_id="run-2", rejects=rejects)
    ranking = pa.Table.from_pylist(FRICTIONS, schema=schemas.EFFECT)
    workspace.write_frictions(ranking, "2026-W46", scale="nps")
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that nobody writes to any more."""
    return build(tmp_path_factory.mktemp("explorer") / "workspace")


Opening = Callable[..., AppTest]


@pytest.fixture
def explorer(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Opening:
    """Open the explorer on a page, in a language, at an address."""

    def open_page(
        view: str = "irritants",
        lang: str = "fr",
        *,
        workspace: Path | None = None,
        arguments: tuple[str, ...] = (),
        **params: str | list[str],
    ) -> AppTest:
        options = ["--workspace", str(workspace or folder), "--lang", lang, *arguments]
        monkeypatch.setattr(sys, "argv", [str(MAIN), *options])
        app = AppTest.from_file(str(MAIN), default_timeout=30)
        if view != "irritants":
            app.run()
            app.switch_page(f"views/{view}.py")
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return open_page


def address_of(app: AppTest) -> dict[str, list[str]]:
    """Parameters of the page's address."""
    given = app.query_params.items()
    return {name: [value] if isinstance(value, str) else list(value) for name, value in given}


def html_of(app: AppTest) -> str:
    """Everything the page drew as HTML, style sheet aside."""
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


@pytest.fixture(params=["fr", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture
def labels(words: Words) -> Labels:
    return Labels(TAXONOMY, words)
