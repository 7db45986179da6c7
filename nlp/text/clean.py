"""Clean a text without losing track of its offsets.

Broken encodings, HTML, invisible characters and odd spaces go; words, accents, case,
emoji and typographic quotes stay.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import count

import ftfy

from nlp.text.aligned import AlignedText, Edit
from nlp.text.redaction.placeholders import PLACEHOLDER

_MAX_PASSES = 6
"""Passes after which tags that keep forming out of other tags lose their opening bracket."""

_CHUNK_CHARS = 400
"""Longest stretch repaired at once; bounds the quadratic cost of aligning it."""

_FTFY = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    uncurl_quotes=False,  # the French apostrophe is meant
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)

_INLINE = "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp"
_INLINE += "|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
_BLOCK = "address|article|aside|blockquote|body|br|button|caption|center|col|colgroup|dd|details"
_BLOCK += "|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe"
_BLOCK += "|img|input|li|link|main|meta|nav|ol|option|p|pre|section|select|summary|svg|table"
_BLOCK += "|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video"
_ATTRIBUTES = r"(?:\s[^<>]*=[^<>]*)?\s*/?"  # "a <b and c> d" is no tag

_MARKUP = re.compile(
    rf"(?P<drop><!--(?:(?!<!--).)*?-->|<!doctype[^<>]*>|<\?xml[^<>]*>|<!\[[^<>]*\]>"
    rf"|<(?P<raw>script|style)\b[^<>]*>(?:(?!<(?P=raw)\b).)*?</(?P=raw)\s*>)"
    rf"|(?P<inline></?(?:{_INLINE}|(?:o|v|w|m|st1|xml):[a-z]+){_ATTRIBUTES}>)"
    rf"|(?P<block></?(?:{_BLOCK}){_ATTRIBUTES}>)",
    re.IGNORECASE | re.DOTALL,
)
_TAG_OPENING = re.compile(rf"<+(?=/?(?:{_INLINE}|{_BLOCK}|script|style)\b|[!?])", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:amp;)*(?P<name>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)

_PICTOGRAPH = r"[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]"
_INVISIBLE = re.compile(
    "(?P<keep>\U0001f3f4[\U000e0020-\U000e007f]+"  # flags of England, Scotland and Wales
    rf"|(?<={_PICTOGRAPH})\u200d(?={_PICTOGRAPH}))"  # joined emoji, such as families
    "|(?P<pair>[\ud800-\udbff][\udc00-\udfff])|(?P<lone>[\ud800-\udfff])"
    r"|(?P<escape>\x1b\[[0-9;?]*[A-Za-z])"
    "|(?P<line>\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029])"
    "|(?P<space>[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])"
    "|(?P<gone>[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\U000e0000-\U000e007f])"
)
_TURN_MARK = re.compile(r"[ \n]*\|\|[ |]*\n?")
_BLANKS = re.compile(r" {2,}| +(?=\n)|(?<=\n) +|\n{3,}|\A\s+|\s+\Z")
_SUSPECT = re.compile(
    r"[^\x20-\x7e\n]|<[a-z/!?]|&[a-z#]|\|\||  | \n|\n |\n\n\n|\A\s|\s\Z", re.IGNORECASE
)

_Step = Callable[[AlignedText], AlignedText]


def clean_text(text: str) -> AlignedText:
    """Clean a text, keeping for each code point where it came from.

    Repairs mojibake and ligatures, decodes HTML entities, turns block tags into line
    breaks and drops the others with scripts, styles and comments, turns `` || ``
    (turns of a call on one line) into line breaks, removes control and zero-width
    characters, makes every odd space a space, keeps one space in a row and one blank
    line, strips both ends, composes accents (NFC). Placeholders of redaction stay.

    Args:
        text: Any text.

    Returns:
        The clean text, aligned with ``text``. Cleaning it again changes nothing.
    """
    aligned = AlignedText.of(text)
    # One repair may uncover the next (an escaped entity, mojibake inside one). Each
    # pass that changes something shortens the text or makes it plainer, so this ends.
    for number in count():
        if not _SUSPECT.search(aligned.text):
            break
        before = aligned.text
        for step in _STEPS:
            aligned = step(aligned)
        if number >= _MAX_PASSES:
            aligned = _break_tags(aligned)
        if aligned.text == before:
            break
    return aligned


def _repair_encoding(aligned: AlignedText) -> AlignedText:
    if aligned.text.isascii():
        return aligned
    return _rewrite(aligned, lambda part: ftfy.fix_text(part, _FTFY))


def _compose_accents(aligned: AlignedText) -> AlignedText:
    if unicodedata.is_normalized("NFC", aligned.text):
        return aligned
    return _rewrite(aligned, lambda part: unicodedata.normalize("NFC", part))


def _decode_entities(aligned: AlignedText) -> AlignedText:
    if "&" not in aligned.text:
        return aligned
    edits: list[Edit] = []
    for match in _ENTITY.finditer(aligned.text):
        entity = f"&{match['name']};"
        decoded = html.unescape(entity)
        if decoded != entity:
            edits.append((match.start(), match.end(), decoded))
    return aligned.replace(edits)


def _strip_markup(aligned: AlignedText) -> AlignedText:
    if "<" not in aligned.text:
        return aligned
    return aligned.replace(
        (match.start(), match.end(), "\n" if match["block"] else "")
        for match in _MARKUP.finditer(aligned.text)
        if not PLACEHOLDER.fullmatch(match.group())
    )


def _break_tags(aligned: AlignedText) -> AlignedText:
    return aligned.delete(
        match.span()
        for match in _TAG_OPENING.finditer(aligned.text)
        if not PLACEHOLDER.match(aligned.text, match.end() - 1)
    )


def _plain_characters(aligned: AlignedText) -> AlignedText:
    return aligned.replace(
        (match.start(), match.end(), _plain(match))
        for match in _INVISIBLE.finditer(aligned.text)
        if match["keep"] is None
    )


def _plain(match: re.Match[str]) -> str:
    if match["pair"]:
        return match["pair"].encode("utf-16", "surrogatepass").decode("utf-16")
    if match["lone"]:
        return "\ufffd"
    return {"line": "\n", "space": " "}.get(match.lastgroup or "", "")


def _break_turns(aligned: AlignedText) -> AlignedText:
    if "||" not in aligned.text:
        return aligned
    return aligned.replace((m.start(), m.end(), "\n") for m in _TURN_MARK.finditer(aligned.text))


def _squeeze_blanks(aligned: AlignedText) -> AlignedText:
    edits: list[Edit] = []
    for match in _BLANKS.finditer(aligned.text):
        start, end = match.span()
        outer = start == 0 or end == len(aligned.text)
        beside_break = aligned.text[start - 1] == "\n" or aligned.text[end : end + 1] == "\n"
        # What stays is cut off the run, so that it keeps its own alignment.
        kept = 0 if outer else 2 if aligned.text[start] == "\n" else 0 if beside_break else 1
        edits.append((start + kept, end, ""))
    return aligned.replace(edits)


_STEPS: tuple[_Step, ...] = (
    _repair_encoding,
    _decode_entities,
    _strip_markup,
    _plain_characters,
    _compose_accents,
    _break_turns,
    _squeeze_blanks,
)


def _rewrite(aligned: AlignedText, fix: Callable[[str], str]) -> AlignedText:
    """Apply a fix that gives no offsets, aligning only the stretches that it changes."""
    edits: list[Edit] = []
    for start, end in _chunks(aligned.text):
        old = aligned.text[start:end]
        if old.isascii():
            continue
        new = fix(old)
        if new != old:
            edits += _differences(old, new, start)
    return aligned.replace(edits)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Lines, the long ones cut at a space between two ASCII letters, never inside mojibake."""
    start = 0
    for cut in re.finditer(r"\n|(?<=[a-z]) (?=[a-z])", text):
        if cut.group() == "\n" or cut.start() - start > _CHUNK_CHARS:
            yield start, cut.start()
            start = cut.end()
    yield start, len(text)


def _differences(old: str, new: str, offset: int) -> Iterator[Edit]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield offset + old_start, offset + old_end, new[new_start:new_end]
