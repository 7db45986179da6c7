"""What a company chooses for itself: windows, thresholds, targets, what a column measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from nlp.errors import EstimationError

Basis = Literal["contact", "request"]
"""What a column of durations measures: the time on the contact, or the whole life of the
request. Both definitions circulate under the same name."""

OTHER_CODES = (
    "autre", "autres", "autre motif", "autres motifs", "autre demande", "autres demandes",
    "divers", "non renseigne", "non precise", "non classe", "inconnu", "indetermine",
    "sans motif", "aucun", "other", "others", "other reason", "miscellaneous", "misc", "general",
    "unknown", "unspecified", "uncategorized", "uncategorised", "not specified", "none", "n a",
    "other none",
)  # fmt: skip
"""Reasons keyed in that say nothing, folded: no accents, no case, words one space apart."""

LONGEST_WINDOW = 366
"""Days beyond which another contact is no repeat."""


@dataclass(frozen=True, slots=True)
class KpiOptions:
    """Choices that change figures; each is printed with the definitions it enters.

    Attributes:
        window_days: Days within which another contact of the same customer for the same
            reason is a repeat.
        observed_from, observed_until: First and last moment at which any contact would be
            in the table, timezone as its dates; by default those of its first and last
            interaction.
        answer_within_s: Seconds within which a contact should be answered.
        reply_within_s: Seconds within which a first reply should be given.
        target: Share that should be within them, in (0, 1].
        handling: What the column ``handling_s`` measures.
        response: What the column ``response_s`` measures.
        other_codes: Reasons keyed in by agents that count as "other", folded.
    """

    window_days: float = 7.0
    observed_from: datetime | None = None
    observed_until: datetime | None = None
    answer_within_s: float = 20.0
    reply_within_s: float = 86_400.0
    target: float = 0.8
    handling: Basis = "contact"
    response: Basis = "contact"
    other_codes: tuple[str, ...] = OTHER_CODES

    def measures_request(self, column: str) -> bool:
        """Whether a column of durations measures the whole life of each request."""
        return {"handling_s": self.handling, "response_s": self.response}[column] == "request"

    def __post_init__(self) -> None:
        if not 0 < self.window_days <= LONGEST_WINDOW:
            raise EstimationError(
                f"window_days must be above 0 and at most {LONGEST_WINDOW}, got {self.window_days}"
            )
        for name in ("answer_within_s", "reply_within_s"):
            if not 0 < getattr(self, name) < float("inf"):
                raise EstimationError(f"{name} must be above 0, got {getattr(self, name)}")
        if not 0 < self.target <= 1:
            raise EstimationError(f"target must be a share in (0, 1], got {self.target}")
        for name in ("handling", "response"):
            if getattr(self, name) not in ("contact", "request"):
                raise EstimationError(
                    f"{name} must be contact (time on the contact) or request (whole life of "
                    f"the request), got {getattr(self, name)!r}"
                )
