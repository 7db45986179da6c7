"""Quoted messages inside a mail: where they begin, which lines are theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from mailparser_reply import EmailMessage

_HEAD_LINES = 4
"""A head such as "Le …, X <…> a écrit :" wraps over this many lines at most."""
_HEAD_CHARS = 320
_BLOCK_LINES = 14
_WRAPPED_CHARS = 55
"""A quoted line as long as this may have been broken, its rest left without a mark."""

_MARK = re.compile(r"^\s*(?:>\s?)+")
_DASHED = re.compile(
    r"\W*(?:original (?:message|e-?mail)|forwarded message|begin forwarded message|"
    r"(?:message|mail|e-mail|courriel|r[ée]ponse) "
    r"(?:d['’] ?origine|original|initial|transf[ée]r[ée]|pr[ée]c[ée]dent|r[ée]exp[ée]di[ée])|"
    r"d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée]))\W*",
    re.IGNORECASE,
)
_ABOVE_THIS = re.compile(
    r"\W*(?:(?:please |merci de |veuillez "
    r")?(?:reply|type|write|enter|r[ée]pond\w*|[ée]cri\w*)\b.{0,30}"
    r"(?:above this line|(?:au[- ]dessus|en dessus) de cette ligne))\W*",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:le|on|am|en date d[ue])\b.{4,300}?"
    r"(?:(?<=[\s>,])a [ée]crit|[ée]crivait|\bwrote|<[^<>\s]+@[^<>\s]+>)\s*:?"
    r"|.{2,120}(?:\ba [ée]crit|\bwrote) (?:le|on) .{6,60}:"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d.{0,40}<[^<>\s]+@[^<>\s]+>\s*:"
    r"|message du \d\d/\d\d/\d\d.*",
    re.IGNORECASE | re.DOTALL,
)
# A customer may write "Le technicien a écrit :"; a mail program gives a day and more.
_DAY = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\b\d{1,2}(?:er|st|nd|rd|th)?,? (?:de |of )?[^\W\d]{3,}|"
    r"\b[^\W\d]{3,}\.? \d{1,2}\b",
)
_MACHINE = re.compile(r"\d{1,2}[:h]\d{2}|[^\s@]+@[^\s@]+|\d{4},")
_LABEL = re.compile(
    r"[*_\s]*(?P<label>from|de|exp[ée]diteur|sent|envoy[ée](?: le| par)?|date(?: d['’]envoi)?|"
    r"to|[àa]|pour|"
    r"destinataires?|cc|copie(?: [àa])?|cci|bcc|subject|objet|sujet|reply-to|r[ée]pondre [àa]|"
    r"importance)\s*:[*_\s]*(?P<value>.*)",
    re.IGNORECASE,
)
_SIDE = {
    "from": ("from", "de", "expéditeur", "expediteur"),
    "when": ("sent", "date"),
    "to": ("to", "à", "a", "pour", "destinataire", "destinataires"),
    "about": ("subject", "objet", "sujet"),
}
_RULE = re.compile(r"\s*[_*=-]{10,}\s*")

_LIBRARY_START = re.compile(r"\s*(?:on|le|-{5,})\b|\s*-{5,}", re.IGNORECASE)

HeadKind = Literal["wrote", "rest"]


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a quote begins: after "wrote:" marked lines may follow; else the rest is quoted."""

    kind: HeadKind
    n_lines: int


def drop_quotes(lines: Sequence[str]) -> list[str]:
    """Keep the lines of a mail that are not quoted.

    Lines marked with ``>`` go, and so does everything after the head of a quote that marks
    no lines ("-----Message d'origine-----", "De : … Envoyé : …"). What the customer writes
    between or below marked lines stays.

    Args:
        lines: The lines of a body, without line ends.

    Returns:
        The customer's lines, in order.
    """
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if _MARK.match(line):
            at += 1
            continue
        head = _head_at(lines, at) or _library_head(lines, at)
        if head is not None:
            if head.kind == "rest" or not _marked_follows(lines, at + head.n_lines):
                break
            at += head.n_lines
            continue
        if not _is_wrapped_rest(lines, at):
            kept.append(line)
        at += 1
    return kept


