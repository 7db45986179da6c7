"""Every text of the explorer, in French and English.

They are written with plain spaces and apostrophes: :func:`app.i18n.typeset` sets them.
``{blanks}`` are filled with what is already written in the language.
"""

from __future__ import annotations

from app.texts.pages import IMPORTS, IRRITANTS, VERBATIMS
from app.texts.shared import FILTERS, NAMES, SCREEN, STATES
from nlp.types import Lang

TEXTS: dict[str, dict[Lang, str]] = {
    key: {"fr": french, "en": english}
    for group in (SCREEN, STATES, FILTERS, NAMES, IRRITANTS, VERBATIMS, IMPORTS)
    for key, (french, english) in group.items()
}
