"""Models as files: taken into a person's own folder, given away as a folder or a .zip, deleted.

Plain files and hashes: no network is loaded, and nothing is opened that could run a program.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from ..errors import UserError
from ..naming.reserved_names import check_model_name, check_name
from .card_facts import LARGEST_CARD, read_content

LARGEST_FILE = 4 * 2**30
"""Bytes of one file of a model: more is no network of ours."""

PLAN, CURVES, RELIABILITY = "plan.json", "curves.svg", "reliability.svg"
GROUND, TRAINED_ON, IMPROVED = "ground.gpkg", "trained-on.json", "improved.json"
"""Files in the folder of a training; the last one tells how an improvement ended."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_WEIGHTS = re.compile(r"[A-Za-z0-9_.-]+\.safetensors")
_BESIDE = re.compile(r"[A-Za-z0-9_.-]+\.(xml|bin)")
_HASH = re.compile(r"[0-9a-f]{64}")
_PICKLES = (b"PK", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
_PIECE = 2**20

Open = Callable[[str], "IO[bytes]"]
"""Opens a file of a model by its plain name; raises `UserError` where it is not there."""


def run_folder(models: Path, name: str) -> Path:
    """Folder of a model's training: its plan, its networks' logs and checkpoints, its pictures."""
    return models / f"{name}.training"


def number_after(name: str) -> str:
    """A model's name with the next number behind it: mine, mine-2, mine-3."""
    found = re.fullmatch(r"(.+)-(\d+)", name)
    return f"{found[1]}-{int(found[2]) + 1}" if found else f"{name}-2"


def next_name(models: Path, name: str) -> str:
    """Name for what a model becomes: the next number for which no improvement has ended yet.

    One that was stopped or killed keeps its number, so that the same command goes on with it.
    """
    name = number_after(name)
    while (models / f"{name}.json").exists() or (run_folder(models, name) / IMPROVED).exists():
        name = number_after(name)
    return name


@dataclass(frozen=True)
class _Model:
    """A card and the files it vouches for: name -> SHA-256."""

    name: str
    text: bytes
    files: Mapping[str, str]


def take_in(source: Path, folder: Path) -> str:
    """Copy a model into a folder, after its files were checked against its card; its name.

    Parameters
    ----------
    source
        A card (.json) with its files beside it, or a .zip of both.
    folder
        Made where it does not exist. What is there of another model stays.

    Raises
    ------
    UserError
        It is no model, a file is missing or is not the one of the card, a model of that name is there already,
        or the folder cannot be written. Nothing is changed then.
    """
    if zipfile.is_zipfile(source):
        with _telling(source), zipfile.ZipFile(source) as archive:
            return _take(*_in_archive(archive, source), source, folder)
    text = _read(source)
    return _take(text, lambda name: _open_beside(source, name), source, folder)


def _read(source: Path) -> bytes:
    with _telling(source):
        if source.stat().st_size > LARGEST_CARD:
            raise UserError(f"{source} is not a model card; choose the .json file beside the weights.", "model")
        return source.read_bytes()


def _in_archive(archive: zipfile.ZipFile, source: Path) -> tuple[bytes, Open]:
    """The card of an archive, and what opens the files beside it there."""
    cards = [one for one in archive.infolist() if one.filename.lower().endswith(".json") and not one.is_dir()]
    if len(cards) != 1:
        raise UserError(f"{source} holds {len(cards)} model cards (.json) and must hold one; choose another file.")
    inside = PurePosixPath(cards[0].filename)
    if inside.is_absolute() or ".." in inside.parts or len(inside.parts) > 2 or cards[0].file_size > LARGEST_CARD:
        raise UserError(f"{source} is not a model as it is exported here; choose another file.", "model")

    def opened(name: str) -> IO[bytes]:
        try:
            return archive.open(str(inside.with_name(name)))
        except KeyError:
            raise UserError(f"{source} lacks the file {name}; get the model again.", "model") from None

    with archive.open(cards[0]) as stream:
        return stream.read(LARGEST_CARD + 1), opened


def _open_beside(source: Path, name: str) -> IO[bytes]:
    path = source.with_name(name)
    if not path.is_file():
        raise UserError(f"There is no file {path}, which the model card names; get the model again.", "model")
    return path.open("rb")


def _take(text: bytes, opened: Open, source: Path, folder: Path) -> str:
    model = _checked(read_content(text, source), text, source)
    for name in (f"{model.name}.json", *model.files):
        if (folder / name).exists():
            raise UserError(
                f"There is a file {folder / name} already, so the model {model.name} is not taken in; delete or "
                "rename the one that is there.",
                "model",
            )
    with _telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".model-", dir=folder) as name:
            staged = Path(name)
            for file, sha256 in model.files.items():
                with opened(file) as stream:
                    _copy(stream, staged / file, sha256, source)
            (staged / f"{model.name}.json").write_bytes(model.text)
            _move([*model.files, f"{model.name}.json"], staged, folder)  # the card that vouches for them last
    return model.name


