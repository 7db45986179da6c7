"""The weekly digest: composed from stored rows and findings, rendered for mail and paper."""

from __future__ import annotations

from nlp.digest.actions import Action, follow_actions, load_actions
from nlp.digest.audiences import Scope, choose_scope, file_stem
from nlp.digest.chart import Chart, draw_impacts
from nlp.digest.compose import compose_digest, for_direction
from nlp.digest.composed import Digest
from nlp.digest.files import render_files, write_files
from nlp.digest.findings import ActionFollowUp, Detectable, Findings, Money, Movement, Mover, Topic
from nlp.digest.links import Explorer
from nlp.digest.movement import movement_of_watch
from nlp.digest.owners import Owners, load_owners
from nlp.digest.render_html import render_html
from nlp.digest.render_markdown import render_markdown
from nlp.digest.render_pdf import render_pdf
from nlp.digest.render_plain import render_plain
from nlp.digest.weeks import latest_complete_week

__all__ = [
    "Action",
    "ActionFollowUp",
    "Chart",
    "Detectable",
    "Digest",
    "Explorer",
    "Findings",
    "Money",
    "Movement",
    "Mover",
    "Owners",
    "Scope",
    "Topic",
    "choose_scope",
    "compose_digest",
    "draw_impacts",
    "file_stem",
    "follow_actions",
    "for_direction",
    "latest_complete_week",
    "load_actions",
    "load_owners",
    "movement_of_watch",
    "render_files",
    "render_html",
    "render_markdown",
    "render_pdf",
    "render_plain",
    "write_files",
]
