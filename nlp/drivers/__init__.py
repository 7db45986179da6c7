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

from nlp.drivers.checks.doubly_robust import DoublyRobustCheck, check_effect
from nlp.drivers.contacts.controls import MISSING
from nlp.drivers.correction.checked import PROBABILITY
from nlp.drivers.correction.correct import CHECKED_COLUMNS
from nlp.drivers.effects import ModelSummary, estimate_effects
from nlp.drivers.satisfaction import (
    SatisfactionScore,
    ScoreEstimate,
    as_nps_points,
    choose_outcome,
    on_common_scale,
    summarize_satisfaction,
)
from nlp.drivers.table.description import EFFECT_COLUMNS
from nlp.drivers.table.ranking import rank_frictions
from nlp.drivers.table.verdicts import CAUSE_TEXTS, VERDICT_TEXTS, VERDICTS, Cause, Verdict
from nlp.drivers.telling.explain import NAMED_BELOW, Explanation, Step, explain
from nlp.drivers.telling.explain_check import explain_check
from nlp.drivers.telling.notes import Note, as_records
from nlp.drivers.views.alternatives import add_alternatives
from nlp.drivers.views.change import weekly_change
from nlp.drivers.views.kano import KANO_TEXTS, classify_families, strengths_to_protect
from nlp.drivers.views.reasons import rank_reason_irritants, rank_reasons
from nlp.drivers.views.response import ALL, Reweighting, response_shares, reweight_scores
from nlp.drivers.views.rollup import roll_up_families
from nlp.drivers.views.segments import SEGMENT_TEXTS, compare_segments
from nlp.drivers.views.shrinkage import shrink_effects
from nlp.drivers.views.what_if import Unit, WhatIf, explain_what_if, what_if

__all__ = [
    "ALL",
    "CAUSE_TEXTS",
    "CHECKED_COLUMNS",
    "EFFECT_COLUMNS",
    "KANO_TEXTS",
    "MISSING",
    "NAMED_BELOW",
    "PROBABILITY",
    "SEGMENT_TEXTS",
    "VERDICTS",
    "VERDICT_TEXTS",
    "Cause",
    "DoublyRobustCheck",
    "Explanation",
    "ModelSummary",
    "Note",
    "Reweighting",
    "SatisfactionScore",
    "ScoreEstimate",
    "Step",
    "Unit",
    "Verdict",
    "WhatIf",
    "add_alternatives",
    "as_nps_points",
    "as_records",
    "check_effect",
    "choose_outcome",
    "classify_families",
    "compare_segments",
    "estimate_effects",
    "explain",
    "explain_check",
    "explain_what_if",
    "on_common_scale",
    "rank_frictions",
    "rank_reason_irritants",
    "rank_reasons",
    "response_shares",
    "reweight_scores",
    "roll_up_families",
    "shrink_effects",
    "strengths_to_protect",
    "summarize_satisfaction",
    "weekly_change",
    "what_if",
]
