"""A4 paper: fonts, margins, page numbers, and the few shapes that a digest is set in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.prefs import ViewerPreferences

from nlp.digest.texts import say
from nlp.types import Lang

if TYPE_CHECKING:
    from nlp.digest.chart import Chart

Colour = tuple[int, int, int]

INK: Colour = (27, 36, 48)
MUTED: Colour = (91, 102, 115)
BLUE: Colour = (11, 90, 138)
RULE: Colour = (208, 214, 221)
BAR: Colour = (185, 211, 230)

_FONT = "DejaVu"
_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf", "I": "DejaVuSans-Oblique.ttf"}
_MARGIN = 18.0
_UNKNOWN = "\ufffd"
_LEADING = 0.52
"""Height of a line in millimetres per point of its font."""

_KEEP = 42.0
"""Millimetres that a heading needs under it, else it goes to the next page."""


class _Sheet(FPDF):
    """Pages that number themselves."""

    def __init__(self, lang: Lang, size: float) -> None:
        super().__init__(orientation="P", unit="mm", format="A4")
        self._words, self._size = lang, size

    def footer(self) -> None:
        """Write the page's number."""
        self.set_y(-13)
        self.set_font(_FONT, "", self._size)
        self.set_text_color(*MUTED)
        number = say("page", self._words, n=self.page_no(), total="{nb}")
        self.cell(0, 5, number, align="C")


