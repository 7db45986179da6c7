"""Names of labels on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import Words, typeset
from nlp.errors import TaxonomyError
from nlp.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Labels:
    """A taxonomy in the screen's language.

    A code that the taxonomy lacks is shown as it is: contacts may have been read with
    another one, which the screen says once.

    Attributes:
        taxonomy: The taxonomy.
        words: The language.
    """

    taxonomy: Taxonomy
    words: Words

    def name(self, kind: str, code: str) -> str:
        """Name of a label; praises bear the name of their irritant family."""
        if kind == "sentiment":
            return self.words.name_of("sentiment", code)
        try:
            return self._set(self.taxonomy.name(kind, code, self.words.lang))
        except TaxonomyError:
            return code

    def family(self, kind: str, code: str) -> str:
        """Name of a label's family; empty where there is none."""
        family = code.partition(".")[0]
        families = self.taxonomy.label_set(kind).families
        return self._set(families[family][self.words.lang]) if family in families else ""

    def definition(self, kind: str, code: str) -> str:
        """What a label covers, as a sentence; empty where the taxonomy lacks it."""
        labels = self.taxonomy.label_set(kind)
        if code not in labels:
            return ""
        said = self._set(labels[code].definitions[self.words.lang])
        return said[:1].upper() + said[1:].removesuffix(".") + "."

    def _set(self, text: str) -> str:
        """Text with the typography of its language; taxonomies are written plainly."""
        return typeset(text, self.words.lang)
