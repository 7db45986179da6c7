"""From the bytes of a text file to its characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from nlp.errors import InputError, UnreadableFileError
from nlp.readers.notes import Note

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive; if it is a workbook, name it .xlsx"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Outlook file; save it as .xlsx or .eml"),
    (b"PAR1", "a Parquet file; name it .parquet"),
    (b"%PDF", "a PDF; export the data as CSV or XLSX"),
    (b"\x1f\x8b", "compressed with gzip; decompress it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE_MAX = 0.01
"""More control characters than this is no text; a stray one in a paste is."""
_SAMPLE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class DecodedFile:
    """The characters of a text file.

    Attributes:
        text: Everything after the byte order mark.
        encoding: The encoding found, as it is usually written.
        notes: What is odd about it.
    """

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def read_bytes(path: Path) -> bytes:
    """Read a file that must hold something.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is empty.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror or error}") from error
    if not content.strip():
        raise UnreadableFileError(f"{path} is empty: expected a table, e-mails or transcripts")
    return content


def decode_file(path: Path) -> DecodedFile:
    """Read a text file in UTF-8, UTF-16 with a byte order mark, or cp1252.

    A file that is UTF-8 but for a few bytes keeps its UTF-8, and those bytes are
    read as cp1252: exports glued together from two systems are common.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is empty or binary.
    """
    content = read_bytes(path)
    for magic, meaning in _MAGIC:
        if content.startswith(magic):
            raise UnreadableFileError(f"{path} is not a text file: it is {meaning}")
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decode_marked(content[len(bom) :], encoding, path)
    _refuse_binary(content, path)
    try:
        return DecodedFile(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _decode_western(content)


def _decode_marked(content: bytes, encoding: str, path: Path) -> DecodedFile:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _decode_western(content)
        raise UnreadableFileError(
            f"{path} announces {encoding.upper()} and breaks it at byte {error.start}: "
            "save it again as UTF-8"
        ) from error
    if not text.strip():
        raise UnreadableFileError(f"{path} is empty: expected a table, e-mails or transcripts")
    return DecodedFile(text, encoding.upper())


def _refuse_binary(content: bytes, path: Path) -> None:
    sample = content[:_SAMPLE_BYTES]
    controls = len(_CONTROLS.findall(sample))
    if b"\x00" in content or controls > _CONTROL_SHARE_MAX * len(sample):
        raise UnreadableFileError(
            f"{path} is binary, not text: expected CSV, TSV, XLSX, JSON Lines, Parquet, EML or a "
            "transcript (text in UTF-16 needs its byte order mark: save it as UTF-8)"
        )


def _decode_western(content: bytes) -> DecodedFile:
    """cp1252, unless most of the accented characters are valid UTF-8."""
    lenient = content.decode("utf-8", errors="surrogateescape")
    strays = sum(1 for char in lenient if "\udc80" <= char <= "\udcff")
    valid = sum(1 for char in lenient if char > "\x7f") - strays
    if valid > strays:
        text = re.sub("[\udc80-\udcff]", lambda match: _western(ord(match[0]) - 0xDC00), lenient)
        return DecodedFile(text, "UTF-8", (Note("encoding_mixed", {"n": strays}),))
    try:
        return DecodedFile(content.decode("cp1252"), "cp1252")
    except UnicodeDecodeError:
        return DecodedFile("".join(map(_western, content)), "cp1252")


def _western(byte: int) -> str:
    """One cp1252 byte; the five it leaves undefined are control characters, as on the web."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
