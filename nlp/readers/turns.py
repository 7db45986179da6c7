"""The turns of a call or chat: found in a cell or text, and given to customer or agent."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nlp.readers.cells import cell_text, fold, word_set
from nlp.readers.dates import DateReader, UnreadableDateError
from nlp.readers.durations import parse_duration
from nlp.readers.notes import Note
from nlp.readers.vocabulary import COLUMN_NAMES
from nlp.types import Speaker, Turn

CUSTOMER_WORDS = word_set(
    "client,cliente,customer,caller,user,usager,usagere,appelant,appelante,consumer,consommateur,"
    "consommatrice,member,adherent,adherente,assure,assuree,abonne,abonnee,visiteur,visitor,guest,"
    "utilisateur,utilisatrice,correspondant,passenger,passager,patient,cli,end user,external,"
    "interlocuteur client,cx"
)
AGENT_WORDS = word_set(
    "agent,conseiller,conseillere,advisor,adviser,rep,representative,operator,operateur,operatrice,"
    "teleconseiller,teleconseillere,telecon,csr,support,assistant,assistante,bot,chatbot,system,"
    "systeme,ivr,svi,hotline,technicien,technicienne,superviseur,supervisor,manager,employee,"
    "staff,collaborateur,collaboratrice,service client,service clients,service clientele,sav,"
    "charge de clientele,chargee de clientele,customer service,customer support,customer care,"
    "gestionnaire,standard,accueil,internal,company,tc,virtual assistant,automate,"
    "serveur vocal"
)
_NUMBERED = re.compile(
    r"(?:spk|speaker|intervenant|intervenante|locuteur|participant|voice|voix|channel|canal|ch|"
    r"personne|person) ?(\d{1,2})"
)
_CONTAINERS = (
    "turns", "segments", "utterances", "transcript", "transcription", "messages", "dialogue",
    "dialog", "conversation", "echanges", "tours", "toursdeparole",
)  # fmt: skip
_LABEL_KEYS = (
    "participantrole", "speakerrole", "role", "speaker", "speakerlabel", "locuteur", "speakertype",
    "participant", "participantid", "from", "sender", "author", "auteur", "who", "name", "channel",
)  # fmt: skip
_TEXT_KEYS = (
    "text", "texte", "utterance", "content", "contenu", "message", "transcript", "body", "sentence",
    "value",
)  # fmt: skip
_START_KEYS = (
    "start", "starts", "starttime", "startedats", "startedat", "starttimes", "startsec",
    "startms", "starttimems", "startoffset", "begin", "begintime", "beginoffsetmillis", "offset",
    "offsetms", "debut", "timestamp", "time", "t", "createdat", "sentat", "date",
)  # fmt: skip
_EPOCH = 10**8
"""A larger start is a moment of the calendar, not seconds into a call."""

_STAMP = r"[\[(]?(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?[\])]?"
_PREFIXED = re.compile(
    rf"\s*(?:{_STAMP}\s*[-–]?\s*)?\W{{0,2}}?([^\W_][\w .'’()#-]{{0,39}}?)\s*(?:{_STAMP})?"
    r"\s*[:：]\s*(.*)"
)
_NAME_WORD = re.compile(r"[A-ZÀ-Ý(#\d].*")
_LABEL_WORDS = 3
_FULL_NAME = re.compile(
    r"[A-ZÀ-Ý][\w.'’-]*(?: (?:(?:d|de|du|des|la|le|van|von|der|da|di|el|al|ben) ){0,2}"
    r"[A-ZÀ-Ý][\w.'’-]*){0,3}"
)
_FIELD_NAMES = frozenset(name for names in COLUMN_NAMES.values() for name in names)
"""``Durée : 5 min`` beside the turns of a call is no speaker."""


@dataclass(frozen=True, slots=True)
class RawTurn:
    """A turn before its speaker is known: label as written, words, seconds into the call."""

    label: str
    text: str
    start: float | None = None


@dataclass(slots=True)
class SpeakerTally:
    """How often speakers had to be told apart by a rule, for the notes."""

    assumed: Counter[tuple[str, str]] = field(default_factory=Counter)

    def notes(self) -> tuple[Note, ...]:
        """One note per pair of labels told apart by a rule."""
        return tuple(
            Note("speakers_assumed", {"n": n, "customer": customer, "agent": agent})
            for (customer, agent), n in sorted(self.assumed.items())
        )


def turns_of_cell(cell: Any, tally: SpeakerTally) -> tuple[Turn, ...]:
    """The turns in a cell: a list, JSON text, or lines such as ``Client : …``.

    Args:
        cell: The cell.
        tally: Counts the calls whose speakers were told apart by a rule.

    Returns:
        The turns, speakers settled; text without any label is one turn of the customer;
        empty when there is nothing.
    """
    if isinstance(cell, str) and cell.lstrip().startswith(("[", "{")):
        with suppress(ValueError, RecursionError):  # a text may begin with a bracket
            cell = json.loads(cell)
    if isinstance(cell, list | dict):
        return settle_speakers(turns_of_json(cell) or [], tally)
    text = cell_text(cell)
    if not text:
        return ()
    return settle_speakers(turns_of_text(text), tally) or (Turn("customer", text),)


def turns_of_json(value: Any) -> list[RawTurn] | None:
    """The turns of one call in JSON.

    Args:
        value: A list of turns, or an object that holds one under ``turns``, ``segments``,
            ``utterances`` or a like name.

    Returns:
        The turns with words in them, or ``None`` if the value is no call.
    """
    turns = value if isinstance(value, list) else container(value)
    if not turns or not all(isinstance(turn, Mapping) for turn in turns):
        return None
    found: list[RawTurn] = []
    starts: list[float | None] = []
    for turn in turns:
        keyed = {fold(str(key)).replace(" ", ""): item for key, item in turn.items()}
        text = next((cell_text(keyed[key]) for key in _TEXT_KEYS if key in keyed), None)
        if text is None:
            return None
        starts.append(_start(keyed))
        found.append(RawTurn(_label(keyed), text))
    origin = min((s for s in starts if s is not None and s > _EPOCH), default=0.0)
    return [
        RawTurn(turn.label, turn.text, None if start is None else round(start - origin, 3))
        for turn, start in zip(found, starts, strict=True)
        if turn.text
    ]


def container(value: Any) -> list[Any] | None:
    """The list of turns inside an object, if it has one."""
    if not isinstance(value, Mapping):
        return None
    keyed = {fold(str(key)).replace(" ", ""): item for key, item in value.items()}
    lists = (keyed[key] for key in _CONTAINERS if isinstance(keyed.get(key), list))
    return next(lists, None)


def turns_of_text(text: str) -> list[RawTurn]:
    """The turns of a text whose lines begin with a speaker: ``Client :``, ``[00:12] Agent:``.

    A line without a speaker continues the turn above. A label that is not a known word
    for customer or agent counts if it is numbered (``Speaker 1``), or, where the text
    does not name both sides by known words, if it comes back. Where agents alone would
    speak, the one label that reads like a person's name counts although it stands once.

    Returns:
        The turns; empty if no line names a speaker.
    """
    lines = text.splitlines()
    labels = _labels(lines)
    turns: list[RawTurn] = []
    for line in lines:
        match = _PREFIXED.fullmatch(line)
        if match and (label := match[2].strip()) in labels:
            stamp = match[1] or match[3]
            turns.append(RawTurn(label, match[4].strip(), parse_duration(stamp) if stamp else None))
        elif turns and line.strip():
            last = turns[-1]
            turns[-1] = RawTurn(last.label, f"{last.text} {line.strip()}".strip(), last.start)
    return [turn for turn in turns if turn.text]


def settle_speakers(turns: Sequence[RawTurn], tally: SpeakerTally) -> tuple[Turn, ...]:
    """Give each turn to customer or agent.

    Known words settle it. Else, against a known agent the others are customers, and
    against a known customer they are agents; where nobody is known the lowest number, or
    the first to speak, is the agent (who picks up), and a single voice is the customer. A
    turn without a label goes on with the speaker before.

    Args:
        turns: The turns as labelled.
        tally: Counts the calls settled by a rule.
    """
    labels = list(dict.fromkeys(turn.label for turn in turns if turn.label))
    if not labels:
        return ()
    roles = {label: role for label in labels if (role := role_of(label))}
    unknown = [label for label in labels if label not in roles]
    if unknown:
        roles |= _assumed_roles(unknown, set(roles.values()))
        tally.assumed[_shown_pair(labels, roles)] += 1
    settled: list[Turn] = []
    speaker = roles[labels[0]]
    for turn in turns:
        speaker = roles.get(turn.label, speaker)
        settled.append(Turn(speaker, turn.text, turn.start))
    return tuple(settled)


def role_of(label: str) -> Speaker | None:
    """Whose side a label names (``Conseillère``, ``Agent Sophie``, ``CUSTOMER 2``), if known."""
    words = re.sub(r"\b\d+\b", " ", fold(label)).split()
    named = _NAME_WORD.fullmatch
    tail_is_name = all(named(word) for word in label.split()[1:])
    candidates = [" ".join(words)]
    if len(words) > 1 and len(words) <= _LABEL_WORDS:
        candidates += [words[0]] if tail_is_name else []
        candidates += [words[-1]] if named(label) and label.endswith(")") else []
    for candidate in candidates:
        if candidate in AGENT_WORDS:
            return "agent"
        if candidate in CUSTOMER_WORDS:
            return "customer"
    return None


def _labels(lines: Sequence[str]) -> set[str]:
    """The prefixes of a text that are speakers."""
    seen = Counter(
        match[2].strip() for line in lines if (match := _PREFIXED.fullmatch(line)) is not None
    )
    known = {label for label in seen if role_of(label) or _NUMBERED.fullmatch(fold(label))}
    if {role_of(label) for label in known} >= {"customer", "agent"}:
        return known
    found = known | {
        label
        for label, n in seen.items()
        if n > 1 and label[0].isupper() and len(label.split()) <= _LABEL_WORDS
    }
    if {role_of(label) for label in found} != {"agent"}:
        return found
    names = [label for label in seen if _FULL_NAME.fullmatch(label)]
    names = [name for name in names if name not in found and fold(name) not in _FIELD_NAMES]
    return found | set(names) if len(names) == 1 else found


def _assumed_roles(unknown: Sequence[str], known: set[Speaker]) -> dict[str, Speaker]:
    if known:
        role: Speaker = "agent" if "customer" in known else "customer"
        return dict.fromkeys(unknown, role)
    if len(unknown) == 1:
        return {unknown[0]: "customer"}
    numbers = [_NUMBERED.fullmatch(fold(label)) for label in unknown]
    agent = unknown[0]
    if all(numbers):
        agent = min(unknown, key=lambda label: int(fold(label).split()[-1].lstrip("spkch") or 0))
    return {label: "agent" if label == agent else "customer" for label in unknown}


def _shown_pair(labels: Sequence[str], roles: Mapping[str, Speaker]) -> tuple[str, str]:
    """Labels of customer and agent for a note; a label that may be a name is not shown."""
    shown: dict[Speaker, list[str]] = {"customer": [], "agent": []}
    for position, label in enumerate(labels):
        generic = role_of(label) or _NUMBERED.fullmatch(fold(label))
        word = label if generic else ("first_voice" if position == 0 else "other_voice")
        if word not in shown[roles[label]]:
            shown[roles[label]].append(word)
    return ", ".join(shown["customer"]) or "nobody", ", ".join(shown["agent"]) or "nobody"


def _label(keyed: Mapping[str, Any]) -> str:
    """The label that says most: one that names a side, else the first there is."""
    given = list(_given_labels(keyed))
    return next((label for label in given if role_of(label)), given[0] if given else "")


def _given_labels(keyed: Mapping[str, Any]) -> Iterator[str]:
    for key in _LABEL_KEYS:
        value = keyed.get(key)
        if isinstance(value, Mapping):
            value = value.get("role") or value.get("name")
        if text := cell_text(value):
            yield f"speaker {text}" if text.isdecimal() else text


def _start(keyed: Mapping[str, Any]) -> float | None:
    """Seconds into the call, or since 1970 where the turn has a date."""
    key = next((key for key in _START_KEYS if keyed.get(key) is not None), "")
    value = keyed.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value)
        return seconds / 1000 if "ms" in key or "millis" in key or seconds > 10**11 else seconds
    text = cell_text(value)
    if (seconds_in := parse_duration(text)) is not None:
        return seconds_in
    try:
        moment: datetime | None = DateReader("day_first").read(text)
    except UnreadableDateError:
        return None
    return moment.timestamp() if moment else None
