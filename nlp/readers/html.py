"""HTML mail bodies to text, without what they quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.readers.cells import word_set

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEEN = "head, style, script, title, template, noscript, svg, object"
_QUOTES = (
    "blockquote, .gmail_quote, .gmail_quote_container, .gmail_attr, .moz-cite-prefix, "
    ".yahoo_quoted, .protonmail_quote, .zmail_extra, .gmail_signature, .moz-signature, "
    "#Signature, #ms-outlook-mobile-signature, [name=quote]"
)
# Outlook and its kin put no element around the quote: it runs from here to the end.
_QUOTE_STARTS = (
    "#divRplyFwdMsg, #appendonsend, #OLK_SRC_BODY_SECTION, "
    "#mail-editor-reference-message-container, div[style*='border-top:solid #E1E1E1'], "
    "div[style*='border-top:solid #B5C4DF']"
)
_PARAGRAPHS = word_set("blockquote,h1,h2,h3,h4,h5,h6,hr,ol,p,pre,table,ul")
_BLOCKS = _PARAGRAPHS | word_set(
    "address,article,aside,body,center,dd,div,dl,dt,fieldset,footer,form,header,li,main,nav,section,"
    "tbody,td,tfoot,th,thead,tr"
)
_SPACES = re.compile(r"[ \t\r\n\f]+")


def html_to_text(html: str, *, keep_quotes: bool = False) -> str:
    """Turn the HTML body of a message into text.

    Args:
        html: The body.
        keep_quotes: Whether to keep quoted messages and marked signatures.

    Returns:
        The text that a reader sees, one line per block, at most one blank line in a row.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    if tree.root is None:
        return ""
    _remove(tree, _UNSEEN)
    if not keep_quotes:
        for start in tree.css(_QUOTE_STARTS):
            _remove_from_here(start)
        _remove(tree, _QUOTES)
    return _lay_out(tree.root)


def _remove(tree: LexborHTMLParser, selector: str) -> None:
    for node in tree.css(selector):
        node.decompose()


def _remove_from_here(start: LexborNode) -> None:
    """Remove a node and all that follows it in the document."""
    node: LexborNode | None = start
    while node is not None and node.tag not in ("body", "html"):
        parent = node.parent
        while node.next is not None:
            node.next.decompose()
        node = parent
    start.decompose()


class _Lines:
    """Collects text into lines as a browser would lay it out."""

    def __init__(self) -> None:
        self._lines: list[str] = [""]

    def write(self, text: str) -> None:
        """Add text to the line."""
        self._lines[-1] += text

    def end_line(self) -> None:
        """Begin a new line, even after an empty one."""
        self._lines.append("")

    def end_block(self, *, paragraph: bool) -> None:
        """Begin a new line unless one has just begun; a blank line after a paragraph."""
        if self._lines[-1].strip():
            self._lines.append("")
        if paragraph and len(self._lines) > 1 and self._lines[-2].strip():
            self._lines.append("")

    def text(self) -> str:
        """The lines, trimmed, at most one of them blank in a row."""
        lines = (line.strip(" \u00a0") for line in self._lines)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _lay_out(root: LexborNode) -> str:
    """The text of a tree, walked with a stack: machine-made mails nest hundreds of tables."""
    lines = _Lines()
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        tag = node if isinstance(node, str) else str(node.tag)
        if tag == "br":
            lines.end_line()
        elif tag in _BLOCKS:
            lines.end_block(paragraph=tag in _PARAGRAPHS)
        if isinstance(node, str):
            continue
        if node.is_text_node:
            lines.write(_SPACES.sub(" ", node.text_content or ""))
            continue
        if tag in _BLOCKS:
            stack.append(tag)  # met again when the block ends
        stack.extend(reversed(list(node.iter(include_text=True))))
    return lines.text()
