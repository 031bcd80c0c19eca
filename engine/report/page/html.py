"""A document as one page of HTML: figures inside, no script, nothing that is fetched; every word escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from ..document import Chapter, Column, Document, FigureBlock, TableBlock
from ..pictures import svg_size
from ..walking import Writer, walk
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
    page = _Page(pictures)
    walk(document, page)
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
        *page.lines,
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


class _Page(Writer):
    """The chapters as lines."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        self._pictures = pictures
        self.lines: list[str] = []

    def begin(self, number: int, chapter: Chapter) -> None:
        self.lines += [f'<section id="chapter-{number}">', f"<h2>{number}. {escape(chapter.title)}</h2>"]

    def end(self) -> None:
        self.lines.append("</section>")

    def paragraph(self, text: str) -> None:
        self.lines.append(f"<p>{escape(text)}</p>")

    def note(self, text: str) -> None:
        self.lines.append(f'<p class="note">{escape(text)}</p>')

    def items(self, texts: Sequence[str]) -> None:
        self.lines.append("<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>")

    def figure(self, number: int, block: FigureBlock) -> None:
        inside = b64encode(self._pictures[block.name]).decode("ascii")
        width = svg_size(self._pictures[block.name])[0] * _REM
        source = f"data:image/svg+xml;base64,{inside}"
        self.lines += [
            f'<figure id="figure-{escape(block.name)}">',
            f'<img alt="{escape(block.caption)}" style="width:{width:.1f}rem" src="{source}">',
            f"<figcaption><b>Figure {number}.</b> {escape(block.caption)}</figcaption>",
            "</figure>",
        ]

    def table(self, number: int, block: TableBlock) -> None:
        heads = "".join(f'<th scope="col"{_side(column)}>{escape(column.title)}</th>' for column in block.columns)
        self.lines += [
            f'<div class="table" id="table-{escape(block.name)}" tabindex="0"><table>',
            f"<caption><b>Table {number}.</b> {escape(block.caption)}</caption>",
            f"<thead><tr>{heads}</tr></thead><tbody>",
        ]
        for place, row in enumerate(block.rows, 1):
            is_whole = block.last_is_whole and place == len(block.rows)
            cells = "".join(
                f"<td{_side(column)}>{escape(column.words(value))}</td>"
                for column, value in zip(block.columns, row, strict=True)
            )
            self.lines.append(f"<tr{' class=' + chr(34) + 'whole' + chr(34) if is_whole else ''}>{cells}</tr>")
        self.lines.append("</tbody></table>")
        if block.note:
            self.lines.append(f'<p class="under">{escape(block.note)}</p>')
        self.lines.append("</div>")


def _side(column: Column) -> str:
    return "" if column.digits is None else ' class="number"'
