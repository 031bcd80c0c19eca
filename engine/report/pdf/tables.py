"""Tables on paper: columns as wide as what they hold, heads on every page, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence

from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from ..document import TableBlock
from .paper import FONT, SMALL, TINY, Paper

_LONGEST = 420
"""Letters of one cell; the table as CSV has the whole of it."""
_PADDING = 1.0
_LEAST_COLUMN = 9.0
_MANY_COLUMNS = 8


def draw_table(paper: Paper, block: TableBlock) -> None:
    """Draw a table over as many pages as it takes."""
    size = TINY if len(block.columns) >= _MANY_COLUMNS else SMALL
    heads = [column.title for column in block.columns]
    rows = [
        [_cut(column.words(value)) for column, value in zip(block.columns, row, strict=True)] for row in block.rows
    ]
    paper.set_font(FONT, "", size)
    widths = _widths(paper, [heads, *rows])
    aligns = ["LEFT" if column.digits is None else "RIGHT" for column in block.columns]
    paper.set_draw_color(170, 170, 170)
    with paper.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=widths,
        width=sum(widths),
        align="LEFT",
        text_align=tuple(aligns),
        line_height=size * 0.42,
        padding=(0.7, _PADDING, 0.7, 0),
        headings_style=FontFace(emphasis="BOLD"),
        repeat_headings=1,
        num_heading_rows=1,
        wrapmode="CHAR" if _has_long_words(rows) else "WORD",
    ) as table:
        for number, row in enumerate([heads, *rows]):
            is_whole = block.last_is_whole and number == len(rows)
            table.row(row, style=FontFace(emphasis="BOLD") if is_whole else None)
    paper.set_font(FONT, "", SMALL)


def _cut(text: str) -> str:
    text = " ".join(text.split(" "))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _has_long_words(rows: Sequence[Sequence[str]]) -> bool:
    return any(len(word) > 60 for row in rows for cell in row for word in cell.split())


def _widths(paper: Paper, rows: Sequence[Sequence[str]]) -> list[float]:
    """Millimetres of each column: what it wants, or its fair part of the page where all want too much."""
    paper_width = float(paper.epw)
    wanted, least = list[float](), list[float]()
    for cells in zip(*rows, strict=True):
        bold = 1.12  # heads and last rows are bold
        wanted.append(max(paper.get_string_width(cell) for cell in cells) * bold + _PADDING + 1)
        words = [word for cell in cells for word in cell.replace("-", "- ").split()]
        longest = max((paper.get_string_width(word) for word in words), default=0.0) * bold + _PADDING + 1
        least.append(max(_LEAST_COLUMN, min(longest, paper_width / 4)))
    wanted = [max(pair) for pair in zip(wanted, least, strict=True)]
    if sum(wanted) <= paper_width:
        return wanted
    if sum(least) >= paper_width:
        return [width * paper_width / sum(least) for width in least]
    spare = (paper_width - sum(least)) / (sum(wanted) - sum(least))
    return [low + (high - low) * spare for low, high in zip(least, wanted, strict=True)]
