"""What a report says, in order, before anybody makes a page or a PDF of it: chapters of words, tables and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from math import isfinite
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NARROW_SPACE = "\u202f"
"""Stands between thousands; a line never breaks there."""
NOTHING = "–"
"""Stands where there is no value."""


@dataclass(frozen=True)
class Interval:
    """A value with the bounds of its interval; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Number:
    """A number with digits of its own, where the rows of a column have different units."""

    value: float
    digits: int


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `digits` after the point of its numbers, None for words; a `share` is told in percent; of a `probability` that has
    no digit left is told what it is below. `key` names it in CSV.
    """

    title: str
    key: str
    digits: int | None = None
    share: bool = False
    probability: bool = False

    def words(self, value: Any) -> str:
        """A value as people read it."""
        if isinstance(value, Interval):
            return self._with_bounds(value)
        if isinstance(value, Number):
            return number_words(value.value, value.digits)
        if value is None or value == "" or (isinstance(value, float) and not isfinite(value)):
            return NOTHING
        if self.digits is None or isinstance(value, str):
            return str(value)
        return number_words(value * 100, self.digits) + f"{NARROW_SPACE}%" if self.share else self._number(value)

    def _number(self, value: Any) -> str:
        if self.probability and value < 10.0 ** -(self.digits or 0):
            return f"<{NARROW_SPACE}{number_words(10.0 ** -(self.digits or 0), self.digits or 0)}"
        return number_words(value, self.digits or 0)

    def _with_bounds(self, of: Interval) -> str:
        if of.low is None or of.high is None or of.value is None:
            return self.words(of.value)
        factor = 100 if self.share else 1
        low, high = (number_words(bound * factor, self.digits or 0) for bound in (of.low, of.high))
        return f"{self.words(of.value)} ({low} to {high})"


def number_words(value: float, digits: int) -> str:
    """A number with narrow spaces between thousands and a true minus; no minus zero.

    Examples
    --------
    >>> number_words(-1234.56, 1).replace(NARROW_SPACE, " ")
    '−1 234.6'
    """
    text = f"{abs(value):,.{digits}f}".replace(",", NARROW_SPACE)
    is_negative = value < 0 and any(digit in "123456789" for digit in text)
    return f"−{text}" if is_negative else text


@dataclass(frozen=True)
class Paragraph:
    """Words."""

    text: str


@dataclass(frozen=True)
class Items:
    """Words in a list."""

    texts: Sequence[str]


@dataclass(frozen=True)
class Note:
    """What is not there, and why; or what a reader must know first."""

    text: str


@dataclass(frozen=True)
class TableBlock:
    """A table: `name` is that of its CSV, `rows` hold values of the columns; `last_is_whole` sets the last one off."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    note: str = ""
    last_is_whole: bool = False


@dataclass(frozen=True)
class FigureBlock:
    """A figure: `name` is what `--figure` calls it, `draw` makes it, `height` and `width` are millimetres."""

    name: str
    caption: str
    draw: Callable[[], Figure]


Block = Union[Paragraph, Items, Note, TableBlock, FigureBlock]


@dataclass(frozen=True)
class Chapter:
    """A part with a title."""

    title: str
    blocks: Sequence[Block]


@dataclass
class Document:
    """A whole report. `facts` are pairs for its head, `chapters` come in order, `warnings` are what was told.

    `made` is when it says that it was made.
    """

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    chapters: Sequence[Chapter]
    warnings: list[str] = field(default_factory=list)
    made: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        for chapter in self.chapters:
            yield from chapter.blocks

    def figures(self) -> list[FigureBlock]:
        """Its figures in order: the first is Figure 1."""
        return [block for block in self.blocks() if isinstance(block, FigureBlock)]

    def tables(self) -> list[TableBlock]:
        """Its tables in order: the first is Table 1."""
        return [block for block in self.blocks() if isinstance(block, TableBlock)]

    def texts(self) -> Iterator[str]:
        """All words of it, for who has to find a font."""
        yield from (self.title, self.subtitle, *(word for pair in self.facts for word in pair))
        for chapter in self.chapters:
            yield chapter.title
            for block in chapter.blocks:
                yield from _texts_of(block)


def counted(number: int, one: str, several: str) -> str:
    """A number with its word, which may be a whole phrase.

    Examples
    --------
    >>> counted(1, "hour", "hours")
    '1 hour'
    """
    return f"{number_words(number, 0)} {one if number == 1 else several}"


def _texts_of(block: Block) -> Iterator[str]:
    if isinstance(block, (Paragraph, Note)):
        yield block.text
    elif isinstance(block, Items):
        yield from block.texts
    else:
        yield block.caption
        if isinstance(block, TableBlock):
            yield block.note
            for column in block.columns:
                yield column.title
                place = block.columns.index(column)
                yield from (column.words(row[place]) for row in block.rows)
