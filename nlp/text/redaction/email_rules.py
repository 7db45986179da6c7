"""Rules for e-mail addresses, written, spelled out or read aloud."""

from __future__ import annotations

import re

from nlp.text.redaction.rule import Rule

_PROVIDERS = (
    "gmail|google ?mail|hotmail|outlook|yahoo|orange|free|wanadoo|sfr|laposte|icloud|live|msn"
    "|bbox|neuf|proton(?:mail)?|aol|btinternet|sky|virgin ?media|comcast|verizon|me"
)
_TLD = (
    r"(?:com|fr|net|org|be|ch|lu|ca|eu|io|info|re|uk|ie|us|edu|gov|de|es|it|pt"
    r"|(?:co|org|ac)(?: ?(?:dot|point|\.) ?)uk|co uk)"
)
_BRACKET_DOT = r" ?[\[({] ?(?:dot|point|\.) ?[\])}] ?"
_DOT = rf"(?:{_BRACKET_DOT}|\.| (?:point|dot) )"
_LOCAL = (
    r"\b(?:(?:\w ){2,})?[\w+-]+"
    r"(?:(?:\.| (?:point|dot|tiret(?: du)? bas|tiret|underscore|dash|hyphen) )[\w+-]+){0,4}"
)
_MARKED_LOCAL = (
    r"\b[\w+-]+(?:(?:\.|_| (?:dot|point|underscore|dash|hyphen) )[\w+-]+){1,4}"
    r"|\b[a-z]+\d+\w*"
)
_LABEL = r"[\w-]+(?: (?:tiret|dash|hyphen) [\w-]+)?"

EMAIL = Rule(
    name="e-mail address",
    kind="EMAIL",
    needs="at",
    pattern=re.compile(
        r"(?<![\w.+-])[\w.+%'-]*\w[+-]?\s?@\s?(?:[\w-]+\.)+[^\W\d_]{2,}(?![\w@])", re.IGNORECASE
    ),
    examples=(
        ("Écrivez à marie.dupont+sav@exemple.fr svp", "Écrivez à <EMAIL> svp"),
        ("contact: j_o'neil@mail.example.co.uk.", "contact: <EMAIL>."),
        ("jean @gmail.com", "<EMAIL>"),
    ),
    untouched=("@NorviaAir pourquoi ?", "reçu à 12€@2 pièces", "rdv @ 14h"),
)

SPOKEN_EMAIL = Rule(
    name="e-mail address read aloud",
    kind="EMAIL",
    needs="spoken_at",
    pattern=re.compile(
        r"\b[\w-]+(?: ?(?:\.|point|dot|tiret|underscore|dash) ?[\w-]+){0,4}"
        rf" (?:arobase|arrobase|at) (?:{_PROVIDERS}) (?:point|dot) (?:com|fr|net|org|be|ch"
        rf"|co(?: dot| point)? uk)\b",
        re.IGNORECASE,
    ),
    examples=(
        ("c'est marie point dupont arobase gmail point com voilà", "c'est <EMAIL> voilà"),
        ("it's tom dot wells at outlook dot com", "it's <EMAIL>"),
    ),
    untouched=("look at orange they are cheaper", "un point à revoir chez orange"),
)

SPELLED_EMAIL = Rule(
    name="e-mail address with its sign in letters",
    kind="EMAIL",
    needs="spoken_at",
    pattern=re.compile(
        rf"{_LOCAL} ?(?:\b(?:arr?obase|arr?obas)\b|[\[({{] ?(?:at|arr?obase|@) ?[\])}}]) ?"
        rf"{_LABEL}(?: [\w-]+)??(?:{_DOT}{_LABEL}){{0,2}}?{_DOT}{_TLD}(?!\w)",
        re.IGNORECASE,
    ),
    examples=(
        ("c'est lea morvan arobase exemple point fr merci", "c'est lea <EMAIL> merci"),
        ("lea point morvan arobase mon exemple point fr", "<EMAIL>"),
        ("write to o.farrow (at) example (dot) org.", "write to <EMAIL>."),
        ("o_farrow[at]mail.example.com", "<EMAIL>"),
        ("ysoline arobase exemple.fr", "<EMAIL>"),
    ),
    untouched=(
        "tapez le signe arobase puis le nom",
        "un tiret puis arobase, point final",
        "meet (at) the shop. Come early",
    ),
)

SAID_EMAIL = Rule(
    name="e-mail address of any site read aloud with at",
    kind="EMAIL",
    needs="spoken_at",
    pattern=re.compile(
        r"(?:\b(?:e-?mail(?: address)?|mail|adresse)"
        r"(?: (?:is|address|est|c['’]est|it['’]?s|to|me))*"
        rf" ?:? (?P<announced>{_LOCAL} at {_LABEL}(?: [\w-]+)?(?: dot {_LABEL})?"
        rf" (?:dot|point) {_TLD})"
        rf"|(?P<marked>(?:{_MARKED_LOCAL}) at {_LABEL}(?: [\w-]+)?(?: dot {_LABEL})?"
        rf" (?:dot|point) {_TLD}))(?!\w)",
        re.IGNORECASE,
    ),
    check=lambda match: match.span(str(match.lastgroup)),
    examples=(
        ("it's sarah.jenkins at home test dot org ok", "it's <EMAIL> ok"),
        ("my email is ottoline at farrow dot co dot uk", "my email is <EMAIL>"),
        ("tom42 at example dot net", "<EMAIL>"),
    ),
    untouched=(
        "i booked at norvia dot com and paid",
        "look at the site dot com they said",
        "the dot at the end dot",
    ),
)

EMAIL_RULES: tuple[Rule, ...] = (EMAIL, SPOKEN_EMAIL, SPELLED_EMAIL, SAID_EMAIL)
"""Rules for e-mail addresses; the most certain goes first."""
