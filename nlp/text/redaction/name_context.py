"""Look at what surrounds a word to say whether a person's name may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.text.redaction.first_names import DOUBTFUL_FIRST_NAMES, FIRST_NAMES, SURE_FIRST_NAMES
from nlp.text.redaction.name_cues import (
    AFTER_NAMES,
    BEFORE_NAMES,
    BETWEEN,
    CASUAL_CLOSINGS,
    FORMAL_CLOSINGS,
    INTRODUCTIONS,
    PLACES,
    REFERRING,
    SPOKEN_ALONE,
    SPOKEN_INTRODUCED,
    SPOKEN_TITLED,
    SURE_SPOKEN_TITLES,
    TITLE,
)
from nlp.text.redaction.name_words import NOT_NAMES
from nlp.text.wordlist import fold

Span = tuple[int, int]

MIN_SPOKEN_LETTERS = 3
"""Letters of a given name recognised without a capital."""

MIN_REPEATED_LETTERS = 4
"""Letters of a name without a capital that is redacted wherever it stands again."""

MAX_WINDOW_CHARS = 200
"""Characters on either side of a candidate that count as its sentence at most."""

_LOOK_BACK = 36
_ANY_NAME = FIRST_NAMES | DOUBTFUL_FIRST_NAMES
NAME_WORD = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*|[^\W\d_](?:[\w'’-]*\w)?")
_LOWER_WORD = re.compile(
    rf"(?<![\w<@#'’-])[a-zà-öø-ÿœ]{{{MIN_SPOKEN_LETTERS},}}(?:-[a-zà-öø-ÿœ]+)?(?![\w>])"
)
_PREVIOUS = re.compile(r"([\w'’]+)\.?([^\w<>]*)$")
_LISTED = re.compile(r"(\w+),? (?:et |and |& |to |[àa] )?$")
_LINE_END = re.compile(r"[ .!,]*(?:$|\n|\()|,? (?:and|et|aged) |, ")
_SENTENCE_END = re.compile(r"[.!?…\n][^\w<>]*$")
_SENTENCE_BREAK = re.compile(r"[.!?…](?=\s)|\n")
_FIRST_INITIAL = re.compile(r"[A-ZÀ-Þ]\.")
_LAST_INITIAL = re.compile(r" [A-ZÀ-Þ]\.$")


def given_name(name: str) -> str:
    """Whether a name begins with a given name: ``sure``, ``doubtful`` or neither (empty)."""
    words = [word for word in NAME_WORD.findall(name) if not word.endswith(".")]
    parts = [fold(part) for part in words[0].split("-")] if words else [""]
    if len(parts) > 1:
        return "sure" if all(part in _ANY_NAME for part in parts) else ""
    if parts[0] in SURE_FIRST_NAMES:
        return "sure"
    return "doubtful" if parts[0] in _ANY_NAME else ""


def is_titled(text: str, start: int) -> bool:
    """Whether a title such as ``Mme`` or ``Mr.`` stands just before."""
    return TITLE.search(text, max(0, start - 14), start) is not None


def is_introduced(text: str, span: Span) -> bool:
    """Whether someone says who they are, or a closing formula makes it a signature."""
    before = text[max(0, span[0] - _LOOK_BACK) : span[0]]
    phrase = _phrase(before)
    if not _SENTENCE_END.search(before) and phrase.endswith(INTRODUCTIONS):
        return True
    if not _LINE_END.match(text, span[1]):
        return False
    name = text[slice(*span)]
    with_initial = _FIRST_INITIAL.match(name) or _LAST_INITIAL.search(text[span[0] : span[1] + 1])
    if with_initial and (_opens_sentence(text, span[0]) or before.rstrip(" ").endswith(",")):
        return True
    return phrase.endswith(FORMAL_CLOSINGS)


def is_place(text: str, start: int) -> bool:
    """Whether ``rue``, ``lycée`` and the like stand just before."""
    match = _PREVIOUS.search(text, max(0, start - _LOOK_BACK), start)
    return match is not None and not match[2].strip(" -") and fold(match[1]) in PLACES


def is_cued(text: str, span: Span) -> bool:
    """Whether thanks, a role, a greeting, a deed or the end of the text let a name stand."""
    before = text[max(0, span[0] - _LOOK_BACK) : span[0]]
    if _cued_before(before) or _ends_text(text, span):
        return True
    doubtful = given_name(text[slice(*span)]) == "doubtful"
    if AFTER_NAMES.match(text, span[1]):
        # "Bill is", "Guy said": at the start of a sentence the capital proves nothing.
        return not doubtful or not _opens_sentence(text, span[0])
    return doubtful and _is_listed(text, span)


def spoken_names(text: str) -> Iterator[tuple[Span, bool]]:
    """Find names without capitals, as transcripts have them.

    Args:
        text: A clean text.

    Yields:
        A span, and whether it needs no recogniser.
    """
    for match in SPOKEN_TITLED.finditer(text):
        word = fold(match["name"])
        # A French verb in -ez or -ons speaks to the person: "madame écoutez".
        if match["name"].islower() and word not in NOT_NAMES and not word.endswith(("ez", "ons")):
            yield match.span("name"), _is_settled(text, match.start(), fold(match["cue"]), word)
    for pattern in (SPOKEN_INTRODUCED, SPOKEN_ALONE):
        for match in pattern.finditer(text):
            yield from _said_name(match)
    for match in _LOWER_WORD.finditer(text):
        word = fold(match.group())
        if word in SURE_FIRST_NAMES and word not in NOT_NAMES:
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
            if _cued_before(before) or AFTER_NAMES.match(text, match.end()):
                yield match.span(), True


def _said_name(match: re.Match[str]) -> Iterator[tuple[Span, bool]]:
    """A name said without capitals: a given name, or two unknown words before a number."""
    first, second = fold(match["first"]), fold(match["second"] or "")
    if not match["first"].islower() or first in NOT_NAMES:
        return
    followed = bool(second) and second not in NOT_NAMES
    end = match.end("second") if followed else match.end("first")
    if first in SURE_FIRST_NAMES:
        yield (match.start("first"), end), True
    elif followed and "after" in match.re.groupindex and match["after"]:
        yield (match.start("first"), end), second in SURE_FIRST_NAMES


def is_shouted(text: str, span: Span) -> bool:
    """Whether a name in capitals stands in a sentence in capitals."""
    if not text[slice(*span)].isupper():
        return False
    start, end = sentence_around(text, span)
    around = text[start : span[0]] + text[span[1] : end]
    letters = [character for character in around if character.isalpha()]
    return sum(map(str.isupper, letters)) > len(letters) / 2 or span[1] - span[0] > _LOOK_BACK


def sentence_around(text: str, span: Span) -> Span:
    """The sentence in which a span stands, cut at some distance."""
    low, high = max(0, span[0] - MAX_WINDOW_CHARS), min(len(text), span[1] + MAX_WINDOW_CHARS)
    start = max((m.end() for m in _SENTENCE_BREAK.finditer(text, low, span[0])), default=low)
    following = _SENTENCE_BREAK.search(text, span[1], high)
    return start, following.end() if following else high


def _phrase(before: str) -> str:
    """The words before a name, folded, with a space before each."""
    return " " + " ".join(fold(before).rstrip(" \n,.!«\"'(").split())


def _cued_before(before: str) -> bool:
    phrase = _phrase(before)
    if phrase.endswith(CASUAL_CLOSINGS):
        return True
    if _SENTENCE_END.search(before):
        return False
    words = re.findall(r"[a-z0-9]+", phrase)[-4:]
    while words and words[-1] in BETWEEN:
        words.pop()
    return bool(words) and words[-1] in BEFORE_NAMES


def _is_listed(text: str, span: Span) -> bool:
    """Whether a given name follows another one, or opens the text as a salutation."""
    if not text[: span[0]].strip():
        return text[span[1] : span[1] + 2] in (",\n", ", ")
    match = _LISTED.search(text, max(0, span[0] - _LOOK_BACK), span[0])
    return match is not None and match[1][0].isupper() and given_name(match[1]) == "sure"


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(" «\"'(")
    return not before or before[-1] in ".!?…:\n"


def _ends_text(text: str, span: Span) -> bool:
    """Whether a name stands alone at the very end, as a signature does."""
    return span[0] > 0 and not text[span[1] :].strip(" .!\n") and _opens_sentence(text, span[0])


def _is_settled(text: str, start: int, cue: str, word: str) -> bool:
    """Whether a word after a spoken title needs no recogniser."""
    if cue in SURE_SPOKEN_TITLES or word in SURE_FIRST_NAMES:
        return True
    previous = _PREVIOUS.search(text, max(0, start - _LOOK_BACK), start)
    return cue in ("madame", "monsieur") and previous is not None and fold(previous[1]) in REFERRING
