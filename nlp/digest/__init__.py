"""The weekly digest: composed from stored rows only, rendered for mail programs."""

from __future__ import annotations

from nlp.digest.chart import Chart, draw_impacts
from nlp.digest.compose import compose_digest
from nlp.digest.model import Digest
from nlp.digest.render_html import render_html
from nlp.digest.render_markdown import render_markdown
from nlp.digest.weeks import latest_complete_week

__all__ = [
    "Chart",
    "Digest",
    "compose_digest",
    "draw_impacts",
    "latest_complete_week",
    "render_html",
    "render_markdown",
]
