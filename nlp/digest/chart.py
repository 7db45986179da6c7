"""The chart of a digest: the impact of each irritant with its interval, as a PNG."""

from __future__ import annotations

import base64
import io
import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.digest.composed import Digest
from nlp.digest.model import IrritantRow
from nlp.digest.texts import say, typeset
from nlp.digest.wording import unit_text
from nlp.formatting import number
from nlp.types import Lang, Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 592
"""Width at which the chart is shown, in CSS pixels."""

_ROW_HEIGHT, _AXIS_HEIGHT, _LEGEND_HEIGHT = 34, 50, 28
_RESOLUTION = 2
"""Pixels drawn per CSS pixel, for screens of high density."""

# Blue and grey differ in lightness too, and the marker is hollow: no colour has to be seen.
_SURE, _UNSURE, _INK, _MUTED, _GRID = "#0b5a8a", "#7a8591", "#1b2430", "#5b6673", "#e3e7ec"

_STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",  # shipped with matplotlib
    "font.size": 9.2,
    "text.color": _INK,
    "text.parse_math": False,  # a name may hold a dollar
}


@dataclass(frozen=True, slots=True)
class Chart:
    """An image for a mail.

    Attributes:
        png: Its bytes.
        width, height: Size at which it is shown, in CSS pixels.
    """

    png: bytes
    width: int
    height: int

    @property
    def png_file(self) -> io.BytesIO:
        """Its bytes as a file."""
        return io.BytesIO(self.png)

    @property
    def data_uri(self) -> str:
        """The image as the address of an ``<img>``."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode('ascii')}"


def draw_impacts(digest: Digest, lang: Lang) -> Chart | None:
    """Draw the impact of the first irritants of the ranking, with error bars.

    The same digest gives the same bytes.

    Args:
        digest: The digest.
        lang: Language of the labels.

    Returns:
        The chart; ``None`` if no impact is known.
    """
    rows = [row for row in digest.charted if row.impact is not None]
    if digest.scale is None or not rows:
        return None
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    head = _LEGEND_HEIGHT if _is_mixed(rows) else 0
    height = head + _ROW_HEIGHT * len(rows) + _AXIS_HEIGHT
    dpi = 100
    with mpl.rc_context(_STYLE):  # type: ignore[arg-type]  # keys are strings
        figure = Figure(figsize=(WIDTH / dpi, height / dpi), dpi=dpi * _RESOLUTION)
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes(
            (0.43, _AXIS_HEIGHT / height, 0.54, 1 - (head + _AXIS_HEIGHT) / height)
        )
        _draw(axes, rows, digest.scale, lang)
        target = io.BytesIO()
        canvas.print_png(target, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return Chart(target.getvalue(), WIDTH, height)


def _draw(axes: Axes, rows: list[IrritantRow], scale: Scale, lang: Lang) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    for y, row in enumerate(rows):
        _draw_row(axes, y, row)
    axes.axvline(0, color=_INK, linewidth=1, zorder=1)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [_label(row, lang) for row in rows], color=_INK)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    low, high = axes.get_xlim()
    axes.set_xlim(low, max(high, -0.02 * low))
    step = float(axes.get_xticks()[1] - axes.get_xticks()[0])
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x, lang, digits=digits)))
    axes.tick_params(axis="x", colors=_MUTED, length=0)
    axes.tick_params(axis="y", length=0, pad=8)
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel(say("chart.axis", lang, unit=unit_text(scale, lang)), color=_MUTED)
    _draw_legend(axes, rows, lang)


def _draw_row(axes: Axes, y: int, row: IrritantRow) -> None:
    impact = row.impact
    if impact is None:
        return
    sure = row.verdict == "costs"
    colour = _SURE if sure else _UNSURE
    if impact.low is not None and impact.high is not None:
        axes.plot([impact.low, impact.high], [y, y], color=colour, linewidth=2.2, zorder=2,
                  solid_capstyle="butt")  # fmt: skip
    fill = colour if sure else "white"
    axes.plot([impact.value], [y], "o", color=colour, markerfacecolor=fill, markersize=7,
              markeredgewidth=1.6, zorder=3)  # fmt: skip


def _draw_legend(axes: Axes, rows: list[IrritantRow], lang: Lang) -> None:
    """What filled and hollow mean; nothing where all are alike."""
    from matplotlib.lines import Line2D

    if not _is_mixed(rows):
        return
    marks = [
        Line2D([], [], color=colour, marker="o", markerfacecolor=fill, linewidth=2.2, markersize=6,
               label=say(key, lang))
        for key, colour, fill in (("chart.sure", _SURE, _SURE), ("chart.unsure", _UNSURE, "white"))
    ]  # fmt: skip
    axes.legend(handles=marks, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, frameon=False,
                borderaxespad=0.2, handlelength=1.8)  # fmt: skip


def _is_mixed(rows: list[IrritantRow]) -> bool:
    """Whether both kinds of marker are drawn."""
    return len({row.verdict == "costs" for row in rows}) > 1


def _label(row: IrritantRow, lang: Lang) -> str:
    name = f"{number(row.rank, lang)}. {typeset(row.names[lang], lang)}"
    return "\n".join(textwrap.wrap(name, 33))
