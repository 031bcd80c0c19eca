"""Which files of a folder are images and which are their masks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ....inventory.errors import UserError
from ...telling.lists import few
from ...telling.report import Report

ENDINGS = (".png", ".tif", ".tiff", ".npy", ".jpg", ".jpeg")
"""Of images; masks are no JPEG, which changes values."""
_MASKS = ("mask", "masks", "label", "labels", "gt", "seg", "annotation", "annotations")
_IMAGES = ("image", "images", "img", "imgs", "chip", "chips")
_WORD = "|".join((*_MASKS, *_IMAGES))
_FIRST = re.compile(rf"^(?P<word>{_WORD})(?=[\W_\d])[\W_]*(?P<rest>.+)$", re.IGNORECASE)
_LAST = re.compile(rf"^(?P<rest>.+?)[\W_]+(?P<word>{_WORD})$", re.IGNORECASE)
_TOLD = 3


@dataclass(frozen=True)
class Pair:
    """One chip: its name, its image and its mask."""

    name: str
    image: Path
    mask: Path


def pairs_in(folder: Path, report: Report) -> list[Pair]:
    """The pairs of a folder and what is below it, by name.

    A file is a mask where its folder or a word of its name says so (``masks/a.png``, ``a_mask.png``, ``label7.tif``);
    an image and its mask have the same name otherwise. Images of several folders may have their masks in one folder
    beside these (``train/glacier/a.png``, ``train/other/b.png``, ``train/masks/a.png``).

    Parameters
    ----------
    folder
        Where to look.
    report
        Is told of what has no counterpart.

    Raises
    ------
    UserError
        No such folder, no pair in it, or two images or masks of one name.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}; give one with images and masks.")
    images: dict[str, Path] = {}
    masks: dict[str, Path] = {}
    for path in _files(folder):
        name, is_mask = _told(path, folder)
        if is_mask and path.suffix.lower() in (".jpg", ".jpeg"):
            raise UserError(f"The mask {path} is a JPEG, which changes its values; give masks as PNG, GeoTIFF or npy.")
        those = masks if is_mask else images
        if name in those:
            raise UserError(
                f"{those[name]} and {path} are both the {'mask' if is_mask else 'image'} of chip '{name}'; rename one."
            )
        those[name] = path
    _take_masks_beside(images, masks)
    both = sorted(images.keys() & masks.keys(), key=natural)
    if not both:
        raise UserError(
            f"{folder} holds no image with a mask ({len(images)} images, {len(masks)} masks); name them NAME and "
            "NAME_mask, or put them into images and masks."
        )
    for what, alone in (
        ("Images without a mask", images.keys() - both),
        ("Masks without an image", masks.keys() - both),
    ):
        if alone:
            report.warning(f"{what} in {folder} were left out ({len(alone)}): {few(sorted(alone), _TOLD)}.")
    return [Pair(name, images[name], masks[name]) for name in both]


def _take_masks_beside(images: dict[str, Path], masks: dict[str, Path]) -> None:
    """Name masks of one folder as their images, which lie in several folders beside it (one for each class)."""
    lonely: dict[str, list[str]] = {}
    for name in images.keys() - masks.keys():
        *above, stem = name.split("/")
        if above:
            lonely.setdefault("/".join([*above[:-1], stem]), []).append(name)
    for name, those in lonely.items():
        if name not in masks or name in images:
            continue
        if len(those) > 1:
            first, second = sorted(images[one] for one in those)[:2]
            raise UserError(f"{masks[name]} may be the mask of {first} and of {second}; rename one.")
        masks[those[0]] = masks.pop(name)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and path.is_file() and not path.name.startswith("."):
            yield path


def _told(path: Path, folder: Path) -> tuple[str, bool]:
    """The chip's name, and whether the file is its mask."""
    above = path.relative_to(folder).parent.parts
    told = [part.lower() for part in above if part.lower() in (*_MASKS, *_IMAGES)]
    rest = [part for part in above if part.lower() not in (*_MASKS, *_IMAGES)]
    name, is_mask = path.stem, bool(told) and told[-1] in _MASKS
    found = _FIRST.match(name) or _LAST.match(name)
    if found:
        name, is_mask = found["rest"], is_mask or found["word"].lower() in _MASKS
    return "/".join([*rest, name]), is_mask


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """A key that sorts a2 before a10."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"(\d+)", name) if part)
