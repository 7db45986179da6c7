"""Read the hand-written corpus and hold every row to the rules it was written by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from nlp.errors import InputError, did_you_mean
from nlp.taxonomy import LabelSet, Taxonomy
from nlp.types import LANGS, SENTIMENTS, Lang, Sentiment, Speaker, Turn

CORPUS_CHANNELS = ("survey", "review", "email", "chat", "call", "tweet")
"""Channels that the corpus knows."""

TURN_JOINT = " || "
"""What stands between the customer's turns of a call in ``text``."""

MAX_REASONS = 3
"""Reasons a contact may carry, the primary one included."""

OPENING_WORDS = 4
"""No two contacts begin with the same words, this many of them."""

SHOWN_PROBLEMS = 20
"""Problems that one error message lists; it counts the others."""

_TEXT_FIELDS = ("id", "lang", "sector", "channel", "text", "reason", "sentiment")
_LIST_FIELDS = ("reasons", "irritants", "praises", "signals")
_REQUIRED = (*_TEXT_FIELDS, *_LIST_FIELDS, "evidence")
_OPTIONAL = ("turns", "thread", "theme")


@dataclass(frozen=True, slots=True)
class CorpusContact:
    """A contact written and labelled by hand.

    Attributes:
        id: Unique in the corpus.
        lang: Language it is written in.
        sector: Trade of the company it is addressed to.
        channel: One of :data:`CORPUS_CHANNELS`.
        text: What the customer says; for a call with turns, the customer's turns joined
            by :data:`TURN_JOINT`; for an e-mail with a thread, what is newly written.
        reasons: Reason codes, primary first, one to three.
        sentiment: The author's overall feeling.
        irritants: Irritant codes.
        evidence: The words of ``text`` behind each irritant.
        praises: Irritant families whose opposite is said.
        signals: Signal codes.
        turns: Both sides of a call, empty where only the customer's words are known.
        thread: The whole body of the e-mail, quotes and signatures included, if written.
        theme: What annoys in it that the taxonomy has no irritant for; ``None`` in all that
            models learn from.
    """

    id: str
    lang: Lang
    sector: str
    channel: str
    text: str
    reasons: tuple[str, ...]
    sentiment: Sentiment
    irritants: tuple[str, ...]
    evidence: dict[str, str]
    praises: tuple[str, ...]
    signals: tuple[str, ...]
    turns: tuple[Turn, ...] = ()
    thread: str | None = None
    theme: str | None = None

    @property
    def reason(self) -> str:
        """The primary reason."""
        return self.reasons[0]


