"""A document as one page of HTML: figures inside, no script, nothing that is fetched; every word escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape

from ..document import Block, Chapter, Column, Document, FigureBlock, Items, Note, Paragraph, TableBlock
from ..pictures import svg_size
from .look import LOOK

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""A browser then fetches and runs nothing, whatever a name in the inventory holds."""


_REM = 0.3
"""On a screen, which is read from farther away than paper, for each millimetre."""


def page_of(document: Document, pictures: Mapping[str, bytes], tables: str) -> str:
    """The page.

    Parameters
    ----------
    document
        What it says.
    pictures
        Figures as SVG, by name.
    tables
        Name of the folder of CSV files beside it.
    """
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(document.title)}</title>",
        f"<style>{LOOK}</style>",
        "</head>",
        "<body>",
        *_head(document, tables),
        "<main>",
        *_Page(document, pictures).chapters(),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _head(document: Document, tables: str) -> Iterator[str]:
    yield "<header>"
    yield f'<p class="kind">{escape(document.subtitle)}</p>'
    yield f"<h1>{escape(document.title)}</h1>"
    yield '<dl class="facts">'
    for name, value in document.facts:
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
    yield "</dl>"
    yield "<nav aria-label='Contents'><ol>"
    for number, chapter in enumerate(document.chapters, 1):
        yield f'<li><a href="#chapter-{number}">{escape(chapter.title)}</a></li>'
    yield "</ol></nav>"
    yield f'<p class="note">The numbers of all tables are in the folder {escape(tables)} beside this page, as CSV.</p>'
    yield "</header>"


class _Page:
    """The chapters; figures and tables are numbered in the order in which they come."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes]) -> None:
        self._document, self._pictures = document, pictures
        self._figure = self._table = 0

    def chapters(self) -> Iterator[str]:
        for number, chapter in enumerate(self._document.chapters, 1):
            yield from self._chapter(number, chapter)

    def _chapter(self, number: int, chapter: Chapter) -> Iterator[str]:
        yield f'<section id="chapter-{number}">'
        yield f"<h2>{number}. {escape(chapter.title)}</h2>"
        for block in chapter.blocks:
            yield from self._block(block)
        yield "</section>"

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph):
            yield f"<p>{escape(block.text)}</p>" if block.text else ""
        elif isinstance(block, Note):
            yield f'<p class="note">{escape(block.text)}</p>'
        elif isinstance(block, Items):
            yield "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in block.texts) + "</ul>"
        elif isinstance(block, FigureBlock):
            yield from self._figure_lines(block)
        else:
            yield from self._table_lines(block)

    def _figure_lines(self, block: FigureBlock) -> Iterator[str]:
        self._figure += 1
        inside = b64encode(self._pictures[block.name]).decode("ascii")
        yield f'<figure id="figure-{escape(block.name)}">'
        width = svg_size(self._pictures[block.name])[0] * _REM
        source = f"data:image/svg+xml;base64,{inside}"
        yield f'<img alt="{escape(block.caption)}" style="width:{width:.1f}rem" src="{source}">'
        yield f"<figcaption><b>Figure {self._figure}.</b> {escape(block.caption)}</figcaption>"
        yield "</figure>"

    def _table_lines(self, block: TableBlock) -> Iterator[str]:
        self._table += 1
        yield f'<div class="table" id="table-{escape(block.name)}" tabindex="0"><table>'
        yield f"<caption><b>Table {self._table}.</b> {escape(block.caption)}</caption>"
        heads = "".join(f'<th scope="col"{_side(column)}>{escape(column.title)}</th>' for column in block.columns)
        yield f"<thead><tr>{heads}</tr></thead><tbody>"
        for number, row in enumerate(block.rows, 1):
            is_whole = block.last_is_whole and number == len(block.rows)
            cells = "".join(
                f"<td{_side(column)}>{escape(column.words(value))}</td>"
                for column, value in zip(block.columns, row, strict=True)
            )
            yield f"<tr{' class=' + chr(34) + 'whole' + chr(34) if is_whole else ''}>{cells}</tr>"
        yield "</tbody></table>"
        if block.note:
            yield f'<p class="under">{escape(block.note)}</p>'
        yield "</div>"


def _side(column: Column) -> str:
    return "" if column.digits is None else ' class="number"'