class Paper:
    """A document being written, from top to bottom.

    Args:
        lang: Its language.
        title: Its title.
        made_on: Instant it bears: the same content and instant give the same bytes.
        scale: Factor of every font size, above 0.
    """

    def __init__(self, lang: Lang, title: str, made_on: datetime, *, scale: float = 1.0) -> None:
        self._scale = scale
        self._pdf = _Sheet(lang, 7.5 * scale)
        for style, name in _FILES.items():
            self._pdf.add_font(_FONT, style, _font_folder() / name)
        self._known = frozenset(self._pdf.fonts[_FONT.lower()].cmap)  # type: ignore[union-attr]
        self._pdf.set_margin(_MARGIN)
        self._pdf.set_auto_page_break(auto=True, margin=_MARGIN)
        self._pdf.alias_nb_pages()
        self._pdf.set_title(self._clean(title))
        self._pdf.set_lang(lang)
        self._pdf.set_author(say("author", lang))
        self._pdf.set_creator(say("author", lang))
        self._pdf.set_producer(say("author", lang))
        self._pdf.set_creation_date(made_on.astimezone(UTC))
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._pdf.add_page()

    @property
    def n_pages(self) -> int:
        """Pages so far."""
        return len(self._pdf.pages)

    def bytes(self) -> bytes:
        """The document, which is closed by that."""
        return bytes(self._pdf.output())

    def discard(self) -> None:
        """Close the document without writing it."""
        for font in self._pdf.fonts.values():
            font.close()  # type: ignore[union-attr]  # all of them are files

    def gap(self, height: float) -> None:
        """Leave room, in millimetres."""
        self._pdf.ln(height * self._scale)

    def keep(self, height: float = _KEEP) -> None:
        """Begin a new page unless there is room for so many millimetres."""
        if self._pdf.will_page_break(height * self._scale):
            self._pdf.add_page()

    def bookmark(self, title: str) -> None:
        """Name this place in the outline of the document."""
        self._pdf.start_section(self._clean(title), strict=False)

    def text(
        self,
        text: str,
        size: float = 9.5,
        *,
        bold: bool = False,
        colour: Colour = INK,
        link: str = "",
    ) -> None:
        """Write a paragraph."""
        self._font(size, "B" if bold else "", colour)
        self._pdf.multi_cell(
            0, self._height(size), self._clean(text), align="L", link=link,
            new_x=XPos.LMARGIN, new_y=YPos.NEXT,
        )  # fmt: skip

    def runs(self, runs: Sequence[tuple[str, str, Colour]], size: float = 9.5) -> None:
        """Write a paragraph of runs, each a text, a style (``""`` or ``"B"``) and a colour."""
        for text, style, colour in runs:
            if text:
                self._font(size, style, colour)
                self._pdf.write(self._height(size), self._clean(text))
        self._pdf.ln(self._height(size))

    def rule(self) -> None:
        """Draw a line across."""
        self._pdf.set_draw_color(*RULE)
        y = self._pdf.get_y()
        self._pdf.line(self._pdf.l_margin, y, self._pdf.w - self._pdf.r_margin, y)
        self._pdf.ln(1.5 * self._scale)

    @contextmanager
    def indented(self, by: float, *, bar: bool = False) -> Iterator[None]:
        """Write what follows further to the right; with a bar beside it if wanted."""
        pdf, left = self._pdf, self._pdf.l_margin
        page, top = pdf.page, pdf.get_y()
        pdf.set_left_margin(left + by)
        pdf.set_x(left + by)
        yield
        pdf.set_left_margin(left)
        pdf.set_x(left)
        if bar and pdf.page == page:
            pdf.set_draw_color(*BAR)
            with pdf.local_context(line_width=0.8):
                pdf.line(left + 1, top, left + 1, pdf.get_y())

    def columns(
        self, cells: Sequence[Sequence[tuple[str, float, str, Colour]]], widths: Sequence[float]
    ) -> None:
        """Set cells side by side.

        Args:
            cells: For each column its paragraphs: text, size, style and colour.
            widths: Share of the width that each takes; they sum up to at most 1.
        """
        pdf = self._pdf
        left, top, lowest = pdf.l_margin, pdf.get_y(), pdf.get_y()
        room = pdf.w - pdf.r_margin - left
        for paragraphs, width in zip(cells, widths, strict=True):
            pdf.set_xy(left, top)
            for text, size, style, colour in paragraphs:
                self._font(size, style, colour)
                pdf.set_x(left)
                pdf.multi_cell(
                    width * room - 2, self._height(size), self._clean(text), align="L",
                    new_x=XPos.LEFT, new_y=YPos.NEXT,
                )  # fmt: skip
            lowest = max(lowest, pdf.get_y())
            left += width * room
        pdf.set_xy(pdf.l_margin, lowest)

    def height_of(self, text: str, size: float, width: float) -> float:
        """Millimetres that a paragraph takes in a share of the width."""
        pdf = self._pdf
        self._font(size, "", INK)
        room = (pdf.w - pdf.l_margin - pdf.r_margin) * width - 2
        lines = pdf.multi_cell(
            room, self._height(size), self._clean(text), dry_run=True, output="LINES"
        )
        return len(lines) * self._height(size)  # type: ignore[arg-type]  # lines were asked for

    def image(self, chart: Chart, title: str, alt: str, share: float = 0.86) -> None:
        """Draw the chart under its title, over a share of the width, both on the same page."""
        pdf = self._pdf
        width = (pdf.w - pdf.l_margin - pdf.r_margin) * share * self._scale
        self.keep(width * chart.height / chart.width / self._scale + 10)
        self.text(title, bold=True)
        pdf.image(chart.png_file, w=width, alt_text=self._clean(alt))

    def _font(self, size: float, style: str, colour: Colour) -> None:
        self._pdf.set_font(_FONT, style, size * self._scale)
        self._pdf.set_text_color(*colour)

    def _height(self, size: float) -> float:
        return size * self._scale * _LEADING

    def _clean(self, text: str) -> str:
        """The text with a mark where the font has no sign, such as for some emoji."""
        return "".join(
            c if ord(c) in self._known else _UNKNOWN for c in text if c not in "\u200d\ufe0f\u2060"
        )


@cache
def _font_folder() -> Path:
    """Where matplotlib keeps the fonts that it ships."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"
