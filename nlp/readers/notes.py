"""What a reader found out or decided by itself, said in French and English."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter

from nlp.types import Lang

NoteValue = str | int | float

_MESSAGES: dict[str, dict[Lang, str]] = {
    "table_format": {
        "fr": "fichier texte lu en {encoding}, séparateur : {delimiter}",
        "en": "text file read as {encoding}, delimiter: {delimiter}",
    },
    "encoding_mixed": {
        "fr": "{n} octet(s) hors UTF-8 lus en cp1252 : le fichier mélange deux encodages",
        "en": "{n} byte(s) outside UTF-8 read as cp1252: the file mixes two encodings",
    },
    "columns_renamed": {
        "fr": "colonnes sans nom ou de même nom, renommées : {columns}",
        "en": "columns without a name or with the same name, renamed: {columns}",
    },
    "sheet_chosen": {
        "fr": "feuille lue : « {sheet} » ; feuilles laissées de côté : {others}",
        "en": "sheet read: “{sheet}”; sheets left aside: {others}",
    },
    "header_row": {
        "fr": "noms de colonnes trouvés à la ligne {row} de la feuille",
        "en": "column names found on row {row} of the sheet",
    },
    "no_rows": {
        "fr": "le fichier n’a que sa ligne de titres : aucun contact",
        "en": "the file has its header only: no contact",
    },
    "columns_unused": {
        "fr": "colonnes non utilisées : {columns}",
        "en": "columns not used: {columns}",
    },
    "text_columns_unused": {
        "fr": "autres colonnes de texte, non lues : {columns} ; pour les joindre, les nommer "
        "sous « text » dans un fichier de correspondance",
        "en": "other text columns, not read: {columns}; to join them, name them under “text” "
        "in a mapping file",
    },
    "score_columns_unused": {
        "fr": "autres colonnes de note, non lues : {columns} ; pour en choisir une autre que "
        "« {chosen} », la nommer sous « score » dans un fichier de correspondance",
        "en": "other score columns, not read: {columns}; to choose another than “{chosen}”, "
        "name it under “score” in a mapping file",
    },
    "score_column_unread": {
        "fr": "« {column} » n’est pas lue comme une note : {n} de ses {n_answers} premières "
        "réponses n’en sont pas ; pour la lire quand même, la nommer sous « score » dans un "
        "fichier de correspondance, les lignes sans note lisible seront alors rejetées",
        "en": "“{column}” is not read as a score: {n} of its first {n_answers} answers are not "
        "scores; to read it all the same, name it under “score” in a mapping file, rows without "
        "a readable score will then be rejected",
    },
    "sheet_unused": {
        "fr": "feuille « {sheet} » du fichier de correspondance : sans effet, ce fichier n’est "
        "pas un classeur",
        "en": "sheet “{sheet}” of the mapping file: no effect, this file is not a workbook",
    },
    "no_date_column": {
        "fr": "aucune colonne de date : contacts non datés, absents des tendances par semaine",
        "en": "no date column: the contacts are undated and stay out of weekly trends",
    },
    "dates_day_first_proved": {
        "fr": "dates de « {column} » : jour d’abord, prouvé par {n} ligne(s)",
        "en": "dates of “{column}”: day first, proved by {n} row(s)",
    },
    "dates_month_first_proved": {
        "fr": "dates de « {column} » : mois d’abord, prouvé par {n} ligne(s)",
        "en": "dates of “{column}”: month first, proved by {n} row(s)",
    },
    "dates_day_first_assumed": {
        "fr": "dates de « {column} » : ambiguës ({n} ligne(s) peuvent se lire des deux façons, "
        "aucune ne tranche), lues jour d’abord ; sinon, écrire « date_format: month_first » "
        "dans un fichier de correspondance",
        "en": "dates of “{column}”: ambiguous ({n} row(s) can be read both ways and none "
        "settles it), read day first; if that is wrong, write “date_format: month_first” in a "
        "mapping file",
    },
    "dates_conflict": {
        "fr": "dates de « {column} » : {n_day} ligne(s) ne se lisent que jour d’abord, {n_month} "
        "que mois d’abord ; ordre retenu : {order}, les autres sont rejetées",
        "en": "dates of “{column}”: {n_day} row(s) can only be day first, {n_month} only month "
        "first; order kept: {order}, the others are rejected",
    },
    "dates_stated": {
        "fr": "dates de « {column} » : ordre donné par le fichier de correspondance ({order})",
        "en": "dates of “{column}”: order stated by the mapping file ({order})",
    },
    "dates_serial": {
        "fr": "dates de « {column} » : {n} nombre(s) lu(s) comme dates Excel ou Unix",
        "en": "dates of “{column}”: {n} number(s) read as Excel or Unix dates",
    },
    "scale_stated": {
        "fr": "échelle de « {column} » : {scale}, donnée par le fichier de correspondance",
        "en": "scale of “{column}”: {scale}, stated by the mapping file",
    },
    "scale_from_header": {
        "fr": "échelle de « {column} » : {scale}, d’après le nom de la colonne",
        "en": "scale of “{column}”: {scale}, from the column’s name",
    },
    "scale_from_values": {
        "fr": "échelle de « {column} » : {scale}, d’après l’écriture des valeurs (« /10 », "
        "« % », étoiles)",
        "en": "scale of “{column}”: {scale}, from how the values are written (“/10”, “%”, stars)",
    },
    "scale_from_range": {
        "fr": "échelle de « {column} » : {scale}, d’après les valeurs (de {low} à {high}) ; si "
        "elle est autre, écrire « scale: » dans un fichier de correspondance",
        "en": "scale of “{column}”: {scale}, from the values ({low} to {high}); if it is "
        "another, write “scale:” in a mapping file",
    },
    "scale_from_column": {
        "fr": "échelle lue ligne à ligne dans « {column} »",
        "en": "scale read row by row from “{column}”",
    },
    "scale_words_unknown": {
        "fr": "« {column} » : {n} nom(s) d’échelle inconnu(s), échelle du fichier utilisée",
        "en": "“{column}”: {n} unknown name(s) of a scale, the file’s scale was used",
    },
    "scores_converted": {
        "fr": "notes de « {column} » : sur {out_of}, ramenées en pourcentage",
        "en": "scores of “{column}”: out of {out_of}, turned into percentages",
    },
    "scores_in_words": {
        "fr": "notes de « {column} » : {n} réponse(s) en toutes lettres (« très satisfait »), "
        "comptées de 1 à 5",
        "en": "scores of “{column}”: {n} answer(s) in words (“very satisfied”), counted 1 to 5",
    },
    "durations_unread": {
        "fr": "durées de « {column} » : {n} valeur(s) illisible(s), laissée(s) vide(s)",
        "en": "durations of “{column}”: {n} unreadable value(s), left empty",
    },
    "duration_unit": {
        "fr": "durées de « {column} » : nombres lus en {unit}",
        "en": "durations of “{column}”: numbers read as {unit}",
    },
    "kinds_unknown": {
        "fr": "« {column} » : {n} valeur(s) autres que « interaction » ou « feedback », genre "
        "déduit du canal",
        "en": "“{column}”: {n} value(s) other than “interaction” or “feedback”, kind taken from "
        "the channel",
    },
    "ids_personal": {
        "fr": "« {column} » : {n} identifiant(s) sont des adresses ou des téléphones, remplacés "
        "par une empreinte du contenu de la ligne",
        "en": "“{column}”: {n} identifier(s) are e-mail addresses or phone numbers, replaced by "
        "a hash of the row’s content",
    },
    "speakers_assumed": {
        "fr": "locuteurs non nommés dans {n} appel(s) : « {customer} » pris pour le client, "
        "« {agent} » pour le conseiller",
        "en": "unnamed speakers in {n} call(s): “{customer}” taken for the customer, "
        "“{agent}” for the agent",
    },
    "quotes_kept": {
        "fr": "{n} message(s) sans texte propre hors citation : gardés en entier",
        "en": "{n} message(s) with no words of their own outside the quote: kept whole",
    },
    "files_skipped": {
        "fr": "{n} fichier(s) d’un autre type laissé(s) de côté : {names}",
        "en": "{n} file(s) of another type left aside: {names}",
    },
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing found out or decided while reading, in words for people.

    Attributes:
        code: Which one, such as ``dates_day_first_assumed``.
        params: What the message names: columns, counts; never a verbatim.

    Raises:
        ValueError: The code is unknown, or the parameters are not those it needs.
    """

    code: str
    params: dict[str, NoteValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in _MESSAGES:
            raise ValueError(f"unknown note {self.code!r}")
        needed = {name for _, name, _, _ in Formatter().parse(_MESSAGES[self.code]["en"]) if name}
        if needed != set(self.params):
            raise ValueError(f"note {self.code} needs {sorted(needed)}, got {sorted(self.params)}")

    def message(self, lang: Lang) -> str:
        """The note as a sentence, in French typography where French."""
        words = {name: _say(name, value, lang) for name, value in self.params.items()}
        text = _MESSAGES[self.code][lang].format(**words)
        return _french_spaces(text) if lang == "fr" else text


_WORDS: dict[str, dict[Lang, str]] = {
    "none": {"fr": "aucun (une seule colonne)", "en": "none (a single column)"},
    "comma": {"fr": "virgule", "en": "comma"},
    "semicolon": {"fr": "point-virgule", "en": "semicolon"},
    "tab": {"fr": "tabulation", "en": "tab"},
    "pipe": {"fr": "barre verticale", "en": "vertical bar"},
    "nps": {"fr": "NPS, de 0 à 10", "en": "NPS, 0 to 10"},
    "csat": {"fr": "CSAT, de 1 à 5", "en": "CSAT, 1 to 5"},
    "ces7": {"fr": "CES, de 1 à 7", "en": "CES, 1 to 7"},
    "ces5": {"fr": "CES, de 1 à 5", "en": "CES, 1 to 5"},
    "stars": {"fr": "étoiles, de 1 à 5", "en": "stars, 1 to 5"},
    "percent": {"fr": "pourcentage, de 0 à 100", "en": "percentage, 0 to 100"},
    "iso": {"fr": "année d’abord", "en": "year first"},
    "day_first": {"fr": "jour d’abord", "en": "day first"},
    "month_first": {"fr": "mois d’abord", "en": "month first"},
    "milliseconds": {"fr": "millisecondes", "en": "milliseconds"},
    "seconds": {"fr": "secondes", "en": "seconds"},
    "minutes": {"fr": "minutes", "en": "minutes"},
    "hours": {"fr": "heures", "en": "hours"},
    "days": {"fr": "jours", "en": "days"},
    "first_voice": {"fr": "la première personne à parler", "en": "the first to speak"},
    "other_voice": {"fr": "l’autre personne", "en": "the other person"},
    "nobody": {"fr": "personne", "en": "nobody"},
}


_TRANSLATED = frozenset({"scale", "order", "unit", "delimiter", "customer", "agent"})
"""Parameters that hold words of Motif's own; a column may be called ``nps`` as well."""


def _say(name: str, value: NoteValue, lang: Lang) -> str:
    if isinstance(value, int | float):
        return say_number(value, lang)
    return say_word(value, lang) if name in _TRANSLATED else value


def say_word(value: str, lang: Lang) -> str:
    """A word of Motif's own (a scale, a unit, a date order) in a language; any other as it is."""
    return _WORDS[value][lang] if value in _WORDS else value


def say_number(value: float, lang: Lang) -> str:
    """A number as people write it: ``1,234.5`` in English, ``1 234,5`` in French."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text


def _french_spaces(text: str) -> str:
    """No line may break before a colon, a semicolon or inside the quotation marks."""
    for before, after in (
        (" :", "\u00a0:"),
        (" ;", "\u202f;"),
        ("« ", "«\u00a0"),
        (" »", "\u00a0»"),
    ):
        text = text.replace(before, after)
    return text
