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
    heads = [paper.known(column.title) for column in block.columns]
    rows = [
        [_cut(paper.known(column.words(value))) for column, value in zip(block.columns, row, strict=True)]
        for row in block.rows
    ]
    bold = [True, *(block.last_is_whole and number == len(rows) for number in range(1, len(rows) + 1))]
    widths = _widths(paper, [heads, *rows], bold, size)
    paper.set_font(FONT, "", size)
    aligns = ["LEFT" if column.digits is None else "RIGHT" for column in block.columns]
    paper.set_draw_color(170, 170, 170)
    with paper.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=widths,
        width=min(sum(widths), paper.epw),
        align="LEFT",
        text_align=tuple(aligns),
        v_align="TOP",
        line_height=size * 0.42,
        padding=(0.7, _PADDING, 0.7, 0),
        headings_style=FontFace(emphasis="BOLD"),
        repeat_headings=1,
        num_heading_rows=1,
    ) as table:
        for row, is_bold in zip([heads, *rows], bold, strict=True):
            table.row(row, style=FontFace(emphasis="BOLD") if is_bold else None)
    paper.set_font(FONT, "", SMALL)


def _cut(text: str) -> str:
    text = " ".join(text.split(" "))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _widths(paper: Paper, rows: Sequence[Sequence[str]], bold: Sequence[bool], size: float) -> list[float]:
    """Millimetres of each column: what it wants, or its fair part of the page where all want too much."""
    paper_width = float(paper.epw)
    count = len(rows[0])
    wanted, least = [_LEAST_COLUMN] * count, [_LEAST_COLUMN] * count
    for is_bold in (False, True):
        paper.set_font(FONT, "B" if is_bold else "", size)
        chosen = [row for row, is_so in zip(rows, bold, strict=True) if is_so == is_bold]
        for place in range(count):
            cells = [row[place] for row in chosen]
            words = [word for cell in cells for word in cell.replace("-", "- ").split(" ")]
            wanted[place] = max([wanted[place], *(_width(paper, cell) for cell in cells)])
            longest = max((_width(paper, word) for word in words), default=0.0)
            least[place] = max(least[place], min(longest, paper_width / 4))
    if sum(wanted) <= paper_width:
        return wanted
    if sum(least) >= paper_width:
        return [width * paper_width / sum(least) for width in least]
    spare = (paper_width - sum(least)) / (sum(wanted) - sum(least))
    return [low + (high - low) * spare for low, high in zip(least, wanted, strict=True)]


def _width(paper: Paper, text: str) -> float:
    return float(paper.get_string_width(text)) + _PADDING + 1.5
