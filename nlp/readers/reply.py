"""What the customer newly wrote in a mail, without the thread it hangs on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.readers.cells import has_words
from nlp.readers.quoting import drop_quotes
from nlp.readers.signatures import drop_signature

_BLANKS = re.compile(r"\n{3,}")
_WRAP_CHARS = 55
"""A line at least this long that ends without punctuation was broken by the mail program."""


@dataclass(frozen=True, slots=True)
class ReplyCut:
    """A body after the cut.

    Attributes:
        text: What the customer newly wrote.
        kept_whole: Whether nothing was left outside the quotes, so that the body was kept as
            it is: a customer who answers inside the quoted text must not be lost.
    """

    text: str
    kept_whole: bool


def strip_reply(body: str) -> str:
    """Keep what the customer newly wrote in a mail.

    Quoted messages, forwarded heads, signatures and legal footers in French and English
    are removed; a greeting, thanks, a postscript and answers between quoted lines stay.

    Args:
        body: The text body of a message.

    Returns:
        The new words; the whole body if nothing would be left.
    """
    return cut_reply(body).text


def cut_reply(body: str) -> ReplyCut:
    """Like :func:`strip_reply`, and tells whether the body had to be kept whole."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    unquoted = drop_quotes([line.rstrip() for line in lines])
    text = "\n".join(drop_signature(unquoted))
    if not has_words(text):
        whole = body.strip()
        return ReplyCut(whole, kept_whole=bool(whole))
    return ReplyCut(_BLANKS.sub("\n\n", text).strip(), kept_whole=False)


def unwrap(text: str) -> str:
    """Join the lines that a mail program broke at a fixed width.

    A break is undone after a long line that ends inside a sentence, before a word in lower
    case or a digit; lists and verses stay.
    """
    joined: list[str] = []
    for line in text.split("\n"):
        above = joined[-1] if joined else ""
        last_piece = above.rsplit("\n", 1)[-1]
        broken = len(last_piece) >= _WRAP_CHARS and above[-1:] not in ".!?:;…"
        if broken and line[:1] and (line[0].islower() or line[0].isdigit()):
            joined[-1] = f"{above} {line}"
        else:
            joined.append(line)
    return "\n".join(joined)
