"""Text as it comes, made ready: clean, redacted, cut into mentions, its language known."""

from __future__ import annotations

from nlp.text.aligned import AlignedText
from nlp.text.clean import clean_text
from nlp.text.language import LanguageGuess, detect_language
from nlp.text.prepare import PreparedText, TurnSpan, prepare_text, prepare_turns
from nlp.text.redact import Found, Redaction, redact
from nlp.text.segment import segment

__all__ = [
    "AlignedText",
    "Found",
    "LanguageGuess",
    "PreparedText",
    "Redaction",
    "TurnSpan",
    "clean_text",
    "detect_language",
    "prepare_text",
    "prepare_turns",
    "redact",
    "segment",
]
