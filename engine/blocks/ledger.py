"""The ledger: a folder with the finished blocks of one run, from which a stopped run goes on."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from ..outlines.probability import NODATA
from ..scene.tiling import rows_at_once
from ..second_image.filled_scene import KINDS
from ..telling.new_rasters import write_failure
from ..telling.outputs import check_can_write, finished_file
from .blocks import Block, Took, read_whole_block, strips
from .ledger_lock import locked

FACTS = "ledger.json"


def run_word(facts: dict[str, Any]) -> str:
    """A short word that stands for everything that decides the numbers of a run."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


class Ledger:
    """The finished blocks of one run. Make it with `open_ledger` or `temporary_ledger`.

    Parameters
    ----------
    folder
        Where the blocks' files lie.
    run
        `run_word` of the run; files of another run do not count.
    keep
        Whether blocks stay when they have been used.
    """

    def __init__(self, folder: Path, run: str, *, keep: bool) -> None:
        self.folder, self.keep, self._run = folder, keep, run
        self._took: dict[str, Took] = {}

    def _path(self, block: Block) -> Path:
        return self.folder / f"{block.name}.tif"

    def has(self, block: Block) -> bool:
        """Whether a block is there and whole; each file is read once to see that, and a damaged one goes."""
        if block.name not in self._took:
            path = self._path(block)
            took = read_whole_block(path, block.part, self._run)
            if took is None:
                path.unlink(missing_ok=True)
                return False
            self._took[block.name] = took
        return True

    def save(self, block: Block, content: bytes, took: Took) -> None:
        """Keep a finished block: when this returns it is on the disk.

        Raises
        ------
        UserError
            The disk is full, or the folder has gone.
        """
        path = self._path(block)
        with finished_file(path) as part:
            try:
                part.write_bytes(content)
            except OSError as error:
                raise write_failure(path) from error
        self._took[block.name] = took

    @property
    def tiles(self) -> int:
        """Tiles that the blocks took which are there."""
        return sum(took.tiles for took in self._took.values())

    @property
    def filled(self) -> npt.NDArray[np.float64]:
        """Square kilometres of them that were filled from another image, by the order of `filling.KINDS`."""
        total = np.zeros(len(KINDS))
        for took in self._took.values():
            if took.filled:
                total += took.filled
        return total

    @property
    def count(self) -> int:
        """Number of blocks that were seen to be there."""
        return len(self._took)

    def rows(self, blocks: list[Block]) -> Iterator[npt.NDArray[np.uint8]]:
        """Strips of a row of blocks, (bands, h, width): probability, and of several networks their spread.

        A block that is not there has no data.

        Raises
        ------
        UserError
            Where a file was damaged since it was looked at.
        """
        height = blocks[0].part.height
        width = sum(block.part.width for block in blocks)
        with ExitStack() as stack:
            files = [
                (block, stack.enter_context(rasterio.open(self._path(block))))
                for block in blocks
                if block.name in self._took
            ]
            bands = max((dataset.count for _, dataset in files), default=1)
            for first, count in strips(height):
                rows = np.full((bands, count, width), NODATA, np.uint8)
                for block, dataset in files:
                    part = block.part
                    try:
                        values = dataset.read(window=Window(0, first, part.width, count))
                    except RasterioError as error:
                        raise UserError(
                            f"{self._path(block)} was damaged during the run; start it again with the same settings."
                        ) from error
                    rows[:, :, part.column : part.column + part.width] = values
                step = rows_at_once(width)
                for start in range(0, count, step):
                    yield rows[:, start : start + step]

    def use(self, blocks: list[Block]) -> None:
        """Say that the blocks have been used and will not be needed again by this run."""
        if not self.keep:
            for block in blocks:
                self._path(block).unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what the ledger wrote, and its folder where nothing else lies in it."""
        for path in (*self.folder.glob("block-*-*.tif"), self.folder / FACTS):
            path.unlink(missing_ok=True)


def _words(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _refuse_another_run(folder: Path, facts: dict[str, Any], there: dict[str, Any]) -> None:
    """Raise `UserError` that says what differs."""
    differing = [name for name in {**there, **facts} if there.get(name) != facts.get(name)]
    if not differing:
        return
    name = differing[0]
    more = f" (and {', '.join(differing[1:])})" if len(differing) > 1 else ""
    raise UserError(
        f"The ledger {folder} belongs to another run, whose {name} was {_words(there.get(name))} and not "
        f"{_words(facts.get(name))}{more}; repeat that run, or give another folder.",
        kind="ledger",
    )


def read_facts(folder: Path) -> dict[str, Any] | None:
    """What a ledger says of its run (`run` and `batch_size`), or None where there is none.

    Raises
    ------
    UserError
        Where the folder holds other things, or its ledger cannot be read.
    """
    path = folder / FACTS
    if not folder.exists():
        return None
    if not path.exists():
        strange = [entry.name for entry in folder.iterdir() if not entry.name.startswith((".", "lock"))]
        if strange:
            raise UserError(
                f"The folder {folder} holds other files ({_words(strange[0])}) and no ledger; "
                "give a new or an empty folder.",
                kind="output",
            )
        return None
    try:
        content = json.loads(path.read_text("utf-8"))
        if isinstance(content, dict) and isinstance(content.get("run"), dict):
            return content
    except ValueError:
        pass
    raise UserError(f"{path} is damaged; give another folder, or remove this one.", kind="ledger")


def check_folder(folder: Path) -> None:
    """Raise `UserError` where a ledger cannot be kept there; it need not exist yet."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"The ledger {folder} is a file; give the name of a folder.", kind="output")
    check_can_write(folder / FACTS if folder.exists() else folder)


@contextmanager
def open_ledger(folder: Path, facts: dict[str, Any], batch_size: int | None, discard: bool) -> Iterator[Ledger]:
    """Open or begin a ledger, which nobody else can use meanwhile.

    Parameters
    ----------
    folder
        Made where it is not there.
    facts
        Everything that decides the numbers, by name, as JSON can hold it.
    batch_size
        Noted for those who go on: another batch may round the last bits another way.
    discard
        Remove it all when the block ends without an error.

    Raises
    ------
    UserError
        The folder cannot be written, is in use, or holds the ledger of another run.
    """
    facts = json.loads(json.dumps(facts))
    check_folder(folder)
    folder.mkdir(exist_ok=True)
    with locked(folder):
        there = read_facts(folder)
        if there is not None:
            _refuse_another_run(folder, facts, there["run"])
        else:
            content = {"format": 1, "run": facts, "batch_size": batch_size}
            with finished_file(folder / FACTS) as part:
                part.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
        ledger = Ledger(folder, run_word(facts), keep=True)
        yield ledger
        if discard:
            ledger.discard()
    if discard and not any(folder.iterdir()):
        folder.rmdir()


@contextmanager
def temporary_ledger(facts: dict[str, Any]) -> Iterator[Ledger]:
    """A ledger for one run only, whose blocks go when they have been used."""
    with tempfile.TemporaryDirectory(prefix="rock_glacier_", ignore_cleanup_errors=True) as folder:
        yield Ledger(Path(folder), run_word(json.loads(json.dumps(facts))), keep=False)
