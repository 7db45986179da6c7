"""What the gate before the recogniser costs is measured, not supposed."""

import pytest

from nlp.text.redaction.gate import measure_gate


def test_the_gate_misses_few_names_and_beats_the_recogniser_alone(named):
    report = measure_gate(named)
    assert report.n_names == sum(len(names) for _, _, names in named)
    assert report.gate_miss_share <= 0.05
    assert report.miss_share <= 0.05
    assert report.miss_share <= report.ungated_miss_share


def test_a_name_without_a_cue_counts_as_missed_by_the_gate():
    report = measure_gate([("hier gwilherm et le camion rouge", "fr", ("gwilherm",))])
    assert report.gate_miss_share == 1.0
    assert report.miss_share == 1.0


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="doesn't stand"):
        measure_gate([("rien", "fr", ("Sophie",))])


def test_nothing_to_measure_is_refused():
    with pytest.raises(ValueError, match="no name"):
        measure_gate([("rien", "fr", ())])
