"""The model card, rendered from what was measured, never typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nlp.evaluation import (
    BILINGUAL,
    COVERAGES,
    FAILURES,
    KINDS,
    MEASURE_NAMES,
    PART_MEASURES,
    errors_in_words,
    reliability_in_words,
    with_chance,
    with_interval,
)
from nlp.modeling.heads import MENTION_HEAD

_NO_SET = (BILINGUAL, FAILURES)
_SHOWN_THRESHOLDS = (0.2, 0.3, 0.5)


def render_card(folder: Path) -> str:
    """Render a bundle's card from its ``bundle.json``, ``training.json`` and ``metrics.json``.

    Args:
        folder: The bundle.

    Returns:
        Markdown.
    """
    info, training, metrics = (
        _read(folder / f"{n}.json") for n in ("bundle", "training", "metrics")
    )
    sections = [
        _head(info, training),
        *(_set(name, groups) for name, groups in metrics.items() if name not in _NO_SET),
        _bilingual(metrics),
        _failures(metrics),
        _training(info, training),
        _limits(info),
    ]
    return "\n\n".join(section.strip() for section in sections if section) + "\n"


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _head(info: Mapping[str, Any], training: Mapping[str, Any]) -> str:
    heads = info["heads"]
    tuned = "fine-tuned together with its heads" if training["fine_tuning"] else "left as it is"
    sizes = ", ".join(
        f"{len(h['codes'])} {name}s" for name, h in heads.items() if name != MENTION_HEAD
    )
    return f"""
# {info["name"]} {info["version"]}

Reads customer contacts in French and English: {sizes}. One encoder, {tuned}; linear heads on
its pooled vectors; int8 ONNX. Rendered from `metrics.json` by `motif evaluate --card`.

Intervals are 95 %, bootstrap over contacts. Micro-F1 counts every label alike, macro-F1 every
class. Beside each calibration error stands what chance alone gives answers that come true exactly
as often as they say: their mean, and their 95th percentile.

An irritant is given from a probability of {_lowest(heads["irritant"]):.2f} on. In doubt are a
reason below {heads["reason"]["abstain_below"]:.2f}, a feeling below
{heads["sentiment"]["abstain_below"]:.2f}, and a contact without irritant of which one reaches
{heads["irritant"]["abstain_below"]:.2f}."""


def _lowest(head: Mapping[str, Any]) -> float:
    return min(head["thresholds"].values(), default=0.0)


def _set(name: str, groups: Mapping[str, Any]) -> str:
    langs = [group for group in groups if "·" not in group]
    lines = [
        f"## Measured on {name}",
        "",
        "| measure | "
        + " | ".join(f"{g} (n = {groups[g]['reason_top1']['n']})" for g in langs)
        + " |",
        "|---|" + "---|" * len(langs),
    ]
    for key, label in MEASURE_NAMES.items():
        scores = (with_interval(groups[g].get(key)) for g in langs)
        lines.append(f"| {label} | " + " | ".join(scores) + " |")
    for kind in KINDS:
        cells = " | ".join(with_chance(groups[g]["calibration"][kind]) for g in langs)
        lines.append(f"| expected calibration error, {kind} | {cells} |")
    for kind in ("reason", "sentiment"):
        cells = " | ".join(_abstention(groups[g]["abstention"][kind]) for g in langs)
        lines.append(f"| {kind}: share doubted; accuracy of the rest | {cells} |")
    for kind in ("reason", "sentiment"):
        if all("risk" in groups[g] for g in langs):
            cells = " | ".join(_risk(groups[g]["risk"][kind]) for g in langs)
            shares = ", ".join(f"{100 * share:.0f}" for share in COVERAGES)
            lines.append(f"| {kind}: accuracy of the surest {shares} % | {cells} |")
    for threshold in _SHOWN_THRESHOLDS:
        if all("threshold_curve" in groups[g] for g in langs):
            cells = " | ".join(_given_from(threshold, groups[g]["threshold_curve"]) for g in langs)
            lines.append(
                f"| irritants, were they given from {threshold} on: precision; recall | {cells} |"
            )
    evidence = [groups[g].get("evidence") for g in langs]
    if all(evidence):
        cells = " | ".join(f"{e['precision']:.2f}; {e['recall']:.2f}" for e in evidence if e)
        lines.append(f"| words of evidence: precision; recall | {cells} |")
    parts = [group for group in groups if "·" in group]
    if parts:
        lines += [
            "",
            f"| language · source, channel or length | n | {' | '.join(PART_MEASURES.values())} |",
            "|---" * (2 + len(PART_MEASURES)) + "|",
        ]
    lines += [_part(group, groups[group]) for group in parts]
    details = {g: groups[g] for g in langs if "reliability" in groups[g]}
    return "\n".join([*lines, *_reliability(details), *_confusions(details)])


def _part(name: str, group: Mapping[str, Any]) -> str:
    scores = " | ".join(with_interval(group.get(key)) for key in PART_MEASURES)
    return f"| {name} | {group['reason_top1']['n']} | {scores} |"


def _reliability(groups: Mapping[str, Any]) -> list[str]:
    if not groups:
        return []
    lines = [
        "",
        "Reliability: accuracy at mean confidence, bins of equal counts.",
        "",
        "| | least confident → most confident |",
        "|---|---|",
    ]
    for kind in KINDS:
        for lang, group in groups.items():
            bins = reliability_in_words(group["reliability"][kind])
            lines.append(f"| {kind}, {lang} | {bins} |")
    return lines


def _confusions(groups: Mapping[str, Any]) -> list[str]:
    if not groups:
        return []
    lines = ["", "| commonest errors | labelled → given (count) |", "|---|---|"]
    for kind in ("reason", "sentiment"):
        for lang, group in groups.items():
            lines.append(f"| {kind}, {lang} | {errors_in_words(group['confusions'][kind])} |")
    return lines


def _risk(curve: Any) -> str:
    return ", ".join(f"{p['accuracy']:.2f}" for p in curve)


def _given_from(threshold: float, curve: Any) -> str:
    (counts,) = ((right, given, n) for t, right, given, n in curve if t == threshold)
    right, given, n = counts
    return f"{right / max(1, given):.2f}; {right / max(1, n):.2f}"


def _abstention(found: Mapping[str, float]) -> str:
    return f"{100 * found['doubted']:.0f} %; {found['accuracy_of_the_rest']:.2f}"


def _training(info: Mapping[str, Any], training: Mapping[str, Any]) -> str:
    sources = "\n".join(
        f"| {s['name']} | {s['licence']} | {s['weight']} | `{s['sha256'][:16]}…` |"
        for s in training["sources"]
    )
    by_lang = ", ".join(f"{lang} {n}" for lang, n in training["train_by_lang"].items())
    held_back = ", ".join(f"{lang} {n}" for lang, n in training["held_back_by_lang"].items())
    return f"""
