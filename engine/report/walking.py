"""The one way through a document, for all that write one: what comes after what, and which number it has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from .document import Chapter, Document, FigureBlock, Items, Note, Paragraph, TableBlock


class Writer(ABC):
    """Writes each part of a document in its own form."""

    @abstractmethod
    def begin(self, number: int, chapter: Chapter) -> None:
        """The title of a chapter."""

    @abstractmethod
    def end(self) -> None:
        """The end of a chapter."""

    @abstractmethod
    def paragraph(self, text: str) -> None:
        """Words."""

    @abstractmethod
    def note(self, text: str) -> None:
        """What is not there, and why."""

    @abstractmethod
    def items(self, texts: Sequence[str]) -> None:
        """A list."""

    @abstractmethod
    def figure(self, number: int, block: FigureBlock) -> None:
        """A figure with its caption."""

    @abstractmethod
    def table(self, number: int, block: TableBlock) -> None:
        """A table with its caption."""


def walk(document: Document, writer: Writer) -> None:
    """Give a writer all parts in order; figures and tables are numbered as they come."""
    figures = tables = 0
    for number, chapter in enumerate(document.chapters, 1):
        writer.begin(number, chapter)
        for block in chapter.blocks:
            if isinstance(block, Paragraph):
                if block.text:
                    writer.paragraph(block.text)
            elif isinstance(block, Note):
                writer.note(block.text)
            elif isinstance(block, Items):
                writer.items(block.texts)
            elif isinstance(block, FigureBlock):
                figures += 1
                writer.figure(figures, block)
            else:
                tables += 1
                writer.table(tables, block)
        writer.end()
