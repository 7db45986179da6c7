"""Satisfaction scores: how a cell is written, which scale a column is on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.readers.cells import fold, has_words, is_missing, word_set
from nlp.readers.notes import Note, NoteValue
from nlp.types import SCALE_BOUNDS, Satisfaction, Scale

_NUMBER = r"([-+]?\d{1,7}(?:[.,]\d+)?)"
_PLAIN = re.compile(_NUMBER)
_LABELLED = re.compile(_NUMBER + r"\s*[-–:(=]\s*[^\d]+")  # "9 - Très probable"
_OUT_OF = re.compile(
    r"(?:rated |noté |note |note : )?" + _NUMBER + r"\s*(?:stars?|étoiles?|etoiles?|★|⭐)?\s*"
    r"(?:/|sur|out of)\s*(\d{1,3})\s*(?:stars?|étoiles?|etoiles?|★|⭐)?",
    re.IGNORECASE,
)
_PERCENT = re.compile(_NUMBER + r"\s*(?:%|pour ?cent|percent|pct)", re.IGNORECASE)
_STARS = re.compile(_NUMBER + r"\s*(?:★|⭐|étoiles?|etoiles?|stars?)", re.IGNORECASE)
_GLYPHS = re.compile(r"([★⭐🌟]+)(½?)([☆✩]*)")

_WORDS = {
    fold(word): value
    for value, words in {
        1.0: "très insatisfait, pas du tout satisfait, very dissatisfied, very unsatisfied, "
        "extremely dissatisfied, très mécontent",
        2.0: "insatisfait, plutôt insatisfait, peu satisfait, plutôt pas satisfait, pas satisfait, "
        "dissatisfied, unsatisfied, somewhat dissatisfied, mécontent",
        3.0: "neutre, ni satisfait ni insatisfait, moyennement satisfait, neutral, "
        "neither satisfied nor dissatisfied",
        4.0: "satisfait, plutôt satisfait, assez satisfait, satisfied, somewhat satisfied",
        5.0: "très satisfait, tout à fait satisfait, very satisfied, extremely satisfied",
    }.items()
    for word in words.split(",")
}
_NO_ANSWER = frozenset(
    word.replace(" ", "")
    for word in word_set(
        "nsp,nspp,nc,nr,nd,na,sr,ne sait pas,je ne sais pas,ne se prononce pas,"
        "ne souhaite pas repondre,sans reponse,pas de reponse,aucune reponse,non reponse,"
        "non repondu,n a pas repondu,refus,refus de repondre,sans avis,pas d avis,sans opinion,"
        "non concerne,non concernee,non applicable,sans objet,non renseigne,non communique,"
        "non note,non notee,pas de note,vide,dk,don t know,do not know,i don t know,not sure,"
        "unsure,no answer,no response,no reply,not answered,unanswered,did not answer,"
        "not applicable,not available,no opinion,prefer not to say,prefer not to answer,refused,"
        "skipped,not rated,no rating,blank,missing,null,none"
    )
)
"""Answers to a rating question that give no rating, folded, without spaces (``N.S.P.``)."""
_ALTERNATIVES = re.compile(r"[/|,;:=()]| (?:ou|or|-|–) ")  # "NSP / NC", "99 - NSP"
_ANSWER_CHARS = 60
_FEMININE = re.compile(r"(satisfait|content)e\b")

PERCENT_SHARE = 0.2
"""A 0-100 scale has at least this share of its scores above 10; fewer are mistypes."""
ABOVE_FIVE_SHARE = 0.05
"""A scale that ends above 5 has at least this share of its scores there or at 0."""


@dataclass(frozen=True, slots=True)
class ParsedScore:
    """A score as written.

    Attributes:
        value: The number.
        out_of: The top of the scale where the cell states it (``8/10``, ``85 %``), else ``None``.
        written: ``plain``, ``fraction``, ``percent``, ``stars`` or ``words``.
    """

    value: float
    out_of: float | None = None
    written: str = "plain"


@dataclass(frozen=True, slots=True)
class ScaleReader:
    """Turns scores as written into points of one scale.

    Attributes:
        scale: The scale of the column.
        factor: What a bare number is multiplied by: 5 for a mark out of 20 read as a
            percentage, else 1.
    """

    scale: Scale
    factor: float = 1.0

    def read(self, score: ParsedScore) -> Satisfaction | None:
        """The answer in points of the scale, or ``None`` if it is off the scale."""
        low, high = SCALE_BOUNDS[self.scale]
        if score.out_of is None:
            value = score.value * self.factor
        elif score.out_of == high:
            value = score.value
        elif self.scale == "percent":
            value = score.value * 100 / score.out_of
        else:
            return None
        return Satisfaction(value, self.scale) if low <= value <= high else None


def is_unanswered(text: str) -> bool:
    """Whether the cell of a score says that there is none: empty, ``NSP``, ``no answer``, ``–``.

    The code of such an answer (``99 - NSP``) is no score either.
    """
    return is_missing(text) or (len(text) <= _ANSWER_CHARS and _says_no_answer(text))


@lru_cache(maxsize=4096)
def _says_no_answer(text: str) -> bool:
    pieces = [text, *_ALTERNATIVES.split(text)]
    whole, *parts = [fold(piece).replace(" ", "") for piece in pieces]
    words = [part for part in parts if part and not part.isdecimal()]
    said = whole in _NO_ANSWER or (bool(words) and _NO_ANSWER.issuperset(words))
    return said or not has_words(text)


def parse_score(text: str) -> ParsedScore | None:
    """Read a score: ``8``, ``4,5/5``, ``85 %``, ``★★★★☆``, ``9 - Très probable``, ``satisfied``.

    Args:
        text: A cell.

    Returns:
        The score as written, ``None`` if the cell is no score.
    """
    text = text.replace("\ufe0f", "").replace("\u202f", " ").replace("\u00a0", " ").strip()
    if match := _PLAIN.fullmatch(text):
        return ParsedScore(_number(match[1]))
    if len(text) > _ANSWER_CHARS or is_unanswered(text):
        return None
    if match := _OUT_OF.fullmatch(text):
        return (
            ParsedScore(_number(match[1]), float(match[2]), "fraction") if int(match[2]) else None
        )
    if match := _PERCENT.fullmatch(text):
        return ParsedScore(_number(match[1]), 100.0, "percent")
    if match := _STARS.fullmatch(text):
        return ParsedScore(_number(match[1]), 5.0, "stars")
    if match := _GLYPHS.fullmatch(text):
        return ParsedScore(len(match[1]) + (0.5 if match[2] else 0.0), 5.0, "stars")
    if match := _LABELLED.fullmatch(text):
        return ParsedScore(_number(match[1]))
    word = _WORDS.get(_FEMININE.sub(r"\1", fold(text)))
    return None if word is None else ParsedScore(word, 5.0, "words")


def parse_scale(text: str) -> Scale | None:
    """Read the name of a scale, as a mapping or a column states it (``CSAT``, ``étoiles``)."""
    return _SCALE_NAMES.get(fold(text).replace(" ", "")) or ("percent" if text == "%" else None)


_SCALE_NAMES: dict[str, Scale] = {
    "nps": "nps", "netpromoterscore": "nps", "csat": "csat", "satisfaction": "csat",
    "ces7": "ces7", "ces17": "ces7", "ces5": "ces5", "ces15": "ces5", "stars": "stars",
    "star": "stars", "etoiles": "stars", "etoile": "stars", "percent": "percent",
    "percentage": "percent", "pourcentage": "percent", "pourcent": "percent",
}  # fmt: skip


def settle_scale(
    column: str, scores: Sequence[ParsedScore], stated: Scale | None
) -> tuple[ScaleReader, tuple[Note, ...]]:
    """Find the scale of a column: stated, else its name, else its writing, else its range.

    Args:
        column: Its name.
        scores: All its scores as written; at least one.
        stated: The scale that the mapping states, if any.

    Returns:
        The reader of its scores, and the notes that say which scale was taken and why.
    """
    bare = [score.value for score in scores if score.out_of is None]
    n_words = sum(score.written == "words" for score in scores)
    notes: list[Note] = []
    if stated:
        reader, why = ScaleReader(stated), "stated"
    elif named := _from_header(column, bare):
        reader, why = named, "from_header"
    elif len(bare) * 2 < len(scores):
        reader, why = ScaleReader(_from_writing(column, scores)), "from_values"
    else:
        reader, why = _from_range(column, bare), "from_range"
    params: dict[str, NoteValue] = {"column": column, "scale": reader.scale}
    if why == "from_range":
        params |= {"low": _short(min(bare)), "high": _short(max(bare))}
    notes.append(Note(f"scale_{why}", params))
    if reader.factor != 1.0:
        notes.append(
            Note("scores_converted", {"column": column, "out_of": _short(100 / reader.factor)})
        )
    if n_words:
        notes.append(Note("scores_in_words", {"column": column, "n": n_words}))
    return reader, tuple(notes)


_TOP = re.compile(
    r"(?:/|\bsur|\bout of) ?(\d{1,3})\b|\b[01] ?(?:-|–|à|a|to|/) ?(\d{1,3})\b", re.IGNORECASE
)
_NPS = re.compile(r"\b(nps|recommand\w*|recommend\w*|ltr)\b")
_CES = re.compile(r"\b(ces|effort)\b")
_STAR_NAME = re.compile(r"\b(etoiles?|stars?)\b")
_CSAT = re.compile(r"\bcsat\b")
_PERCENT_NAME = re.compile(r"\b(percent|percentage|pourcentage|pct|taux)\b|%")


def _from_header(column: str, bare: Sequence[float]) -> ScaleReader | None:
    """The scale that the column's name states, ``None`` if it leaves a choice."""
    name = fold(column)
    if _NPS.search(name):
        return ScaleReader("nps")
    if _CES.search(name):
        return ScaleReader("ces7" if _above_five(bare) or _top(column) == 7 else "ces5")
    if _STAR_NAME.search(name):
        return ScaleReader("stars")
    if top := _top(column):
        return _from_top(top, column)
    if _CSAT.search(name):
        return ScaleReader("csat")
    if _PERCENT_NAME.search(name) or "%" in column:
        return ScaleReader("percent", _percent_factor(bare))
    return None


