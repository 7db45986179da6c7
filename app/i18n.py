"""The language of the screen: which one, and every text in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.texts import TEXTS
from nlp.formatting import NARROW, NO_BREAK
from nlp.types import LANGS, Lang

LANGUAGE_NAMES: Mapping[Lang, str] = MappingProxyType({"fr": "Français", "en": "English"})


def choose_language(*wishes: str | None) -> Lang:
    """Take the first wish that names a language of Motif's.

    Args:
        wishes: Language codes or locales such as ``fr-CA``, the strongest first.

    Returns:
        The language; English if no wish can be met.
    """
    for wish in wishes:
        for lang in LANGS:
            if wish and wish.lower().replace("_", "-").split("-")[0] == lang:
                return lang
    return "en"


def typeset(text: str, lang: Lang) -> str:
    """Set a text as a printer would: apostrophes, and the no-break spaces of French.

    Args:
        text: Written with plain spaces and apostrophes.
        lang: Its language.

    Returns:
        The text; in French no line breaks before ``: ; ! ? %`` or inside ``« »``.
    """
    text = text.replace("'", "’")
    if lang != "fr":
        return text
    for mark in ";!?%":
        text = text.replace(f" {mark}", f"{NARROW}{mark}")
    text = text.replace(" :", f"{NO_BREAK}:").replace(" »", f"{NO_BREAK}»")
    return text.replace("« ", f"«{NO_BREAK}")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of the screen in one language.

    Attributes:
        lang: The language.
    """

    lang: Lang

    def __call__(self, key: str, **values: str) -> str:
        """Say something.

        Args:
            key: Which text.
            values: What fills its blanks, already written in the language.

        Returns:
            The text.

        Raises:
            KeyError: There is no such text, or a blank stays empty.
        """
        return typeset(TEXTS[key][self.lang], self.lang).format(**values)

    def name_of(self, group: str, value: str) -> str:
        """Name a value of the data: Motif's own words in the language, any other as it is."""
        key = f"{group}.{value}"
        return self(key) if key in TEXTS else value

    def quantity(self, key: str, n: int, written: str) -> str:
        """Say how many: the text ``key.one`` or ``key.many`` with ``{n}`` filled.

        French counts 0 and 1 as singular; English only 1.
        """
        singular = n == 1 or (self.lang == "fr" and n == 0)
        return self(f"{key}.{'one' if singular else 'many'}", n=written)
