"""Call and chat transcripts: JSON, text with speakers, VTT and SRT, one file per call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nlp.errors import InputError, UnreadableFileError
from nlp.readers.cells import fold
from nlp.readers.decoding import decode_file
from nlp.readers.mapping import ColumnMapping
from nlp.readers.reading import FileReading, RowReading
from nlp.readers.records import load_json
from nlp.readers.tables import contacts_of_rows
from nlp.readers.turns import RawTurn, container, role_of, turns_of_json, turns_of_text
from nlp.readers.vocabulary import COLUMN_NAMES
from nlp.types import Reject

TRANSCRIPT_SUFFIXES = (".json", ".txt", ".vtt", ".srt")

_CALL_LISTS = ("calls", "appels", "conversations", "transcripts", "contacts", "data", "records")
_CUE_TIME = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->.*")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>(.*)", re.DOTALL)
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_METADATA = re.compile(r"\s*([^:]{2,30}?)\s*:\s*(\S.*?)\s*")
_METADATA_NAMES = {
    name
    for field in ("id", "date", "channel", "lang", "product", "segment", "crm_reason", "team")
    for name in COLUMN_NAMES[field]
}

Call = dict[str, Any]
"""Names and values of a call; its turns stand under ``turns``."""


def read_transcripts(
    files: Sequence[Path],
    source: str,
    mapping: ColumnMapping | None,
    *,
    max_cell_chars: int,
    strict: bool,
) -> FileReading:
    """Read transcripts, usually one call per file.

    What stands beside the turns of a JSON call, or above the first turn of a text
    (``Date : 03/11/2026``), is read like the columns of a table: identifier, date, score.

    Args:
        files: ``.json``, ``.txt``, ``.vtt`` and ``.srt`` files.
        source: Name of the reading: the file's, or that of its folder.
        mapping: What the user states about the fields beside the turns, if anything.
        max_cell_chars: A longer transcript is rejected.
        strict: Whether a file that is no transcript is an error; if not, it is one reject
            (``broken_row``, row 0), with the name of the file.

    Returns:
        The calls as contacts with turns; channel ``call`` where nothing else is said.

    Raises:
        InputError: ``strict``, and a file cannot be opened.
        UnreadableFileError: ``strict``, and a file is empty, binary or no transcript.
    """
    rows = transcript_rows(files, source, strict=strict)
    return contacts_of_rows(rows, mapping, max_cell_chars=max_cell_chars)


def transcript_rows(files: Sequence[Path], source: str, *, strict: bool) -> RowReading:
    """The calls of transcript files as rows: a column ``turns``, and what stands beside it.

    Args:
        files: See :func:`read_transcripts`.
        source: See :func:`read_transcripts`.
        strict: See :func:`read_transcripts`.

    Raises:
        InputError: ``strict``, and a file cannot be opened.
        UnreadableFileError: ``strict``, and a file is empty, binary or no transcript.
    """
    calls: list[tuple[str, int, Call]] = []
    rejects: list[Reject] = []
    for path in files:
        try:
            found = calls_of_file(path)
        except InputError:
            if strict:
                raise
            rejects.append(Reject(path.name, 0, "broken_row", "not readable as a transcript"))
            continue
        calls.extend((path.name, row, call) for row, call in enumerate(found, start=1))
    header = tuple(dict.fromkeys(["turns", *(name for _, _, call in calls for name in call)]))
    return RowReading(
        source,
        header,
        tuple(tuple(map(call.get, header)) for _, _, call in calls),
        tuple((name, row) for name, row, _ in calls),
        tuple(rejects),
    )


def calls_of_file(path: Path) -> list[Call]:
    """The calls in a transcript file.

    Args:
        path: A ``.json``, ``.txt``, ``.vtt`` or ``.srt`` file.

    Returns:
        At least one call.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is empty, binary, or names no speaker.
    """
    text = decode_file(path).text
    if path.suffix.lower() == ".json":
        calls = calls_of_json(load_json(path, text))
        if calls is None:
            raise UnreadableFileError(
                f"{path} holds no transcript: expected an object with 'turns', each with 'speaker' "
                "and 'text', a list of turns, or a list of such objects"
            )
        return calls
    parse: Callable[[str], Call] = _call_of_text
    if path.suffix.lower() in (".vtt", ".srt"):
        parse = _call_of_cues
    call = parse(text)
    if not call["turns"]:
        raise UnreadableFileError(
            f"{path} names no speaker: expected lines that begin with 'Client :', 'Conseiller :', "
            "'Customer:' or 'Agent:'"
        )
    return [call]


def calls_of_json(value: Any) -> list[Call] | None:
    """The calls in a JSON value: one call, a list of turns, or a list of calls; else ``None``."""
    if isinstance(value, list) and value and all(container(item) is not None for item in value):
        return [_call_of_object(item) for item in value]
    if isinstance(value, list):
        turns = turns_of_json(value)
        labelled = turns is not None and any(turn.label for turn in turns)
        return [{"turns": value}] if labelled else None
    if container(value) is not None:
        # {"messages": [...]} may also be a table: turns have speakers.
        turns = turns_of_json(value)
        return [_call_of_object(value)] if turns is not None else None
    if isinstance(value, Mapping):
        for name in _CALL_LISTS:
            if isinstance(value.get(name), list) and (calls := calls_of_json(value[name])):
                return calls
    return None


def _call_of_object(value: Mapping[str, Any]) -> Call:
    turns = container(value)
    beside = {str(name): item for name, item in value.items() if not isinstance(item, list | dict)}
    return {**beside, "turns": turns}


def _call_of_text(text: str) -> Call:
    """Turns of a text, and the lines above them that name a field of the contact."""
    call: Call = {}
    for line in text.splitlines():
        match = _METADATA.fullmatch(line)
        if match is None:
            continue
        if role_of(match[1]) or fold(match[1]) not in _METADATA_NAMES:
            break
        call.setdefault(match[1], match[2])
    head_names = set(call)
    turns = [turn for turn in turns_of_text(text) if turn.label not in head_names]
    return {**call, "turns": _as_objects(turns)}


def _call_of_cues(text: str) -> Call:
    """Turns of subtitles; the speaker stands in a voice tag or before a colon."""
    turns: list[RawTurn] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = block.strip().split("\n")
        timed = next((i for i, line in enumerate(lines) if _CUE_TIME.fullmatch(line.strip())), None)
        if timed is None:
            continue
        start = _cue_start(lines[timed].strip())
        turns.extend(_cue_turns("\n".join(lines[timed + 1 :]), start))
    return {"turns": _as_objects(turns) if any(turn.label for turn in turns) else []}


def _cue_turns(words: str, start: float | None) -> list[RawTurn]:
    if voice := _VOICE.fullmatch(words.strip()):
        return [RawTurn(voice[1].strip(), " ".join(_TAG.sub("", voice[2]).split()), start)]
    plain = _TAG.sub("", words)
    prefixed = [RawTurn(turn.label, turn.text, start) for turn in turns_of_text(plain)]
    # A cue that goes on without a name belongs to the speaker before it.
    return prefixed or [RawTurn("", " ".join(plain.split()), start)]


def _cue_start(line: str) -> float | None:
    match = _CUE_TIME.fullmatch(line)
    if match is None:
        return None
    whole = int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
    return whole + int(match[4].ljust(3, "0")) / 1000


def _as_objects(turns: Sequence[RawTurn]) -> list[dict[str, Any]]:
    objects = [asdict(turn) for turn in turns]
    return [{"speaker": o["label"], "text": o["text"], "start": o["start"]} for o in objects]
