"""Which contacts a question is about."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.schemas import UNDATED_WEEK
from nlp.storage.search import search_patterns

_COLUMNS = {
    "kinds": "kind",
    "channels": "channel",
    "langs": "lang",
    "products": "product",
    "segments": "segment",
    "teams": "team",
    "sources": "source",
    "sentiments": "sentiment",
}
_LISTS = {
    "reasons": "reasons",
    "irritants": "irritants",
    "praises": "praises",
    "signals": "signals",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter as SQL.

    Attributes:
        sql: A boolean expression over the columns of ``annotated``.
        params: Values of its named parameters; their names begin with ``f_``.
    """

    sql: str
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """A choice of contacts; the default chooses all.

    A contact must satisfy every field given; within a field, one of the values is
    enough. Hashable, so that it can key a cache.

    Attributes:
        week_from, week_to: First and last ISO week, both included; either one leaves
            undated contacts out.
        kinds: ``interaction``, ``feedback``.
        channels, langs, products, segments, teams, sources: Values of those columns.
        sentiments: Overall sentiments.
        reasons: Reason codes, primary or not.
        irritants: Irritant codes.
        praises: Irritant families praised.
        signals: Signal codes.
        search: Words that must all stand in the text, whatever their order, case and
            accents (:func:`nlp.storage.search.search_patterns`).
    """

    week_from: str | None = None
    week_to: str | None = None
    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sentiments: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    irritants: tuple[str, ...] = ()
    praises: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    search: str = ""

    def condition(self) -> Condition:
        """The filter as SQL; every value is a parameter.

        Raises:
            InputError: The search is too long.
        """
        parts: list[str] = []
        params: dict[str, object] = {}

        def require(expression: str, name: str, value: object) -> None:
            params[f"f_{name}"] = value
            parts.append(expression.format(value=f"$f_{name}"))

        if self.week_from is not None:
            require("week >= {value}", "week_from", self.week_from)
        if self.week_to is not None:
            require("week <= {value}", "week_to", self.week_to)
        if self.week_from is not None or self.week_to is not None:
            require("week <> {value}", "undated", UNDATED_WEEK)
        for name, column in _COLUMNS.items():
            if values := getattr(self, name):
                require(f"list_contains({{value}}, {column})", name, list(values))
        for name, column in _LISTS.items():
            if values := getattr(self, name):
                require(f"list_has_any({column}, {{value}})", name, list(values))
        for i, pattern in enumerate(search_patterns(self.search)):
            require("regexp_matches(text, {value})", f"search_{i}", pattern)
        return Condition(" AND ".join(parts) or "true", params)
