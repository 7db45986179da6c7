"""A choice of contacts as the parameters of an address: what is linked to can be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from nlp.storage.filters import ContactFilter

Params = dict[str, list[str]]
"""Parameters of an address; a repeated one has several values."""

LISTS: dict[str, str] = {
    "kind": "kinds",
    "channel": "channels",
    "language": "langs",
    "product": "products",
    "segment": "segments",
    "team": "teams",
    "file": "sources",
    "sentiment": "sentiments",
    "reason": "reasons",
    "irritant": "irritants",
    "praise": "praises",
    "signal": "signals",
}
"""Parameter -> field of the filter that holds a list; the others are ``from``, ``to``, ``q``."""


def filter_params(chosen: ContactFilter) -> Params:
    """Write a filter as parameters; what is at its default is left out."""
    params: Params = {}
    if chosen.week_from is not None:
        params["from"] = [chosen.week_from]
    if chosen.week_to is not None:
        params["to"] = [chosen.week_to]
    for name, column in LISTS.items():
        if values := getattr(chosen, column):
            params[name] = list(values)
    if chosen.search:
        params["q"] = [chosen.search]
    return params


def address(page: str, params: Mapping[str, Sequence[str]]) -> str:
    """Address of a page with parameters."""
    query = urlencode(params, doseq=True)
    return f"{page}?{query}" if query else page
