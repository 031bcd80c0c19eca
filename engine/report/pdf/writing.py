"""A document as PDF by fpdf2: fonts inside, figures as vectors, heads of tables on every page, numbers of pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from ..document import Chapter, Document, FigureBlock, TableBlock
from ..fonts import Fonts
from ..pictures import svg_size, upright
from ..walking import Writer, walk
from .paper import BODY, SMALL, Paper
from .tables import draw_table

_GAP = 3.0


def pdf_of(document: Document, pictures: Mapping[str, bytes], fonts: Fonts) -> bytes:
    """The bytes of the PDF.

    Parameters
    ----------
    document
        What it says.
    pictures
        Figures as SVG, by name.
    fonts
        For letters that the usual font does not have.
    """
    return bytes(_Writer(document, pictures, fonts).written())


class _Writer(Writer):
    def __init__(self, document: Document, pictures: Mapping[str, bytes], fonts: Fonts) -> None:
        self._document, self._pictures = document, pictures
        self._paper = Paper(document.title, document.made, fonts)

    def written(self) -> bytearray:
        self._paper.add_page()
        self._head()
        walk(self._document, self)
        return self._paper.output()

    def _head(self) -> None:
        paper = self._paper
        paper.text(self._document.subtitle, BODY, grey=True)
        paper.text(self._document.title, 20, bold=True)
        paper.ln(2)
        for name, value in self._document.facts:
            paper.text(f"{name}: {value}", BODY)
        paper.ln(_GAP)

    def begin(self, number: int, chapter: Chapter) -> None:
        paper = self._paper
        first = next(iter(chapter.blocks), None)
        room = 24.0
        if isinstance(first, FigureBlock):
            room += self._size(first)[1]
        paper.room_for(min(room, paper.usable_height))
        paper.ln(4)
        paper.chapter(f"{number}. {chapter.title}")

    def end(self) -> None:
        pass

    def paragraph(self, text: str) -> None:
        self._paper.text(text, BODY, after=_GAP)

    def note(self, text: str) -> None:
        self._paper.note(text)

    def items(self, texts: Sequence[str]) -> None:
        for text in texts:
            self._paper.item(text)
        self._paper.ln(2)

    def _size(self, block: FigureBlock) -> tuple[float, float]:
        """Millimetres of a figure on the page: as it is, smaller only where the page is."""
        width, height = svg_size(self._pictures[block.name])
        scale = min(1.0, self._paper.epw / width, (self._paper.usable_height - 30) / height)
        return width * scale, height * scale

    def figure(self, number: int, block: FigureBlock) -> None:
        paper, (width, height) = self._paper, self._size(block)
        paper.room_for(height + 14)
        left = paper.l_margin + (paper.epw - width) / 2
        top = paper.get_y()
        paper.image(
            BytesIO(upright(self._pictures[block.name])), x=left, y=top, w=width, h=height, alt_text=block.caption
        )
        paper.set_y(top + height + 1)
        paper.caption(f"Figure {number}.", block.caption)
        paper.ln(_GAP)

    def table(self, number: int, block: TableBlock) -> None:
        paper = self._paper
        paper.room_for(26)
        paper.caption(f"Table {number}.", block.caption)
        paper.ln(1)
        draw_table(paper, block)
        if block.note:
            paper.ln(1)
            paper.text(block.note, SMALL, grey=True)
        paper.ln(_GAP + 1)
