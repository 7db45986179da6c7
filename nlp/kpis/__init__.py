"""The KPIs of customer contacts, each with its definition, its n and its interval.

By any of reason, irritant, channel, segment and week. Definitions in use, wherever figures stand:

- ``n``: contacts (or requests) behind a figure; ``n_left_out``: those it is about and cannot
  judge, such as contacts whose window for coming back is not over.
- A request: a customer's interactions for one reason, none of them later than the window (7
  days by default) after the one before. Surveys and reviews are no part of it.
- Who comes back is looked for among all contacts given, on every channel, also where only some
  are reported on.
- Two definitions of handling time and of response time circulate: the time on the contact and
  the whole life of the request. Both are KPIs here, each under its name.
- A KPI whose columns are missing is absent and names them.

Intervals are at 95 %, by customer (:mod:`nlp.kpis.intervals`).
"""

from nlp.kpis.codings import confused_pairs, match_codes
from nlp.kpis.compute import FIGURE_COLUMNS, KPIS, Absent, KpiReport, compute_kpis
from nlp.kpis.definitions import (
    BASIS_TEXTS,
    THEME_TEXTS,
    UNIT_TEXTS,
    Definition,
    Kpi,
    Theme,
    Unit,
    define,
)
from nlp.kpis.groups import DIMENSIONS, Dimension
from nlp.kpis.notes import Note
from nlp.kpis.options import OTHER_CODES, Basis, KpiOptions

__all__ = [
    "BASIS_TEXTS",
    "DIMENSIONS",
    "FIGURE_COLUMNS",
    "KPIS",
    "OTHER_CODES",
    "THEME_TEXTS",
    "UNIT_TEXTS",
    "Absent",
    "Basis",
    "Definition",
    "Dimension",
    "Kpi",
    "KpiOptions",
    "KpiReport",
    "Note",
    "Theme",
    "Unit",
    "compute_kpis",
    "confused_pairs",
    "define",
    "match_codes",
]
