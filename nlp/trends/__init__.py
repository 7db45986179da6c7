"""How often each irritant, reason and topic comes up, week by week: what moved, and since when.

Rates are per contact, over whole weeks. Each week is judged against the weeks before it:

- ``expected``, ``low``, ``high``: the rate expected and the band that holds it 19 times in 20;
- ``alert``: the onset of a rise, within a budget of false alerts shared by the watch list;
- ``since``: the week in which a change most likely began, with those that may be it;
- ``Comparability``: drift of data or model that makes weeks incomparable, told instead of
  alarming;
- ``signal`` or ``noise``: whether a move is more than weeks differ by.
"""

from nlp.trends.budget import Budgets
from nlp.trends.calendar import COUNTRIES, Country
from nlp.trends.changepoint import ChangePoint, SinceWhen, change_points
from nlp.trends.comparability import (
    Comparability,
    Drift,
    assess_comparability,
    mix_expected,
    weekly_profile,
)
from nlp.trends.episodes import STATES
from nlp.trends.intervention import ActionEffect, interrupted_series
from nlp.trends.movers import movers
from nlp.trends.notes import Note, as_records
from nlp.trends.settings import WatchSettings, read_watch_settings
from nlp.trends.watch import Watch, WatchKind, watch
from nlp.trends.weekly import TOPIC_PREFIX, WeeklyCounts, weekly_counts

__all__ = [
    "COUNTRIES",
    "STATES",
    "TOPIC_PREFIX",
    "ActionEffect",
    "Budgets",
    "ChangePoint",
    "Comparability",
    "Country",
    "Drift",
    "Note",
    "SinceWhen",
    "Watch",
    "WatchKind",
    "WatchSettings",
    "WeeklyCounts",
    "as_records",
    "assess_comparability",
    "change_points",
    "interrupted_series",
    "mix_expected",
    "movers",
    "read_watch_settings",
    "watch",
    "weekly_counts",
    "weekly_profile",
]
