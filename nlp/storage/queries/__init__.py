"""Every query of the product, by name, on a :class:`nlp.storage.reader.Reader`."""

from __future__ import annotations

from nlp.storage.queries.labels import CountedKind, Dimension, label_counts, label_trend
from nlp.storage.queries.ledger import (
    Run,
    frictions,
    last_run,
    model_versions,
    reject_counts,
    rejects,
    runs,
)
from nlp.storage.queries.matrix import PRAISED, contact_matrix
from nlp.storage.queries.overview import (
    FilterOptions,
    Overview,
    ScaleSummary,
    contact_counts,
    filter_options,
    overview,
    weeks,
)
from nlp.storage.queries.profile import contact_profile, import_profile
from nlp.storage.queries.verbatims import (
    Exemplar,
    Order,
    SpokenTurn,
    Verbatim,
    VerbatimPage,
    exemplar_candidates,
    texts,
    verbatims,
    verbatims_by_id,
)

__all__ = [
    "PRAISED",
    "CountedKind",
    "Dimension",
    "Exemplar",
    "FilterOptions",
    "Order",
    "Overview",
    "Run",
    "ScaleSummary",
    "SpokenTurn",
    "Verbatim",
    "VerbatimPage",
    "contact_counts",
    "contact_matrix",
    "contact_profile",
    "exemplar_candidates",
    "filter_options",
    "frictions",
    "import_profile",
    "label_counts",
    "label_trend",
    "last_run",
    "model_versions",
    "overview",
    "reject_counts",
    "rejects",
    "runs",
    "texts",
    "verbatims",
    "verbatims_by_id",
    "weeks",
]
