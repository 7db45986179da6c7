"""Cut a text into mentions: sentences and clauses, with exact offsets.

Nothing here decides a label. The text is cut at boundaries that punctuation, line
breaks and connectives give; what stays too long is cut where a speaker would breathe.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from typing import Literal

from nlp.text.wordlist import word_set

Span = tuple[int, int]

SOFT_MAX_WORDS = 30
"""A longer mention is cut at the best connective or comma within it."""

HARD_MAX_WORDS = 45
"""A mention never has more words than this; it is cut between any two if it must."""

MIN_CLAUSE_WORDS = 4
"""Words that must stand on both sides of a connective or semicolon for it to cut."""

WRAP_COLUMNS = (55, 80)
"""Lengths of the longest line between which a text may have been wrapped by a mail
program. The break of a line into which the next word didn't fit doesn't cut then."""

_ABBREVIATIONS = word_set(
    """
    m mm mme mmes mlle mlles me dr pr st ste mr mrs ms messrs prof sr jr rev hon av bd bld boul
    pl rte chem imp apt appt bat esc et res no nos n° num réf ref tél tel cf ex p pp art al env
    approx max min mn vs ie eg e.g i.e p.ex c.-à-d dept dépt resp qté qty inc ltd co corp dest
    exp cde cmd fact ave blvd rd ext fig vol janv févr avr juil sept oct nov déc jan feb mar apr
    jun jul aug sep dec a.m p.m u.s u.k
    """
)

_CLOSERS = "\"'”’»)\\]}"
_SENTENCE_END = re.compile(
    rf"(?P<mark>[.!?…]+)[{_CLOSERS}]*(?:\s?[»”])?(?P<emoji>(?:[ ]?[\u2600-\u27bf\ufe0f\u200d"
    r"\U0001f300-\U0001faff])*)(?=\s)"
)
_GLUED_END = re.compile(r"(?<=[a-zà-öø-ÿœ]{2}[.!?])(?=[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ'’]+[ ,'’])")
_EMOJI_END = re.compile(
    r"(?:[\U0001f300-\U0001faff\u2600-\u27bf][\ufe0f\U0001f3fb-\U0001f3ff]?)+(?=\s+[A-ZÀ-ÖØ-Þ])"
)
_LINE_BREAK = re.compile(r"\s*\n\s*")
_BULLET = re.compile(r"(?<=\s)(?=(?:[•‣▪●◦*–—✔✗➔→-]|\(?\d{1,2}[.)/]|[a-e]\))\s+\S)")
_TURN_MARK = re.compile(r"\|\|")
_SEMICOLON = re.compile(r";(?=\s)")
_DASH = re.compile(r"(?<=\s)(?=[-–—]\s)")
_WORD = re.compile(r"\S+")
_CONTENT = re.compile(r"\w|[\u2600-\u27bf\U0001f300-\U0001faff]")

_ADVERSATIVE_FR = (
    r"mais|par contre|en revanche|cependant|toutefois|néanmoins|neanmoins|pourtant|sauf que"
    r"|alors que|tandis que|malheureusement|hélas|bien que|quoique|même si|meme si"
)
_ADVERSATIVE_EN = (
    r"but|however|although|though|even though|whereas|except that|unfortunately|nevertheless"
    r"|nonetheless|on the other hand|that said|mind you|despite|yet"
)
_CUE_FR = (
    r"et puis|et là|et la|et après|et apres|et du coup|et maintenant|et en plus|et ensuite"
    r"|et donc|et je|et j['’]|et il|et elle|et ils|et on|et c['’]|et ça|et vous|du coup|donc"
    r"|ensuite|après|alors|parce que|parce qu['’]|en fait|en plus|sinon|puis|voilà|bref"
    r"|sachant que|car|résultat|depuis|quand"
)
_CUE_EN = (
    r"and then|and now|and so|and i|and they|and it|and it['’]?s|and he|and she|and we|and you"
    r"|and there|and that|so now|so i|so|then|because|cause|cuz|also|anyway|plus|which|when|since"
)
_PRONOUN = (
    r"je|j['’]|on|ils?|elles?|c['’]est|ça|vous|i|i['’]m|i['’]ve|they|he|she|it['’]?s|we|you|there"
)
_AND = r"et|and|ou|or"
_BINDING = word_set(
    """
    and et or ou that que qu' if si when quand because car so but mais as comme than where où "
    "what qui ce not pas who which why how do does did est-ce to de à
    """
)
"""Words after which no cut is made before a pronoun."""

Tongue = Literal["fr", "en"]


def _start_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s,(])(?=(?:{words})(?!\w))", re.IGNORECASE)


_ADVERSATIVES = {"fr": _start_of(_ADVERSATIVE_FR), "en": _start_of(_ADVERSATIVE_EN)}
_ADVERSATIVES["both"] = _start_of(f"{_ADVERSATIVE_FR}|{_ADVERSATIVE_EN}")
_NOT_ADVERSATIVE = re.compile(
    r"(?:\b(?:nothing|anything|everything|everyone|all|anyone|none|no one|last|non|not|only"
    r"|as|even|mais)\s+|\bn['’]?)$",
    re.IGNORECASE,
)

# Where a stretch that is too long is best cut, best first: the number is the cost, in
# words off the aim, of taking a weaker boundary.
_BREATHS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"(?<=[:;])(?=\s)"), 0.0),
    (re.compile(r"(?<=\s)(?=[-–—(]\s?)"), 1.0),
    (_ADVERSATIVES["both"], 1.0),
    (
        re.compile(rf"(?<=,)(?=\s+(?:{_AND}|{_PRONOUN}|{_CUE_FR}|{_CUE_EN})(?!\w))", re.IGNORECASE),
        1.0,
    ),
    (re.compile(r"(?<=[,…)])(?=\s)"), 4.0),
    (_start_of(f"{_CUE_FR}|{_CUE_EN}"), 4.0),
    (_start_of(_PRONOUN), 7.0),
    (_start_of(_AND), 8.0),
)
_PRONOUN_COST = 7.0
_TOO_COSTLY = 15.0
"""A stretch under the hard limit stays whole rather than be cut at such a boundary."""


def segment(text: str, lang: Tongue | None = None) -> tuple[Span, ...]:
    """Cut a text into mentions.

    Args:
        text: A clean text; placeholders of redaction are words like any other.
        lang: Its language; ``None`` uses the connectives of both.

    Returns:
        ``(start, end)`` code points of each mention, end excluded: in order, without
        overlap, without white space at either end, and together covering every
        character that is not white space. Empty for a blank text.
    """
    pieces = [piece for cut in _hard_pieces(text) for piece in _clauses(text, cut, lang)]
    pieces = _merge_fragments(text, pieces)
    return tuple(short for piece in pieces for short in _shorten(text, piece))


def _hard_pieces(text: str) -> list[Span]:
    """The stretches between line breaks, sentence ends and bullets."""
    cuts = {0, len(text)}
    column = _wrap_column(text)
    cuts.update(
        match.end() for match in _LINE_BREAK.finditer(text) if not _wrapped(text, match, column)
    )
    cuts.update(match.end() for match in _TURN_MARK.finditer(text))
    for match in _SENTENCE_END.finditer(text):
        if _ends_sentence(text, match):
            cuts.add(match.end())
    cuts.update(match.start() for match in _GLUED_END.finditer(text))
    cuts.update(match.end() for match in _EMOJI_END.finditer(text))
    cuts.update(
        match.start() for match in _BULLET.finditer(text) if _starts_item(text, match.start())
    )
    return _between(text, sorted(cuts))


def _between(text: str, cuts: list[int]) -> list[Span]:
    """The stretches between successive cuts, trimmed; blank ones are left out."""
    spans: list[Span] = []
    for start, end in itertools.pairwise(cuts):
        stretch = text[start:end]
        bare = stretch.strip()
        if bare:
            begin = start + stretch.index(bare[0])
            spans.append((begin, begin + len(bare)))
    return spans


def _wrap_column(text: str) -> int | None:
    """The column at which the lines of a text were wrapped, ``None`` if they weren't."""
    lengths = sorted(map(len, text.split("\n")))
    longest = lengths[-1]
    low, high = WRAP_COLUMNS
    if len(lengths) < 3 or not low <= longest <= high or longest - lengths[-2] > low // 4:
        return None
    return longest


