"""A view as the parameters of its address, and back: what can be linked can be shared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import get_args

from nlp.storage import ContactFilter
from nlp.storage.addresses import LISTS, Params, filter_params
from nlp.storage.queries import FilterOptions, Order
from nlp.storage.search import MAX_SEARCH_CHARS

LABEL_FIELDS = ("sentiments", "reasons", "irritants", "praises", "signals")
"""Fields about what contacts say; the others are about where they come from."""

_WEEK = re.compile(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])")
_ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class View:
    """What a person looks at.

    Attributes:
        chosen: The contacts.
        focus: The irritant followed; ``None`` for the first of the ranking.
        order: Order of the verbatims.
        page: Page of verbatims, from 1.
    """

    chosen: ContactFilter = field(default_factory=ContactFilter)
    focus: str | None = None
    order: Order = "recent"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something an address asked for that cannot be done.

    Attributes:
        name: Field of the filter, or ``from``, ``to``, ``order``, ``page``, ``focus``.
        value: What was asked.
    """

    name: str
    value: str


_GROUPS = {
    "channel": "channels",
    "segment": "segments",
    "product": "products",
    "lang": "langs",
}


def group_of(chosen: ContactFilter) -> tuple[str, str] | None:
    """The column and value that alone make out the contacts chosen; ``None`` if others do too."""
    for column, name in _GROUPS.items():
        values = getattr(chosen, name)
        if len(values) == 1 and chosen == with_lists(ContactFilter(), {name: values}):
            return column, values[0]
    return None


def context_of(chosen: ContactFilter) -> ContactFilter:
    """The part of a filter that says where contacts come from, not what they say."""
    return with_lists(replace(chosen, search=""), dict.fromkeys(LABEL_FIELDS, ()))


def with_lists(chosen: ContactFilter, lists: Mapping[str, tuple[str, ...]]) -> ContactFilter:
    """A filter with some of its lists of values replaced."""
    return replace(chosen, **lists)  # type: ignore[arg-type] # fields of that type only


def to_params(view: View) -> Params:
    """Write a view as parameters; what is at its default is left out."""
    params = filter_params(view.chosen)
    if view.focus is not None:
        params["focus"] = [view.focus]
    if view.order != "recent":
        params["sort"] = [view.order]
    if view.page != 1:
        params["page"] = [str(view.page)]
    return params


def from_params(params: Mapping[str, Sequence[str]]) -> tuple[View, tuple[Ignored, ...]]:
    """Read a view from parameters that anybody may have written.

    Args:
        params: Values per parameter; unknown parameters are none of ours and pass.

    Returns:
        The view, and what was asked in a form that cannot be read.
    """
    ignored: list[Ignored] = []

    def single(name: str, label: str, pattern: str) -> str | None:
        given = params.get(name, ())
        read = [value for value in given if re.fullmatch(pattern, value)]
        ignored.extend(Ignored(label, value) for value in given if value not in read[-1:])
        return read[-1] if read else None

    lists = {column: tuple(dict.fromkeys(params.get(name, ()))) for name, column in LISTS.items()}
    chosen = ContactFilter(
        week_from=single("from", "from", _WEEK.pattern),
        week_to=single("to", "to", _WEEK.pattern),
        search=single("q", "search", rf"(?s).{{0,{MAX_SEARCH_CHARS}}}") or "",
        **lists,
    )
    order = single("sort", "order", "|".join(_ORDERS))
    view = View(
        chosen,
        focus=single("focus", "focus", r"[\w.\-]{1,100}"),
        order=next((known for known in _ORDERS if known == order), "recent"),
        page=int(single("page", "page", r"[1-9]\d{0,8}") or 1),
    )
    return view, tuple(ignored)


def known_part(
    chosen: ContactFilter, options: FilterOptions, codes: Mapping[str, Sequence[str]]
) -> tuple[ContactFilter, tuple[Ignored, ...]]:
    """Keep the values of a filter that the workspace has.

    Args:
        chosen: A filter, from an address.
        options: Values found in the contacts.
        codes: Codes known per field of :data:`LABEL_FIELDS` but sentiments.

    Returns:
        The filter without unknown values, and those values.
    """
    ignored: list[Ignored] = []
    kept: dict[str, tuple[str, ...]] = {}
    for column in LISTS.values():
        known = codes[column] if column in codes else getattr(options, column)
        given: tuple[str, ...] = getattr(chosen, column)
        kept[column] = tuple(value for value in given if value in known)
        ignored += [Ignored(column, value) for value in given if value not in known]
    return with_lists(chosen, kept), tuple(ignored)


def n_active(chosen: ContactFilter) -> int:
    """How many fields of a filter are set."""
    default = ContactFilter()
    return sum(getattr(chosen, f.name) != getattr(default, f.name) for f in fields(chosen))