## Training

Base: {info["base"]} (MIT).
{training["n_train"]} contacts and sentences ({by_lang}), most of them of intents and feelings of
which an epoch takes some; {training["n_held_back"]} contacts held back ({held_back}) for
temperatures, thresholds, the weight of names and the epoch that is kept.
{training["seconds"] / 60:.0f} minutes.

| source | licence | weight | sha256 |
|---|---|---|---|
{sources}{_curve(training)}{_fidelity(training)}"""


def _curve(training: Mapping[str, Any]) -> str:
    curve = training.get("curve") or []
    if not curve:
        return ""
    rows = "\n".join(
        f"| {e['epoch']:.0f} | {e['train_reason']:.2f} | {e['held_back_reason']:.2f} "
        f"| {e['held_back_sentiment']:.2f} | {e['held_back_irritant']:.2f} "
        f"| {e['held_back_total']:.2f} |"
        for e in curve
    )
    return f"""

Learning curve (losses, those held back at their best temperature and of the averaged weights;
the epoch of the least total is kept):

| epoch | reason, training | reason, held back | sentiment | irritants | total |
|---|---|---|---|---|---|
{rows}"""


def _fidelity(training: Mapping[str, Any]) -> str:
    found = training.get("fidelity")
    if not found:
        return ""
    losses = "; ".join(
        f"{name.replace('_', ' ')} {score['value']:+.2f} "
        f"[{score['low']:+.2f}, {score['high']:+.2f}]"
        for name, score in found["loss"].items()
    )
    n_labelled = next(iter(found["loss"].values()))["n"]
    return f"""

## From the trained encoder to the shipped one

On {found["n"]} real texts, of those learnt from and held back. 8 bits against 32: same first
reason {100 * found["same_reason"]:.1f} %, same sentiment {100 * found["same_sentiment"]:.1f} %,
irritants F1 {found["irritant_f1"]:.3f}, centred cosine {found["cosine"]:.4f}. Points lost (below 0:
gained) on the {n_labelled} labelled ones, with paired 95 % intervals: {losses}.
ONNX against torch, both in 32 bits: same labels on {100 * found["onnx_same_labels"]:.2f} %."""


def _bilingual(metrics: Mapping[str, Any]) -> str:
    found = metrics.get(BILINGUAL)
    if not found:
        return ""
    return f"""
## French and English

Of {found["n"]} translated sentences, the nearest sentence of the other language is the
translation for {100 * found["french_to_english"]:.1f} % (French to English) and
{100 * found["english_to_french"]:.1f} % (English to French). Mean centred cosine of a sentence and
its translation {found["cosine"]:.3f}, and another's {found["cosine_of_others"]:.3f}."""


def _failures(metrics: Mapping[str, Any]) -> str:
    found = metrics.get(FAILURES)
    if not found:
        return ""
    rows = "\n".join(
        f"| {e['lang']} | {_cell(e['text'])} | {', '.join(f'`{r}`' for r in e['labelled'])} "
        f"| `{e['given']}` ({e['probability']:.2f}) |"
        for e in found["examples"]
    )
    return f"""
## Known failures

Of {found["read"]} contacts of our own corpus, which it has learnt from, the first reason is wrong
in {found["wrong"]}. The surest of these mistakes:

| | text | labelled | given (probability) |
|---|---|---|---|
{rows}"""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _limits(info: Mapping[str, Any]) -> str:
    praise = info["heads"].get("praise", {})
    loose = (
        "\n- Praises are measured on no real contact, and their probabilities are not calibrated."
        if praise.get("temperature") == 1.0
        else ""
    )
    return f"""
## Limits

- French and English only; a mix of both in one text is read, a third language is refused.
- A sector that the bundle never saw is read less well than those measured first above: expect what
  the sectors left out show.
- Rare codes rest on some tens of examples: look at the evidence before acting on a small count.
- Prevalences and effects computed from these labels carry the model's errors: check a sample by
  hand (`motif draw-check`) and have the ranking corrected with it (`motif rank --checked`).{loose}
- Not meant to judge a person: neither a customer nor an agent."""
