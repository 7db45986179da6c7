"""What irritants cost in satisfaction, how sure that is, and in which order they rank.

Definitions, wherever the figures stand:

- ``effect``: coefficient of the population linear projection of the outcome on all
  irritants and controls, in points of the outcome; negative costs satisfaction.
- ``n`` and ``prevalence``: all contacts; ``n_scored``: those with an outcome. Below
  ``min_n`` scored contacts nothing is said of satisfaction (``too_few``).
- ``impact``: prevalence x effect, in points of the mean over all contacts.
- ``rank``: by the cautious end of the impact's interval, the one nearest zero.
- ``change``: this week's prevalence less the mean of the whole weeks before.

Intervals are at 95 %. Everything comes from cross-products and per-customer scores: time
grows linearly with contacts, memory stays bounded.
"""

from nlp.drivers.change import weekly_change
from nlp.drivers.correction import CHECKED_COLUMNS
from nlp.drivers.description import EFFECT_COLUMNS
from nlp.drivers.effects import ModelSummary, estimate_effects
from nlp.drivers.explain import Explanation, Step, explain
from nlp.drivers.notes import Note
from nlp.drivers.ranking import rank_frictions
from nlp.drivers.satisfaction import (
    SatisfactionScore,
    ScoreEstimate,
    as_nps_points,
    choose_outcome,
    on_common_scale,
    summarize_satisfaction,
)
from nlp.drivers.verdicts import CAUSE_TEXTS, VERDICT_TEXTS, VERDICTS, Cause, Verdict

__all__ = [
    "CAUSE_TEXTS",
    "CHECKED_COLUMNS",
    "EFFECT_COLUMNS",
    "VERDICTS",
    "VERDICT_TEXTS",
    "Cause",
    "Explanation",
    "ModelSummary",
    "Note",
    "SatisfactionScore",
    "ScoreEstimate",
    "Step",
    "Verdict",
    "as_nps_points",
    "choose_outcome",
    "estimate_effects",
    "explain",
    "on_common_scale",
    "rank_frictions",
    "summarize_satisfaction",
    "weekly_change",
]
