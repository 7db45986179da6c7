import json
from dataclasses import replace

import pytest

from nlp.errors import InputError, UnreadableFileError
from nlp.pipeline.measuring import measure, read_gold
from nlp.pipeline.stateless import annotate_texts

TEXTS = [
    "Colis jamais reçu, personne ne répond.",
    "Lovely staff, no wait at all",
    "Toujours rien !",
]


def gold_of(annotator, changes=()):
    rows = annotate_texts(TEXTS, annotator)
    fields = ("reason", "reasons", "sentiment", "irritants", "signals")
    gold = [
        {
            **{f: row[f] for f in fields},
            "text": text,
            "lang": "en" if i == 1 else "fr",
            "source": "x",
        }
        for i, (text, row) in enumerate(zip(TEXTS, rows, strict=True))
    ]
    for i, change in changes:
        gold[i] |= change
    return gold


def test_groups_are_languages_then_sources_and_lengths(annotator):
    groups = measure(gold_of(annotator), annotator)
    short = "under 20 words"
    assert list(groups) == ["fr", "en", f"fr · {short}", "fr · x", f"en · {short}", "en · x"]
    assert groups["fr"]["reason_top1"]["value"] == 1
    assert groups["fr"]["reason_top1"]["n"] == 2


def test_an_error_shows_where_it_is(annotator):
    groups = measure(gold_of(annotator, [(1, {"sentiment": "positive"})]), annotator)
    assert groups["en"]["polarity"]["value"] == 0
    assert groups["fr"]["polarity"]["value"] == 1


class Silent:
    """The same, but for every irritant."""

    def __init__(self, annotator):
        self._annotator = annotator

    def __getattr__(self, name):
        return getattr(self._annotator, name)

    def annotate(self, *args, **settings):
        found = self._annotator.annotate(*args, **settings)
        return [replace(one, annotation=replace(one.annotation, irritants=())) for one in found]


def test_two_bundles_are_compared_by_language(annotator):
    groups = measure(gold_of(annotator), annotator, against=Silent(annotator))
    assert groups["fr"]["change"]["irritant"]["value"] == 1
    assert groups["fr"]["change"]["reason_in_set"]["value"] == 0
    assert "change" not in groups["fr · x"]
    assert "change" not in measure(gold_of(annotator), annotator)["fr"]


def test_overconfidence_is_measured(annotator):
    wrong = {"reason": "other.none", "reasons": ["other.none"]}
    groups = measure(gold_of(annotator, [(1, wrong)]), annotator)
    assert groups["en"]["calibration"]["reason"]["value"] == pytest.approx(0.8)


def test_languages_have_details_and_evidence_is_scored(annotator):
    (row,) = annotate_texts(TEXTS[:1], annotator)
    code = row["irritants"][0]
    change = {"evidence": {code: "personne ne répond"}, "reason": "other.none", "reasons": []}
    groups = measure(gold_of(annotator, [(0, change)]), annotator)
    assert groups["fr"]["confusions"]["reason"] == [("other.none", row["reason"], 1)]
    assert groups["fr"]["evidence"]["n_words"] == 3
    assert 0 <= groups["fr"]["evidence"]["precision"] <= 1
    assert "reliability" not in groups["fr · x"]
    assert sum(b["n"] for b in groups["fr"]["reliability"]["reason"]) == 2


@pytest.mark.parametrize(
    ("line", "error", "message"),
    [
        ("{", UnreadableFileError, "line 1: not JSON"),
        (json.dumps({"text": "a", "lang": "fr"}), InputError, "no reason, reasons"),
        ("", InputError, "holds no labelled contact"),
    ],
)
def test_a_broken_gold_file_says_what_is_wrong(tmp_path, line, error, message):
    (tmp_path / "g.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(error, match=message):
        read_gold(tmp_path / "g.jsonl")


def test_a_missing_gold_file(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")