def _move(names: list[str], staged: Path, folder: Path) -> None:
    """Move files, or none of them."""
    moved: list[Path] = []
    try:
        for name in names:
            os.replace(staged / name, folder / name)
            moved.append(folder / name)
    except OSError:
        for path in moved:
            with suppress(OSError):
                path.unlink()
        raise


def _checked(content: Mapping[str, Any], text: bytes, source: Path) -> _Model:
    """The card's name and files, of which each is a plain name with a hash."""
    name, weights, sha256 = (content.get(key) for key in ("name", "weights", "sha256"))
    for key in ("title", "target", "architecture", "encoder", "licence", "not_for"):
        if not isinstance(content.get(key), str) or not content[key].strip():
            raise _unusable(source, f"'{key}' is missing or no text")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _unusable(source, "'name' must be of a-z, 0-9, '-', '_' and '.'")
    check_model_name(name)
    if not isinstance(weights, str) or not _WEIGHTS.fullmatch(weights):
        raise _unusable(source, "'weights' must be a plain file name ending in .safetensors")
    files = {weights: sha256}
    beside = content.get("openvino") or {}
    for key in ("network", "weights") if isinstance(beside, dict) and beside else ():
        file = beside.get(key)
        if not isinstance(file, str) or not _BESIDE.fullmatch(file):
            raise _unusable(source, "'openvino' must name plain files ending in .xml and .bin")
        files[file] = beside.get(f"{key}_sha256")
    if not all(isinstance(one, str) and _HASH.fullmatch(one) for one in files.values()):
        raise _unusable(source, "a SHA-256 of its files is missing")
    return _Model(name, text, {file: str(told) for file, told in files.items()})


def _unusable(source: Path, problem: str) -> UserError:
    return UserError(f"The model card {source} cannot be used: {problem}; get the model again.", "model")


def _copy(stream: IO[bytes], to: Path, sha256: str, source: Path) -> None:
    """Copy a file while it is hashed; what an archive says of its size is not believed."""
    found, size = hashlib.sha256(), 0
    with to.open("xb") as out:
        while piece := _next_piece(stream, source):
            if not size and piece.startswith(_PICKLES):
                raise UserError(
                    f"{to.name} of {source} is a Python pickle, which can run any program when it is opened; only "
                    "safetensors files are taken.",
                    "model",
                )
            size += len(piece)
            if size > LARGEST_FILE:
                raise UserError(f"{to.name} of {source} is larger than any model; get the model again.", "model")
            found.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if found.hexdigest() != sha256:
        raise UserError(
            f"{to.name} of {source} is not the file its model card vouches for (SHA-256 differs); get the model again.",
            "model",
        )


def _next_piece(stream: IO[bytes], source: Path) -> bytes:
    with _telling(source):
        return stream.read(_PIECE)


def give(card: Path, to: Path) -> list[Path]:
    """Copy a model into a folder, or into one .zip where `to` ends so; the files that were written.

    Raises
    ------
    UserError
        A file of it is missing or damaged, exists there already, or cannot be written.
    """
    text = _read(card)
    model = _checked(read_content(text, card), text, card)
    names = [f"{model.name}.json", *model.files]
    if to.suffix.lower() != ".zip":
        take_in(card, to)
        return [to / name for name in names]
    check_name(to)
    part = to.with_name(f".{to.name}.part")
    with _telling(to):
        try:
            with tempfile.TemporaryDirectory() as staged:
                take_in(card, Path(staged))
                with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
                    for name in names:
                        archive.write(Path(staged) / name, name)
            os.replace(part, to)
        finally:
            with suppress(OSError):
                part.unlink()
    return [to]


def delete(card: Path) -> list[Path]:
    """Delete a model: the card first, then its files that no other card of the folder names; what is gone.

    Raises
    ------
    UserError
        A file cannot be deleted.
    """
    text = _read(card)
    try:
        files = set(_checked(read_content(text, card), text, card).files)
    except UserError:
        files = set()  # of a card that is damaged nothing else is known
    for other in card.parent.glob("*.json"):
        if other != card:
            with suppress(UserError):
                told = _read(other)
                files -= set(_checked(read_content(told, other), told, other).files)
    gone = [card, *(path for path in (card.with_name(name) for name in sorted(files)) if path.exists())]
    for path in gone:
        with _telling(path):
            path.unlink()
    return gone


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except zipfile.BadZipFile as error:
        raise UserError(f"{path} is damaged: {error}; get the model again.", "model") from error
    except (OSError, RuntimeError, NotImplementedError) as error:  # the last two of a .zip with a password
        why = getattr(error, "strerror", None) or str(error)
        raise UserError(f"{path} cannot be read or written: {why}.", "model") from error