def _wrapped(text: str, break_: re.Match[str], column: int | None) -> bool:
    """Whether a line break only wraps a line at a column."""
    if column is None or break_.group().count("\n") > 1:
        return False
    start, end = break_.span()
    next_word = _WORD.match(text, end)
    return (
        next_word is not None
        and next_word.group()[0].islower()
        and text[start - 1] not in ".!?…:;"
        and start - text.rfind("\n", 0, start) + len(next_word.group()) > column
    )


def _starts_item(text: str, position: int) -> bool:
    """Whether a dash, bullet or number at a position opens an item of a list."""
    before = text[max(0, position - 3) : position].rstrip(" ")
    if position == 0 or before.endswith("\n") or text[position] in "•‣▪●◦✔✗➔":
        return True
    return text[position] in "(0123456789abcde" and before[-1:] in tuple(":;.,")


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether an end mark followed by white space really ends a sentence."""
    mark = match["mark"]
    if "!" in mark or "?" in mark:
        return True
    if mark != "." or match["emoji"]:
        # An ellipsis in the middle of a sentence goes on in lower case.
        following = _WORD.search(text, match.end())
        return following is None or not following.group()[0].islower()
    word_start = max(text.rfind(" ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
    word = text[word_start : match.start()].lstrip("(\"'«“’").lower()
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    opens_line = text[max(0, word_start - 1) : word_start] in ("", "\n")
    return not (word.isdigit() and len(word) <= 2 and opens_line)


def _clauses(text: str, piece: Span, lang: Tongue | None) -> list[Span]:
    """Cut a sentence at semicolons, dashes and adversatives with enough on both sides."""
    start, end = piece
    found = [match.end() for match in _SEMICOLON.finditer(text, start, end)]
    found += [match.start() for match in _DASH.finditer(text, start, end)]
    found += [
        match.start()
        for match in _ADVERSATIVES[lang or "both"].finditer(text, start, end)
        if not _NOT_ADVERSATIVE.search(text, max(start, match.start() - 12), match.start())
    ]
    if not found:
        return [piece]
    words = [match.start() for match in _WORD.finditer(text, start, end)]
    cuts = [start]
    last_word = 0
    for cut in sorted(found):
        word = bisect_left(words, cut)
        if word - last_word >= MIN_CLAUSE_WORDS and len(words) - word >= MIN_CLAUSE_WORDS:
            cuts.append(cut)
            last_word = word
    return _between(text, [*cuts, end])


def _merge_fragments(text: str, pieces: list[Span]) -> list[Span]:
    """Join marks without a word to what precedes, and single words to the same line."""
    merged: list[Span] = []
    last_words = 0
    for start, end in pieces:
        n_words = _count_words(text, start, end)
        if merged:
            last_start, last_end = merged[-1]
            same_line = "\n" not in text[last_end:start] and text[last_end - 2 : last_end] != "||"
            if not n_words or not last_words or (last_words == 1 and same_line):
                merged[-1] = (last_start, end)
                last_words += n_words
                continue
        merged.append((start, end))
        last_words = n_words
    return merged


def _count_words(text: str, start: int, end: int) -> int:
    return sum(_CONTENT.search(word) is not None for word in text[start:end].split())


def _shorten(text: str, piece: Span) -> list[Span]:
    """Cut a stretch of too many words at its best boundaries."""
    words = [match.start() for match in _WORD.finditer(text, *piece)]
    if len(words) <= SOFT_MAX_WORDS:
        return [piece]
    costs: dict[int, float] = {}
    for pattern, cost in _BREATHS:
        for match in pattern.finditer(text, *piece):
            # A cut stands before a word: the index of that word names it.
            word = bisect_left(words, match.start())
            if cost == _PRONOUN_COST and _binds(text, words[max(0, word - 1)]):
                continue
            costs.setdefault(word, cost)
    cuts = _best_cuts(len(words), costs)
    return _between(text, [piece[0], *(words[cut] for cut in cuts), piece[1]])


def _binds(text: str, start: int) -> bool:
    word = _WORD.match(text, start)
    return word is not None and word.group().lower().replace("’", "'") in _BINDING


def _best_cuts(n_words: int, costs: dict[int, float]) -> list[int]:
    """Choose where to cut ``n_words`` words, halving until no part is too long."""
    done: list[int] = []
    waiting = [(0, n_words)]
    candidates = sorted(costs)
    while waiting:
        low, high = waiting.pop()
        length = high - low
        if length <= SOFT_MAX_WORDS:
            continue
        cut = _best_cut(low, high, candidates, costs)
        if cut is None:
            if length <= HARD_MAX_WORDS:
                continue
            cut = low + min(length // 2, SOFT_MAX_WORDS)
        done.append(cut)
        waiting += [(low, cut), (cut, high)]
    return sorted(done)


def _best_cut(low: int, high: int, candidates: list[int], costs: dict[int, float]) -> int | None:
    """The boundary nearest the middle, or near the usual length in a very long stretch."""
    length = high - low
    aim = low + (length / 2 if length <= 2 * SOFT_MAX_WORDS else SOFT_MAX_WORDS * 0.7)
    first = bisect_left(candidates, low + MIN_CLAUSE_WORDS)
    last = bisect_right(candidates, min(high - MIN_CLAUSE_WORDS, low + HARD_MAX_WORDS))
    best = min(candidates[first:last], key=lambda cut: costs[cut] + abs(cut - aim), default=None)
    if best is None or length > HARD_MAX_WORDS:
        return best
    return best if costs[best] + abs(best - aim) <= _TOO_COSTLY else None
