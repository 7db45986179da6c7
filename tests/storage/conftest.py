"""Small workspaces, and rows to fill them with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from nlp import schemas
from nlp.storage import Reader, Workspace, delta
from nlp.storage.tables import ANNOTATIONS, CONTACTS, MENTIONS, TABLES, VECTORS


@dataclass(frozen=True)
class Fake:
    """One contact and all that belongs to it, as few words as a test needs."""

    contact_id: str
    text: str = "Colis jamais reçu. Je veux être remboursé."
    week: str = "2026-W46"
    day: int | None = 0  # of the week; None: no date
    sentiment: str = "negative"
    reasons: tuple[str, ...] = ("delivery.late",)
    irritants: tuple[str, ...] = ()
    praises: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str, int, int, float], ...] = ()
    score: float = 0.9
    mentions: tuple[tuple[int, int], ...] | None = None
    contact: Mapping[str, Any] = field(default_factory=dict)

    def spans(self) -> tuple[tuple[int, int], ...]:
        return ((0, len(self.text)),) if self.mentions is None else self.mentions

    def date(self) -> datetime | None:
        if self.week == schemas.UNDATED_WEEK or self.day is None:
            return None
        monday = datetime.strptime(f"{self.week}-1", "%G-W%V-%u").replace(tzinfo=UTC)
        return monday + timedelta(days=self.day)


Tables = tuple[pa.Table, pa.Table, pa.Table, pa.Table]


def tables(fakes: Sequence[Fake], model: str = "m1") -> Tables:
    """Contacts, mentions, annotations and vectors of some fakes."""
    rows: dict[str, list[dict[str, Any]]] = {"c": [], "m": [], "a": [], "v": []}
    for fake in fakes:
        key = {"contact_id": fake.contact_id, "week": fake.week}
        rows["c"].append(_contact(fake, key))
        rows["a"].append(_annotation(fake, key, model))
        rows["v"].append({**key, "model_version": model, "vector": vector(fake.contact_id, model)})
        for start, end in fake.spans():
            mention_id = f"{fake.contact_id}:{start}-{end}"
            rows["m"].append(
                {
                    **key,
                    "mention_id": mention_id,
                    "start": start,
                    "end": end,
                    "speaker": "customer",
                    "lang": "fr",
                    "text": fake.text[start:end],
                }
            )
            rows["v"].append(
                {
                    **key,
                    "mention_id": mention_id,
                    "model_version": model,
                    "vector": vector(mention_id, model),
                }
            )
    specs = (CONTACTS, MENTIONS, ANNOTATIONS, VECTORS)
    made = [
        pa.Table.from_pylist(of_table, schema=spec.schema)
        for of_table, spec in zip(rows.values(), specs, strict=True)
    ]
    return made[0], made[1], made[2], made[3]


def vector(text: str, model: str = "m1") -> list[float]:
    """A vector that differs between texts and models, the same each time."""
    seed = list(f"{model}/{text}".encode())
    return np.random.default_rng(seed).random(schemas.VECTOR_DIM, dtype=np.float32).tolist()


def run_row(n: int, run_id: str = "run-1", model: str = "m1", **others: Any) -> pa.Table:
    """A run that kept n contacts and rejected none, unless told otherwise."""
    row = {
        "run_id": run_id,
        "started_at": datetime(2026, 11, 20, 8, tzinfo=UTC),
        "seconds": 1.5,
        "sources": ["export.csv"],
        "n_read": n + others.get("n_rejected", 0),
        "n_kept": n,
        "n_rejected": 0,
        "mapping": '{"export.csv": {"text": "Verbatim"}}',
        "notes": ["Échelle trouvée\u202f: NPS"],
        "model_version": model,
        "taxonomy_version": "t1",
    }
    return pa.Table.from_pylist([{**row, **others}], schema=schemas.RUN)


def reject_rows(run_id: str = "run-1", *reasons: str) -> pa.Table:
    rows = [
        {"run_id": run_id, "source": "export.csv", "row": i, "reason": reason, "detail": ""}
        for i, reason in enumerate(reasons, start=1)
    ]
    return pa.Table.from_pylist(rows, schema=schemas.REJECT)


def write(workspace: Workspace, fakes: Sequence[Fake], run_id: str = "run-1", model: str = "m1"):
    return workspace.write_run(
        run_row(len(fakes), run_id, model), *tables(fakes, model), reject_rows(run_id)
    )


def stored(workspace: Workspace, name: str) -> list[dict[str, Any]]:
    """Rows of a table, in an order that does not depend on its files."""
    version = workspace.snapshot().versions[name]
    files = delta.files_at(workspace.layout.table(name), version)
    paths = [path for of_week in files.values() for path in of_week]
    spec = next(spec for spec in TABLES if spec.name == name)
    return sorted(delta.read_rows(paths, spec).to_pylist(), key=repr)


def _contact(fake: Fake, key: dict[str, str]) -> dict[str, Any]:
    row = {
        **key,
        "occurred_at": fake.date(),
        "kind": "feedback",
        "channel": "survey",
        "lang": "fr",
        "text": fake.text,
        "customer_id": f"hash-of-{fake.contact_id}",
        "agent": "hash-of-agent",
        "turns": [],
        "source": "export.csv",
        "row": 1,
    }
    return {**row, **fake.contact}


def _annotation(fake: Fake, key: dict[str, str], model: str) -> dict[str, Any]:
    labelled = [("reason", c) for c in fake.reasons] + [("irritant", c) for c in fake.irritants]
    return {
        **key,
        "model_version": model,
        "taxonomy_version": "t1",
        "reason": fake.reasons[0],
        "reasons": list(fake.reasons),
        "sentiment": fake.sentiment,
        "sentiment_score": -0.5 if fake.sentiment == "negative" else 0.5,
        "irritants": list(fake.irritants),
        "praises": list(fake.praises),
        "signals": list(fake.signals),
        "evidence": [
            dict(zip(("kind", "label", "start", "end", "score"), span, strict=True))
            for span in fake.evidence
        ],
        "scores": [{"kind": k, "code": c, "score": fake.score} for k, c in labelled],
        "abstained": list(fake.abstained),
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "workspace", create=True)


@pytest.fixture
def reading(workspace: Workspace) -> Iterator[Callable[..., Reader]]:
    """Write contacts, and open what a reader sees of them."""
    opened: list[Reader] = []

    def read(*fakes: Fake, **options: Any) -> Reader:
        if fakes:
            write(workspace, fakes)
        opened.append(workspace.reader(**options))
        return opened[-1]

    yield read
    for reader in opened:
        reader.close()