def _top(column: str) -> int | None:
    match = _TOP.search(column)
    return int(match[1] or match[2]) if match else None


def _from_top(top: float, column: str) -> ScaleReader | None:
    scales: dict[float, Scale] = {5: _five_points(column), 7: "ces7", 10: "nps", 100: "percent"}
    if top in scales:
        return ScaleReader(scales[top])
    return ScaleReader("percent", 100 / top) if top > 1 else None


def _from_writing(column: str, scores: Sequence[ParsedScore]) -> Scale:
    """The scale of cells that state their own top, by the commonest one."""
    tops = [score.out_of for score in scores if score.out_of is not None]
    top = max(sorted(set(tops)), key=tops.count)
    if top == 5 and any(score.written == "stars" for score in scores):
        return "stars"
    reader = _from_top(top, column)
    return reader.scale if reader else "percent"


def _from_range(column: str, bare: Sequence[float]) -> ScaleReader:
    n_high = sum(value > 10 for value in bare)
    if n_high >= PERCENT_SHARE * len(bare):
        return ScaleReader("percent")
    if _percent_factor(bare) != 1.0:
        return ScaleReader("percent", 100.0)
    return ScaleReader("nps" if _above_five(bare) else _five_points(column))


def _percent_factor(bare: Sequence[float]) -> float:
    """100 for shares such as 0.85, else 1."""
    shares = bool(bare) and all(0 <= value <= 1 for value in bare)
    return 100.0 if shares and any(0 < value < 1 for value in bare) else 1.0


def _above_five(bare: Sequence[float]) -> bool:
    n_above = sum(5 < value <= 10 or value == 0 for value in bare)
    return n_above > 0 and n_above >= ABOVE_FIVE_SHARE * len(bare)


def _five_points(column: str) -> Scale:
    return "stars" if re.search(r"\b(etoiles?|stars?|ratings?)\b", fold(column)) else "csat"


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _short(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 2)
