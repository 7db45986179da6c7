"""Actions noted for irritants, in a small file that people keep, and what followed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.digest.audiences import Scope
from nlp.digest.findings import ActionFollowUp
from nlp.digest.model import Estimate
from nlp.digest.owners import read_yaml
from nlp.errors import InputError, did_you_mean
from nlp.storage import ContactFilter, Reader, queries
from nlp.taxonomy import Taxonomy
from nlp.trends import ActionEffect, interrupted_series
from nlp.weeks import week_bounds, week_of, weeks_between

if TYPE_CHECKING:
    import pandas as pd

FOLLOWED_WEEKS = 26
"""Weeks after which an action is no longer news."""

_FIELDS = ("irritant", "date", "what", "owner", "product")
_NEEDED = ("irritant", "date", "what")


@dataclass(frozen=True, slots=True)
class Action:
    """Something done about an irritant.

    Attributes:
        irritant: Its code.
        taken_on: Day on which it took effect.
        what: What was done.
        owner: Who did it.
        product: The product it was for; ``None`` for all.
    """

    irritant: str
    taken_on: date
    what: str
    owner: str | None = None
    product: str | None = None


def load_actions(path: Path, taxonomy: Taxonomy) -> tuple[Action, ...]:
    """Read a file of actions.

    ::

        - irritant: refund.late
          date: 2026-10-05               # the day on which it took effect
          what: Refunds are paid within five days
          owner: Karim Diallo            # if known
          product: Box                   # if it was for one product only

    Args:
        path: The file, YAML.
        taxonomy: Names the irritants.

    Returns:
        The actions in time order; none for an empty file.

    Raises:
        InputError: The file is missing or not YAML, an irritant or field is unknown, a field
            is missing, or a date is none.
    """
    content = read_yaml(path)
    if content is None:
        return ()
    if not isinstance(content, list):
        raise InputError(
            f"{path}: expected a list of actions, each with {', '.join(_NEEDED)}; got "
            f"{type(content).__name__}"
        )
    actions = [
        _action(f"{path}: action {i}", given, taxonomy) for i, given in enumerate(content, 1)
    ]
    return tuple(sorted(actions, key=lambda a: (a.taken_on, a.irritant, a.what)))


def follow_actions(
    reader: Reader,
    actions: Iterable[Action],
    taxonomy: Taxonomy,
    week: str,
    *,
    scope: Scope | None = None,
    onsets: Mapping[str, str] | None = None,
) -> tuple[ActionFollowUp, ...]:
    """Measure what followed each action, up to a week.

    The first whole week from the day of the action on is the first that counts as after.

    Args:
        reader: The state to read.
        actions: The actions; those that took effect more than :data:`FOLLOWED_WEEKS` weeks
            before the week are left out.
        taxonomy: Names the irritants.
        week: ISO week of the digest.
        scope: Who hears of them, which says what contacts are measured: all by default; for a
            product, actions for another one are left out.
        onsets: Week in which a rise of an irritant began, for those that rose: an action that
            answered it is compared with the weeks since, not with those before the rise.

    Returns:
        One follow-up per action, the latest first.
    """
    scope, last = scope or Scope(), week_bounds(week)[1]
    kept = [
        action
        for action in actions
        if (last - action.taken_on).days < 7 * FOLLOWED_WEEKS
        and (scope.product is None or action.product in (None, scope.product))
    ]
    if not kept:
        return ()
    series = _Series(reader, scope.contacts, week)
    told = [
        _follow_up(action, series, taxonomy, week, (onsets or {}).get(action.irritant))
        for action in kept
    ]
    return tuple(sorted(told, key=lambda f: (-f.taken_on.toordinal(), f.code, f.what)))


class _Series:
    """Weekly counts of a choice of contacts, read once per product."""

    def __init__(self, reader: Reader, chosen: ContactFilter, week: str) -> None:
        self._reader, self._chosen, self._week = reader, chosen, week
        self._read: dict[str | None, tuple[pd.DataFrame, pd.Series[int]]] = {}

    def of(self, product: str | None) -> tuple[pd.DataFrame, pd.Series[int]]:
        """Contacts per week with each irritant, and all of them; every week from the first."""
        if product not in self._read:
            self._read[product] = self._count(product)
        return self._read[product]

    def _count(self, product: str | None) -> tuple[pd.DataFrame, pd.Series[int]]:
        chosen = replace(self._chosen, week_from=None, week_to=self._week)
        if product is not None:
            chosen = replace(chosen, products=(product,))
        totals = queries.contact_counts(self._reader, "week", chosen).set_index("group")
        weeks = weeks_between(min(totals.index, default=self._week), self._week)
        counted = queries.label_counts(self._reader, "irritant", chosen, by="week")
        counts = counted.pivot(index="group", columns="code", values="n")
        n = totals["n_contacts"].reindex(weeks, fill_value=0).astype("int64")
        return counts.reindex(weeks).fillna(0).astype("int64"), n


def _follow_up(
    action: Action, series: _Series, taxonomy: Taxonomy, week: str, onset: str | None
) -> ActionFollowUp:
    told = ActionFollowUp(
        code=action.irritant,
        names=taxonomy.irritants[action.irritant].names,
        taken_on=action.taken_on,
        what=action.what,
        owner=action.owner,
        verdict="planned" if action.taken_on > week_bounds(week)[1] else "too_few",
    )
    counts, contacts = series.of(action.product)
    weeks = list(contacts.index)
    start = _first_whole_week(action.taken_on)
    if told.verdict == "planned" or start not in weeks or action.irritant not in counts:
        return told
    from_week = onset if onset in weeks and onset is not None and onset < start else None
    measured = interrupted_series(
        counts, contacts, start, code=action.irritant, before_from=from_week
    )
    return measured_action(told, measured)


def measured_action(told: ActionFollowUp, effect: ActionEffect) -> ActionFollowUp:
    """An action with what was measured of it."""
    if effect.verdict == "too_few":
        change = None
    else:
        change = Estimate(effect.change, effect.change_low, effect.change_high)
    return replace(
        told,
        verdict=effect.verdict,
        before=effect.before if effect.weeks_before else None,
        after=effect.after if effect.weeks_after else None,
        change=change,
        weeks_before=effect.weeks_before,
        weeks_after=effect.weeks_after,
    )


def _first_whole_week(day: date) -> str:
    return week_of(day + timedelta(days=-day.weekday() % 7))


def _action(where: str, given: Any, taxonomy: Taxonomy) -> Action:
    if not isinstance(given, dict):
        raise InputError(f"{where}: expected the fields {', '.join(_FIELDS)}, got {given!r}")
    for name in given:
        if name not in _FIELDS:
            raise InputError(
                f"{where}: unknown field {name!r}; known: {', '.join(_FIELDS)}."
                f"{did_you_mean(str(name), _FIELDS)}"
            )
    if missing := [name for name in _NEEDED if not given.get(name)]:
        raise InputError(f"{where}: {', '.join(missing)} missing")
    if given["irritant"] not in taxonomy.irritants:
        raise InputError(
            f"{where}: unknown irritant {given['irritant']!r}."
            f"{did_you_mean(str(given['irritant']), taxonomy.irritants.codes)}"
        )
    return Action(
        irritant=str(given["irritant"]),
        taken_on=_day(where, given["date"]),
        what=" ".join(str(given["what"]).split()),
        owner=str(given["owner"]) if given.get("owner") else None,
        product=str(given["product"]) if given.get("product") else None,
    )


def _day(where: str, given: Any) -> date:
    if type(given) is date:
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise InputError(
            f"{where}: {given!r} is no date; expected one such as 2026-10-05"
        ) from None
