"""What a bundle is worth: scores with intervals, reliability, errors, evidence."""

from __future__ import annotations

from nlp.evaluation.bilingual import bilingual_distance
from nlp.evaluation.errors import confusions, errors_in_words
from nlp.evaluation.evidence import evidence_overlap
from nlp.evaluation.reliability import (
    COVERAGES,
    THRESHOLDS,
    Bin,
    CalibrationError,
    accuracy_at_coverage,
    expected_calibration_error,
    reliability,
    reliability_in_words,
    threshold_curve,
    with_chance,
)
from nlp.evaluation.scores import (
    KINDS,
    MEASURE_NAMES,
    PART_MEASURES,
    Row,
    Score,
    compare,
    evaluate,
    with_interval,
)

BILINGUAL, FAILURES = "bilingual", "failures"
"""Keys of a bundle's ``metrics.json`` that hold no labelled set."""

__all__ = [
    "BILINGUAL",
    "COVERAGES",
    "FAILURES",
    "KINDS",
    "MEASURE_NAMES",
    "PART_MEASURES",
    "THRESHOLDS",
    "Bin",
    "CalibrationError",
    "Row",
    "Score",
    "accuracy_at_coverage",
    "bilingual_distance",
    "compare",
    "confusions",
    "errors_in_words",
    "evaluate",
    "evidence_overlap",
    "expected_calibration_error",
    "reliability",
    "reliability_in_words",
    "threshold_curve",
    "with_chance",
    "with_interval",
]
