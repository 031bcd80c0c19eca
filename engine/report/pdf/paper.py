"""The paper that a report is written on: A4, its fonts, its heads and feet."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.errors import FPDFException
from fpdf.util import Padding

from ....inventory.version import VERSION
from ..fonts import BOLD, PLAIN, SLANTED, Fonts

BODY, SMALL, TINY = 9.5, 7.5, 6.5
FONT = "DejaVu"
_INK, _GREY, _LINK = (34, 34, 34), (100, 100, 100), (0, 86, 138)
_PALE, _BAR = (244, 246, 248), (138, 164, 184)
_MARGIN, _TOP = 20.0, 22.0
_LINE = 0.42
"""Millimetres of a line for each point of its letters."""


class Paper(FPDF):
    """Pages with a title above and numbers below."""

    def __init__(self, title: str, made: datetime, fonts: Fonts) -> None:
        super().__init__("portrait", "mm", "A4")
        self._fonts = fonts
        self._title = self.known(" ".join(title.split()))
        self.set_margins(_MARGIN, _TOP, _MARGIN)
        self.set_auto_page_break(True, _MARGIN)
        for style, path in (("", PLAIN), ("B", BOLD), ("I", SLANTED)):
            self.add_font(FONT, style, str(path))
        self._add_others(fonts)
        self.set_title(self._title)
        self.set_creator(f"Rock Glacier Inventory {VERSION}")
        self.set_lang("en")
        self.set_creation_date(made)
        self.set_text_color(*_INK)
        self.alias_nb_pages()
        self.set_font(FONT, "", BODY)

    def _add_others(self, fonts: Fonts) -> None:
        names = []
        for number, path in enumerate(fonts.paths):
            with suppress(FPDFException, OSError, ValueError, KeyError, NotImplementedError):
                self.add_font(f"Other{number}", "", str(path))
                names.append(f"Other{number}")
        if names:
            self.set_fallback_fonts(names, exact_match=False)

    def known(self, text: str) -> str:
        """A text as the fonts can write it."""
        return self._fonts.written(text)

    @property
    def usable_height(self) -> float:
        """Millimetres between the margins."""
        return float(self.h - self.t_margin - self.b_margin)

    def header(self) -> None:
        """fpdf2's hook: the title above each page but the first."""
        if self.page_no() == 1:
            return
        self.set_xy(_MARGIN, 11)
        self.set_font(FONT, "", SMALL)
        self.set_text_color(*_GREY)
        self.cell(self.epw, 4, self._shortened(self._title, self.epw))
        self.set_draw_color(*_BAR)
        self.line(_MARGIN, 16.5, self.w - _MARGIN, 16.5)
        self.set_text_color(*_INK)
        self.set_y(_TOP)

    def footer(self) -> None:
        """fpdf2's hook: the number of the page."""
        self.set_y(-14)
        self.set_font(FONT, "", SMALL)
        self.set_text_color(*_GREY)
        self.cell(self.epw, 4, f"{self.page_no()} / {{nb}}", align="R")
        self.set_text_color(*_INK)

    def _shortened(self, text: str, width: float) -> str:
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(text + "…") > width:
            text = text[:-1]
        return text.rstrip() + "…"

    def room_for(self, height: float) -> None:
        """Begin a page where so many millimetres are not left on this one."""
        if self.get_y() + height > self.h - self.b_margin and self.get_y() > self.t_margin + 1:
            self.add_page()

    def text(self, text: str, size: float, *, bold: bool = False, grey: bool = False, after: float = 0) -> None:  # type: ignore[override]
        """Words across the page."""
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(*(_GREY if grey else _INK))
        self.multi_cell(self.epw, size * _LINE + 0.3, self.known(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(*_INK)
        if after:
            self.ln(after)

    def chapter(self, title: str) -> None:
        """A title, which stands in the outline of the PDF, too."""
        self.start_section(self.known(" ".join(title.split())))
        self.text(title, 13, bold=True, after=1.5)

    def caption(self, number: str, text: str) -> None:
        """The number in bold and what it is of."""
        self.set_font(FONT, "B", SMALL + 0.5)
        self.write((SMALL + 0.5) * _LINE + 0.3, f"{number} ")
        self.set_font(FONT, "", SMALL + 0.5)
        self.write((SMALL + 0.5) * _LINE + 0.3, self.known(text))
        self.ln((SMALL + 0.5) * _LINE + 0.5)

    def item(self, text: str) -> None:
        """One of a list."""
        height = BODY * _LINE + 0.3
        self.set_font(FONT, "", BODY)
        self.room_for(height)
        top = self.get_y()
        self.set_xy(self.l_margin, top)
        self.cell(5, height, "•")
        self.set_xy(self.l_margin + 5, top)
        self.multi_cell(self.epw - 5, height, self.known(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(0.8)

    def note(self, text: str) -> None:
        """What is not there, and why: on pale ground."""
        self.set_font(FONT, "", BODY - 0.5)
        self.set_fill_color(*_PALE)
        self.multi_cell(
            self.epw,
            BODY * _LINE + 0.6,
            self.known(text),
            align="L",
            fill=True,
            padding=Padding(1.5, 2.5, 1.5, 2.5),
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        self.set_fill_color(255)
        self.ln(2.5)
