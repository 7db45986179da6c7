"""The digest in short as Slack and Teams want it.

Texts go where neither reads markup, so that no name turns into a link or a mention. What a
chat does not take is left out from the end and counted, never cut off in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from nlp.delivery.model import Card, CardFigure
from nlp.delivery.post import to_json
from nlp.types import Lang

SLACK_BYTES = 10_000
"""Slack refuses blocks of some 11,000 to 13,000 characters in all; the limit is not documented."""

TEAMS_BYTES = 14_000
"""Teams takes 28 KB of UTF-16."""

_HEADER_CHARS, _FIELDS, _FIELD_CHARS, _TEXT_CHARS = 150, 10, 2000, 600
_MORE: dict[Lang, str] = {"fr": "et {n} de plus dans le digest", "en": "and {n} more in the digest"}
_SPACE = "\u00a0"


def slack_payload(card: Card, lang: Lang) -> bytes:
    """Write a card as blocks of Slack.

    Args:
        card: The card.
        lang: Its language.

    Returns:
        JSON in UTF-8, at most :data:`SLACK_BYTES`.

    Raises:
        ValueError: It does not fit even without irritants.
    """
    return _fitting(card, lang, SLACK_BYTES, _slack_blocks)


def teams_payload(card: Card, lang: Lang) -> bytes:
    """Write a card as an Adaptive Card in a Teams message.

    Workflows and the older connectors both take it.

    Args:
        card: The card.
        lang: Its language.

    Returns:
        JSON in UTF-8, at most :data:`TEAMS_BYTES`.

    Raises:
        ValueError: It does not fit even without irritants.
    """
    return _fitting(card, lang, TEAMS_BYTES, lambda card, more: _teams_message(card, more, lang))


def _fitting(
    card: Card, lang: Lang, limit: int, write: Callable[[Card, str], dict[str, Any]]
) -> bytes:
    """Write as many irritants as fit, and how many do not."""
    for n in range(len(card.irritants), -1, -1):
        left = len(card.irritants) - n
        more = _MORE[lang].format(n=left) if left else ""
        content = to_json(write(replace(card, irritants=card.irritants[:n]), more))
        if len(content) <= limit:
            return content
    raise ValueError(f"the card without its irritants takes more than {limit} bytes")


def _slack_blocks(card: Card, more: str) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(card.title, _HEADER_CHARS)}]
    if card.brief:
        blocks.append(_rich({"type": "rich_text_section", "elements": [_run(card.brief)]}))
    fields = [_plain(_figure_text(figure), _FIELD_CHARS) for figure in card.figures]
    for first in range(0, len(fields), _FIELDS):
        blocks.append({"type": "section", "fields": fields[first : first + _FIELDS]})
    lists = list(_slack_irritants(card, more))
    if lists:
        blocks.append(_rich(*lists))
    if card.link is not None:
        link = {"type": "link", "url": card.link.address, "text": card.link.label}
        blocks.append(_rich({"type": "rich_text_section", "elements": [link]}))
    # Shown in notifications; Slack reads these three signs in it whatever is asked.
    text = f"{card.title}. {card.brief}" if card.brief else card.title
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return {"text": _short(text, _TEXT_CHARS), "mrkdwn": False, "blocks": blocks}


def _slack_irritants(card: Card, more: str) -> Iterator[dict[str, Any]]:
    if card.heading and (card.irritants or more):
        yield {"type": "rich_text_section", "elements": [_run(card.heading, bold=True)]}
    if card.irritants:
        items = [
            {
                "type": "rich_text_section",
                "elements": [
                    _run(line.name, bold=True),
                    *([_run(f"{_SPACE}– {line.detail}")] if line.detail else []),
                ],
            }
            for line in card.irritants
        ]
        yield {"type": "rich_text_list", "style": "ordered", "elements": items}
    if more:
        yield {"type": "rich_text_section", "elements": [_run(more)]}


def _rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


def _run(text: str, *, bold: bool = False) -> dict[str, Any]:
    run: dict[str, Any] = {"type": "text", "text": _short(text, _FIELD_CHARS)}
    return run | {"style": {"bold": True}} if bold else run


def _plain(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _short(text, limit), "emoji": False}


def _figure_text(figure: CardFigure) -> str:
    return "\n".join(part for part in (figure.label, figure.value, figure.note) if part)


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _teams_message(card: Card, more: str, lang: Lang) -> dict[str, Any]:
    content: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": lang,
        "fallbackText": card.title,
        "msteams": {"width": "Full"},
        "body": list(_teams_body(card, more)),
    }
    if card.link is not None:
        content["actions"] = [
            {"type": "Action.OpenUrl", "title": card.link.label, "url": card.link.address}
        ]
    kind = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": kind, "contentUrl": None, "content": content}
    return {"type": "message", "attachments": [attachment]}


def _teams_body(card: Card, more: str) -> Iterator[dict[str, Any]]:
    yield _teams_text({"text": card.title, "size": "Large", "weight": "Bolder"})
    if card.brief:
        yield _teams_text({"text": card.brief})
    if card.figures:
        columns = [
            {"type": "Column", "width": "stretch", "items": _teams_figure(figure)}
            for figure in card.figures
        ]
        yield {"type": "ColumnSet", "spacing": "Medium", "columns": columns}
    if card.heading and (card.irritants or more):
        yield _teams_text({"text": card.heading, "weight": "Bolder"}, spacing="Medium")
    for rank, line in enumerate(card.irritants, 1):
        runs = [{"text": f"{rank}.{_SPACE}{line.name}", "weight": "Bolder"}]
        runs += [{"text": f"{_SPACE}– {line.detail}"}] if line.detail else []
        yield _teams_text(*runs)
    if more:
        yield _teams_text({"text": more, "isSubtle": True})


def _teams_figure(figure: CardFigure) -> list[dict[str, Any]]:
    items = [
        _teams_text({"text": figure.label, "isSubtle": True, "size": "Small"}),
        _teams_text({"text": figure.value, "size": "Large", "weight": "Bolder"}, spacing="None"),
    ]
    if figure.note:
        items.append(_teams_text({"text": figure.note, "size": "Small"}, spacing="None"))
    return items


def _teams_text(*runs: dict[str, Any], spacing: str = "Default") -> dict[str, Any]:
    """A paragraph; unlike a text block, it reads no markup."""
    inlines = [{"type": "TextRun", **run} for run in runs]
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": inlines}
