"""What a bundle is worth: scores with intervals, reliability, errors, evidence."""

from __future__ import annotations

from nlp.evaluation.errors import confusions
from nlp.evaluation.evidence import evidence_overlap
from nlp.evaluation.reliability import (
    THRESHOLDS,
    Bin,
    expected_calibration_error,
    reliability,
    threshold_curve,
)
from nlp.evaluation.scores import Score, evaluate

__all__ = [
    "THRESHOLDS",
    "Bin",
    "Score",
    "confusions",
    "evaluate",
    "evidence_overlap",
    "expected_calibration_error",
    "reliability",
    "threshold_curve",
]
