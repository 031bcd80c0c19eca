"""Blocks: pieces of a scene that are computed one by one, here or elsewhere, and kept as small files."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import rasterio
from rasterio.errors import RasterioError
from rasterio.io import MemoryFile
from rasterio.windows import Window

from ..detection.detection import Detection
from ..detection.network_thread import Network
from ..detection.probability_raster import RowWriter, profile_of
from ..detection.row_reader import Beside
from ..scene.imagery import Scene
from ..scene.tiling import Area, Part
from ..telling.new_rasters import BLOCK, GEOTIFF
from ..telling.report import Report


@dataclass(frozen=True, slots=True)
class Block:
    """One piece: where it stands among the others, and where its pixels lie."""

    row: int
    column: int
    part: Part

    @property
    def name(self) -> str:
        """Its name, also that of its file."""
        return f"block-{self.row:05d}-{self.column:05d}"


def cut_into_blocks(height: int, width: int, side: int) -> list[list[Block]]:
    """Rows of blocks, from the top left; those on the right and at the bottom may be smaller."""
    return [
        [
            Block(i, j, Part(row, column, min(side, height - row), min(side, width - column)))
            for j, column in enumerate(range(0, width, side))
        ]
        for i, row in enumerate(range(0, height, side))
    ]


@dataclass(frozen=True)
class Took:
    """What a block took: tiles, and square kilometres filled from another image (see `filling.KINDS`)."""

    tiles: int
    filled: tuple[float, ...] = ()


@dataclass(frozen=True)
class BlockResult:
    """A finished block: the bytes of its GeoTIFF, and what that took."""

    content: bytes
    took: Took
    skipped: int


@dataclass(frozen=True)
class Work:
    """What every block of a run needs beside the network.

    `run` is a word that stands for everything that decides the numbers (`ledger.run_word`); `ground` is what
    the network reads of a DEM; `has_spread` says that it is several networks, and their spread is kept, too.
    """

    scene: Scene
    area: Area | None
    tile: int
    overlap: int
    run: str
    ground: Beside | None = None
    has_spread: bool = False


def compute_block(work: Work, part: Part, network: Network, report: Report) -> BlockResult:
    """Predict one block.

    The probabilities are compressed as they come, so memory holds a few tile rows of the block's width and
    the compressed file.
    """
    detection = Detection(work.scene, network, work.tile, work.overlap, work.area, part, work.ground)
    content = _encode(detection, work, part, report)
    tally = detection.tally
    return BlockResult(content, Took(tally.tiles, tuple(tally.filled.tolist())), tally.skipped)


def _encode(detection: Detection, work: Work, part: Part, report: Report) -> bytes:
    place = work.scene.grid.part(part.row, part.column, part.height, part.width)
    with MemoryFile() as memory:
        # Sparse: what has no data takes no room.
        profile = profile_of(place, 2 if work.has_spread else 1)
        with memory.open(**GEOTIFF, **profile, sparse_ok=True) as dataset:
            writers = [RowWriter(dataset, Path(memory.name), band) for band in dataset.indexes]
            checksums = [0] * len(writers)
            for rows in detection.rows(report):
                for band, values in enumerate(rows.bands(len(writers))):
                    writers[band].add_rows(values)
                    checksums[band] = zlib.crc32(values.tobytes(), checksums[band])
            for writer in writers:
                writer.finish()
            dataset.update_tags(**_tags(work.run, part), CRC32=_word_of(checksums), TILES=detection.tally.tiles)
            dataset.update_tags(FILLED=" ".join(map(repr, detection.tally.filled.tolist())))
        content: bytes = memory.read()
        return content


def _word_of(checksums: Sequence[int]) -> str:
    return " ".join(f"{checksum:08x}" for checksum in checksums)


def _tags(run: str, part: Part) -> dict[str, str]:
    """What a block's file says of where it belongs."""
    return {"RUN": run, "PLACE": f"{part.row} {part.column} {part.height} {part.width}"}


def read_whole_block(path: Path, part: Part, run: str) -> Took | None:
    """What a block's file took, or None where it is not there, damaged or of another run."""
    if not path.exists():
        return None
    try:
        with rasterio.open(path) as dataset:
            tags = dataset.tags()
            if (dataset.height, dataset.width) != (part.height, part.width):
                return None
            if not _tags(run, part).items() <= tags.items():
                return None
            checksums = [0] * dataset.count
            for first, count in strips(part.height):
                for band, rows in enumerate(dataset.read(window=Window(0, first, part.width, count))):
                    checksums[band] = zlib.crc32(rows.tobytes(), checksums[band])
            took = Took(int(tags["TILES"]), tuple(map(float, tags.get("FILLED", "").split())))
            return took if tags["CRC32"] == _word_of(checksums) else None
    except (RasterioError, KeyError, ValueError):
        return None


def strips(height: int) -> Iterator[tuple[int, int]]:
    """First row and number of rows of the strips in which block files are read."""
    for first in range(0, height, BLOCK):
        yield first, min(BLOCK, height - first)
