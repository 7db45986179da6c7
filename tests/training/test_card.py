import json

from nlp.training.card import render_card


def score(value):
    return {"value": value, "low": value - 0.05, "high": value + 0.05, "n": 120}


def test_the_card_says_what_was_measured(tmp_path):
    measures = (
        "reason_in_set",
        "reason_top1",
        "reason_family",
        "sentiment_macro_f1",
        "polarity",
        "irritant",
        "irritant_family",
        "signal",
    )
    group = {name: score(0.8) for name in measures}
    group["irritant"] = score(0.61)
    group["calibration"] = {
        kind: {"value": 0.04, "n": 60, "chance": 0.031, "chance_high": 0.057}
        for kind in ("reason", "sentiment", "irritant")
    }
    group["abstention"] = {
        kind: {"doubted": 0.2, "accuracy_of_the_rest": 0.9} for kind in ("reason", "sentiment")
    }
    detailed = group | {
        "reliability": {
            kind: [{"confidence": 0.4, "accuracy": 0.35, "n": 60}]
            for kind in ("reason", "sentiment", "irritant")
        },
        "confusions": {"reason": [["a.x", "b.y", 7]], "sentiment": []},
        "evidence": {"precision": 0.5, "recall": 0.75, "n_words": 90},
        "threshold_curve": [[0.2, 60, 120, 100], [0.3, 50, 80, 100], [0.5, 30, 40, 100]],
    }
    files = {
        "bundle": {
            "name": "b",
            "version": "9",
            "base": "e5",
            "heads": {
                "reason": {"codes": ["a", "b"], "abstain_below": 0.6},
                "sentiment": {"codes": ["n"], "abstain_below": 0.65},
                "irritant": {"codes": ["x"], "thresholds": {"x": 0.26}, "abstain_below": 0.13},
                "praise": {"codes": ["p"], "temperature": 1.0},
                "mention": {"codes": []},
            },
        },
        "training": {
            "sources": [{"name": "S", "licence": "L", "weight": 1.0, "sha256": "f" * 64}],
            "n_train": 10,
            "n_held_back": 5,
            "train_by_lang": {"fr": 10},
            "held_back_by_lang": {"fr": 5},
            "fine_tuning": None,
            "seconds": 120,
            "curve": [
                {"epoch": 1.0, "train_reason": 0.9, "held_back_total": 2.5}
                | {f"held_back_{k}": 0.7 for k in ("reason", "sentiment", "irritant")}
            ],
            "fidelity": {
                "n": 3500,
                "same_reason": 0.991,
                "same_sentiment": 0.995,
                "irritant_f1": 0.981,
                "cosine": 0.9996,
                "loss": {"irritant": {"value": 0.1, "low": -0.2, "high": 0.4, "n": 300}},
                "onnx_same_labels": 1.0,
            },
        },
        "metrics": {"kept aside": {"fr": detailed, "en": detailed, "fr · shop": group}},
    }
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    path = tmp_path / "metrics.json"
    found = json.loads(path.read_text())
    found["bilingual"] = {
        "n": 1000, "cosine": 0.8, "cosine_of_others": 0.01,
        "french_to_english": 0.957, "english_to_french": 0.961,
    }  # fmt: skip
    example = {
        "lang": "fr", "text": "Ligne un |\nligne deux", "labelled": ["order.change"],
        "given": "order.place", "probability": 0.81,
    }  # fmt: skip
    found["failures"] = {"read": 1500, "wrong": 90, "examples": [example]}
    path.write_text(json.dumps(found))
    card = render_card(tmp_path)
    assert "| irritants, micro-F1 over the codes | 0.61 [0.56, 0.66] |" in card
    assert "error, reason | 0.040 (chance 0.031, up to 0.057) |" in card
    assert "An irritant is given from a probability of 0.26 on" in card
    assert "reason below 0.60" in card
    assert "given from 0.3 on: precision; recall | 0.62; 0.50 | 0.62; 0.50 |" in card
    assert "Praises are measured on no real contact" in card
    assert "fr (n = 120)" in card
    assert "| fr · shop | 120 |" in card
    assert "2 reasons" in card
    assert "left as it is" in card
    assert "S | L" in card
    assert "| 1 | 0.90 | 0.70 | 0.70 | 0.70 | 2.50 |" in card
    assert "same first\nreason 99.1 %" in card
    assert "irritant +0.10 [-0.20, +0.40]" in card
    assert "| reason, fr | 0.35 at 0.40 |" in card
    assert "a.x → b.y (7)" in card
    assert "| words of evidence: precision; recall | 0.50; 0.75 | 0.50; 0.75 |" in card
    assert "95.7 %" in card
    assert "is wrong\nin 90" in card
    assert "| fr | Ligne un \\| ligne deux | `order.change` | `order.place` (0.81) |" in card