def read_corpus(folder: Path, taxonomy: Taxonomy) -> list[CorpusContact]:
    """Read and check every ``*.jsonl`` of a folder, in the order of names and lines.

    Args:
        folder: Where the files lie.
        taxonomy: The labels that the rows may carry.

    Returns:
        The contacts.

    Raises:
        InputError: There is no file, or rows break the rules; the message names file,
            line and identifier of each, and never repeats a text.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise InputError(f"{folder} holds no corpus: expected files named *.jsonl")
    check = _Check(taxonomy)
    contacts: list[CorpusContact] = []
    for path in files:
        for line, row in _rows(path, check):
            found = len(check.problems)
            check.row(row, f"{path.name}:{line}")
            if len(check.problems) == found:
                contacts.append(_contact(row))
    if check.problems:
        shown = "\n".join(f"  {problem}" for problem in check.problems[:SHOWN_PROBLEMS])
        n_more = len(check.problems) - SHOWN_PROBLEMS
        more = f"\n  and {n_more} more" if n_more > 0 else ""
        raise InputError(f"{folder}: the corpus breaks its rules, correct these:\n{shown}{more}")
    if not contacts:
        raise InputError(f"{folder} holds no corpus: its files are empty")
    return contacts


def opening(text: str) -> tuple[str, ...]:
    """The first words of a text in lower case, at most :data:`OPENING_WORDS`."""
    return tuple(re.findall(r"\w+", text.lower())[:OPENING_WORDS])


def _rows(path: Path, check: _Check) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        check.problems.append(f"{path.name}: not UTF-8 ({error.reason} at byte {error.start})")
        return
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            check.problems.append(
                f"{path.name}:{number}: not JSON ({error.msg}, column {error.colno})"
            )
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            check.problems.append(f"{path.name}:{number}: expected a JSON object")


@dataclass(slots=True)
class _Check:
    """Holds rows to the rules and remembers what must be unique in the whole corpus."""

    taxonomy: Taxonomy
    problems: list[str] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)
    _openings: dict[tuple[str, ...], str] = field(default_factory=dict)

    def row(self, row: dict[str, Any], where: str) -> None:
        """Note what is wrong with a row; ``where`` is its file and line."""
        where = f"{where} ({row.get('id', 'no id')})"
        shape = list(_shape_problems(row))
        problems = shape or [
            *self._label_problems(row),
            *_turn_problems(row),
            *_thread_problems(row),
            *self._twin_problems(row, where),
        ]
        self.problems.extend(f"{where}: {problem}" for problem in problems)

    def _label_problems(self, row: dict[str, Any]) -> Iterator[str]:
        reasons, irritants = row["reasons"], row["irritants"]
        if not 1 <= len(reasons) <= MAX_REASONS or reasons[0] != row["reason"]:
            yield f"reasons: expected 1 to {MAX_REASONS}, the primary reason first"
        yield from _unknown("reasons", reasons, self.taxonomy.reasons)
        yield from _unknown("irritants", irritants, self.taxonomy.irritants)
        yield from _unknown("signals", row["signals"], self.taxonomy.signals)
        families = self.taxonomy.irritants.families
        for code in row["praises"]:
            if code not in families:
                yield f"praises: {code!r} is no irritant family.{did_you_mean(code, families)}"
        for name in _LIST_FIELDS:
            if len(set(row[name])) < len(row[name]):
                yield f"{name}: a code stands there twice"
        if set(row["evidence"]) != set(irritants):
            yield "evidence: its keys must be the irritants"
        for code, words in row["evidence"].items():
            if not isinstance(words, str) or not words.strip() or words not in row["text"]:
                yield f"evidence: the words given for {code} do not stand in the text"

    def _twin_problems(self, row: dict[str, Any], where: str) -> Iterator[str]:
        first = self._ids.setdefault(row["id"], where)
        if first != where:
            yield f"id: already used in {first}"
        words = opening(row["text"])
        if len(words) == OPENING_WORDS:
            first = self._openings.setdefault(words, where)
            if first != where:
                yield f"text: begins with the same {OPENING_WORDS} words as {first}"


def _shape_problems(row: dict[str, Any]) -> Iterator[str]:
    """What keeps the row from being read at all."""
    if missing := [name for name in _REQUIRED if name not in row]:
        yield f"missing: {', '.join(missing)}"
        return
    for name in row:
        if name not in (*_REQUIRED, *_OPTIONAL):
            yield f"unknown field {name!r}.{did_you_mean(name, (*_REQUIRED, *_OPTIONAL))}"
    for name in _TEXT_FIELDS:
        if not isinstance(row[name], str) or not row[name].strip():
            yield f"{name}: expected a text"
    for name in _LIST_FIELDS:
        if not isinstance(row[name], list) or not all(isinstance(x, str) for x in row[name]):
            yield f"{name}: expected a list of codes"
    if not isinstance(row["evidence"], dict):
        yield "evidence: expected an object"
    if not isinstance(row.get("theme", ""), str):
        yield "theme: expected a text"
    yield from _value_problems(row)


def _value_problems(row: dict[str, Any]) -> Iterator[str]:
    known: dict[str, tuple[str, ...]] = {
        "lang": LANGS,
        "channel": CORPUS_CHANNELS,
        "sentiment": SENTIMENTS,
    }
    for name, values in known.items():
        if row[name] not in values:
            yield f"{name}: expected one of {', '.join(values)}"


def _unknown(name: str, codes: list[str], labels: LabelSet) -> Iterator[str]:
    for code in codes:
        if code not in labels:
            yield f"{name}: {code!r} is not in the taxonomy.{did_you_mean(code, labels.codes)}"


def _turn_problems(row: dict[str, Any]) -> Iterator[str]:
    if "turns" not in row:
        return
    turns = row["turns"]
    sound = (
        isinstance(turns, list)
        and bool(turns)
        and all(
            isinstance(turn, dict)
            and turn.get("speaker") in get_args(Speaker)
            and isinstance(turn.get("text"), str)
            and turn["text"].strip()
            for turn in turns
        )
    )
    if not sound:
        yield "turns: expected a list of {speaker: customer|agent, text}"
    elif TURN_JOINT.join(t["text"] for t in turns if t["speaker"] == "customer") != row["text"]:
        yield f"turns: the customer's, joined by {TURN_JOINT!r}, are not the text"


def _thread_problems(row: dict[str, Any]) -> Iterator[str]:
    if "thread" not in row:
        return
    thread = row["thread"]
    if row["channel"] != "email":
        yield "thread: only an e-mail has one"
    # An answer between quoted lines leaves parts of the text far from each other.
    lines = [line.strip() for line in row["text"].splitlines()]
    if not isinstance(thread, str) or not all(line in thread for line in lines):
        yield "thread: it does not hold every line of the text"


def _contact(row: dict[str, Any]) -> CorpusContact:
    turns = tuple(Turn(turn["speaker"], turn["text"]) for turn in row.get("turns", ()))
    return CorpusContact(
        id=row["id"],
        lang=row["lang"],
        sector=row["sector"],
        channel=row["channel"],
        text=row["text"],
        reasons=tuple(row["reasons"]),
        sentiment=row["sentiment"],
        irritants=tuple(row["irritants"]),
        evidence=dict(row["evidence"]),
        praises=tuple(row["praises"]),
        signals=tuple(row["signals"]),
        turns=turns,
        thread=row.get("thread"),
        theme=row.get("theme"),
    )
