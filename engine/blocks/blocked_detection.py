"""A detection in blocks: each is computed once, kept in a ledger, and given out in the order of rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator

from ...inventory.errors import Cancelled
from ...inventory.messages import Message, Progress
from ..detection.detection import Rows, no_data
from ..detection.network_thread import Network
from ..detection.row_reader import Tally
from ..telling.report import Report
from .blocks import Block, BlockResult, Work, compute_block, cut_into_blocks
from .ledger import Ledger

Make = Callable[[Iterator[Block], Report], Iterator[tuple[Block, BlockResult]]]
"""Computes blocks: takes the next one when it has room for it, and gives each when it is finished."""


def make_here(work: Work, network: Network) -> Make:
    """Compute one block after the other in this process."""

    def make(blocks: Iterator[Block], report: Report) -> Iterator[tuple[Block, BlockResult]]:
        for block in blocks:
            yield block, compute_block(work, block.part, network, report)

    return make


class _OfAllBlocks(Report):
    """Tells of the whole run while one block is computed."""

    def __init__(self, report: Report, total: int, done: Callable[[], int]) -> None:
        self._report, self._total, self._done = report, total, done
        self._started = time.monotonic()
        self.made = 0
        self.stop = report.stop

    def say(self, message: Message) -> None:
        self._report.say(self._of_all(message) if isinstance(message, Progress) else message)

    def _of_all(self, of_block: Progress) -> Progress:
        fraction, done = of_block.fraction or 0.0, self._done()
        seconds = max(time.monotonic() - self._started, 1e-9)
        made, left = self.made + fraction, self._total - done - fraction
        words = f"{done} of {self._total} blocks"
        if made:
            rest = left * seconds / made
            words += f", at most {rest / 60:.0f} min left" if rest >= 90 else f", at most {rest:.0f} s left"
        return Progress(min((done + fraction) / self._total, 1.0), words)


class BlockedDetection:
    """As `Detection`, block by block.

    Parameters
    ----------
    work
        Scene, area and tiles.
    side
        Side of a block in pixels.
    ledger
        Where finished blocks are kept, and found when a run goes on.
    make
        Who computes those that are missing.
    """

    def __init__(self, work: Work, side: int, ledger: Ledger, make: Make) -> None:
        self._work, self._ledger, self._make = work, ledger, make
        grid = work.scene.grid
        self._rows = cut_into_blocks(grid.height, grid.width, side)
        self._without_data: set[Block] = set()
        self.total = sum(map(len, self._rows))
        self._made = 0
        self.tally = Tally()

    def _is_there(self, block: Block) -> bool:
        return block in self._without_data or self._ledger.has(block)

    def _is_missing(self, block: Block) -> bool:
        """Whether a block must be computed. One that no polygon of the area touches costs nothing."""
        if self._is_there(block):
            return False
        part, area = block.part, self._work.area
        if area is not None and not area.touches(part):
            self._without_data.add(block)
            return False
        return True

    def _missing(self) -> Iterator[Block]:
        return (block for blocks in self._rows for block in blocks if self._is_missing(block))

    def _done(self) -> int:
        return self._ledger.count + len(self._without_data)

    def rows(self, report: Report) -> Generator[Rows, None, None]:
        """Finished rows from top to bottom, each once, with a pause before each block that is computed.

        Memory holds a strip of the scene's width, and what computing a block takes.

        Raises
        ------
        UserError
            Where the scene holds no data at all, or cannot be read to its end; where a stop is asked for,
            what the ledger keeps is said.
        """
        progress = _OfAllBlocks(report, self.total, self._done)
        made = self._make(self._missing(), progress)
        try:
            for blocks in self._rows:
                progress.progress(0.0)
                while not all(map(self._is_there, blocks)):
                    yield Rows.pause(blocks[0].part.row, self._work.scene.grid.width)
                    if not self._take(made, progress):
                        break
                yield from self._rows_of(blocks)
        except Cancelled as stop:
            if not self._ledger.keep:
                raise
            raise Cancelled(
                f"Stopped; {self._ledger.folder} keeps {self._ledger.count} of {self.total} blocks, and the "
                "same settings go on from there."
            ) from stop
        finally:
            close = getattr(made, "close", None)
            if close is not None:
                close()
        self.tally.filled = self._ledger.filled
        if self._ledger.tiles == 0:
            raise no_data(self._work.scene.name)

    def summary(self) -> dict[str, int]:
        """What is said of the blocks at the end."""
        return {
            "blocks": self.total,
            "blocks_from_ledger": self._ledger.count - self._made,
            "blocks_outside_area": len(self._without_data),
        }

    def _take(self, made: Iterator[tuple[Block, BlockResult]], progress: _OfAllBlocks) -> bool:
        """Wait for the next block that is finished, and keep it; False where no more are missing."""
        found = next(made, None)
        if found is None:
            return False
        block, result = found
        self._ledger.save(block, result.content, result.took)
        self.tally.skipped += result.skipped
        self.tally.done(result.took.tiles)
        self._made = progress.made = self._made + 1
        return True

    def _rows_of(self, blocks: list[Block]) -> Iterator[Rows]:
        first = blocks[0].part.row
        for strip in self._ledger.rows(blocks):
            yield Rows(first, *strip)
            first += strip.shape[1]
            self.tally.rows += strip.shape[1]
        self._ledger.use(blocks)