def is_quoted(line: str) -> bool:
    """Whether a line is marked as quoted."""
    return _MARK.match(line) is not None


def _head_at(lines: Sequence[str], at: int) -> _Head | None:
    line = lines[at].strip()
    if not line:
        return None
    if len(line) < _HEAD_CHARS and (_DASHED.fullmatch(line) or _ABOVE_THIS.fullmatch(line)):
        return _Head("rest", 1)
    if _RULE.fullmatch(line):
        below = next((i for i in range(at + 1, min(at + 4, len(lines))) if lines[i].strip()), at)
        return _Head("rest", 1) if below > at and _is_header_block(lines, below) else None
    if _is_header_block(lines, at):
        return _Head("rest", 1)
    return _wrote_at(lines, at)


def _wrote_at(lines: Sequence[str], at: int) -> _Head | None:
    """A head such as "On …, X wrote:", wrapped or not."""
    joined = ""
    for n in range(1, _HEAD_LINES + 1):
        if at + n > len(lines) or not (line := lines[at + n - 1].strip()):
            return None
        joined = f"{joined} {line}".strip()
        if len(joined) > _HEAD_CHARS:
            return None
        if _WROTE.fullmatch(joined) and _by_machine(joined):
            # "On Wed …, X <x@y>" may go on with "wrote:" on the next line.
            more = at + n < len(lines) and lines[at + n].strip().rstrip(" :").lower()
            return _Head("wrote", n + (more in ("wrote", "a écrit", "écrit")))
    return None


def _by_machine(head: str) -> bool:
    return bool(_DAY.search(head)) and bool(_MACHINE.search(head) or "," in head)


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    """Whether header lines of a mail stand here: who, and to whom, when or about what."""
    first = _LABEL.fullmatch(lines[at])
    if first is None:
        return False
    sides: dict[str, str] = {}
    gap = 0
    for line in lines[at : at + _BLOCK_LINES]:
        match = _LABEL.fullmatch(line)
        gap = 0 if match else gap + 1
        if gap > 1:
            break
        if match and (side := _side(match["label"])):
            sides.setdefault(side, match["value"])
    # "From: Paris / To: Rome / Date: 3 May" is a traveller's: a mail's block has an address,
    # a subject, or all four.
    has_address = any("@" in value for value in sides.values())
    return (
        "from" in sides
        and len(sides) >= 2
        and (has_address or (len(sides) >= 3 and "about" in sides))
    )


def _side(label: str) -> str | None:
    word = label.casefold()
    if word.startswith(("envoy", "date")):
        return "when"
    return next((side for side, labels in _SIDE.items() if word in labels), None)


def _marked_follows(lines: Sequence[str], at: int) -> bool:
    below = next((line for line in lines[at:] if line.strip()), "")
    return is_quoted(below)


def _is_wrapped_rest(lines: Sequence[str], at: int) -> bool:
    """Whether an unmarked line is the broken-off end of the long quoted line above it."""
    line = lines[at].strip()
    if at == 0 or not line or not line[0].islower() or not is_quoted(lines[at - 1]):
        return False
    return len(lines[at - 1].rstrip()) >= _WRAPPED_CHARS


@cache
def _library_pattern() -> re.Pattern[str]:
    pattern: re.Pattern[str] = EmailMessage(text="", languages=["fr", "en"]).HEADER_REGEX
    return pattern


def _library_head(lines: Sequence[str], at: int) -> _Head | None:
    """A head that mail-parser-reply knows, checked: it takes any two "To:", "Date:" lines.

    It is shown a few lines at a time and long ones cut short: its patterns take quadratic
    time, and no head is long.
    """
    if not _LIBRARY_START.match(lines[at]):
        return None
    window = "\n".join(line.strip()[:_HEAD_CHARS] for line in lines[at : at + _HEAD_LINES + 2])
    match = _library_pattern().match(window)
    if match is None:
        return None
    found = match[0]
    if found.rstrip(" :*").endswith(("wrote", "écrit")):
        return _Head("wrote", found.count("\n") + 1) if _by_machine(found) else None
    return _Head("rest", 1) if _DASHED.fullmatch(lines[at].strip()) else None
