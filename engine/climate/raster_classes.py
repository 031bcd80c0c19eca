"""Which classes a file declares for its whole numbers: category names, an attribute table, flags, a palette."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.enums import ColorInterp

from ...inventory.errors import UserError
from ..telling.lists import few

_NAME, _VALUE = "2", "5"
"""What GDAL's columns of an attribute table are for."""
_TEXT = "2"
_MOST_LISTED = 3
_VALUES = ("value", "class", "code", "id")


@dataclass(frozen=True)
class DeclaredClasses:
    """What a band tells of its classes.

    `texts` holds what each column of texts says of whole numbers, the one that is meant for names first; `by` is the
    way in which it is told, empty where nothing is. A palette (`is_painted`) gives colours to numbers and no names.
    """

    texts: tuple[dict[int, str], ...]
    by: str
    is_painted: bool

    @property
    def names(self) -> dict[int, str]:
        """The names of whole numbers; none where the file tells none."""
        return self.texts[0] if self.texts else {}


def declared_classes(dataset: Any, band: int) -> DeclaredClasses:
    """The classes of a band (counted from one) of an open raster.

    rasterio gives neither category names nor attribute tables, so GDAL is asked to describe the raster as a VRT.
    """
    is_painted = dataset.colorinterp[band - 1] == ColorInterp.palette
    described = _described(dataset, band)
    if described is not None:
        for by, texts in (("attribute table", _of_table(described)), ("category names", _of_categories(described))):
            if texts:
                return DeclaredClasses(texts, by, is_painted)
    return DeclaredClasses((), "palette" if is_painted else "", is_painted)


def flags_of(attributes: Mapping[str, Any]) -> DeclaredClasses:
    """The classes of a variable of NetCDF, as CF has them in ``flag_values`` and ``flag_meanings``."""
    words, values = attributes.get("flag_meanings"), attributes.get("flag_values")
    nothing = DeclaredClasses((), "", False)
    if words is None or values is None:
        return nothing
    try:
        codes = np.atleast_1d(values).astype(int).tolist()
    except (TypeError, ValueError):  # written as a text
        return nothing
    names = dict(zip(codes, str(words).split(), strict=False))
    return DeclaredClasses((names,), "flag_meanings", False)


def classes_told_by(source: Any) -> DeclaredClasses:
    """What an open source tells of classes, one band or a variable of NetCDF; nothing of a series."""
    if hasattr(source, "dataset"):
        alone = len(source.bands) == 1
        return declared_classes(source.dataset, source.bands[0]) if alone else DeclaredClasses((), "", False)
    return flags_of(getattr(getattr(source, "variable", None), "attrs", {}))


def check_no_classes(source: Any, title: str, option: str, unit: str) -> None:
    """Raise `UserError` where a file that is given as a quantity (`title`) says that it holds classes.

    Names of its values say so; a palette does where nobody tells a unit (`unit`, of the file or of a person).
    """
    told = classes_told_by(source)
    name = source.path.name
    if told.names:
        listed = few([f"{code} {text}" for code, text in told.names.items()], _MOST_LISTED)
        why = f"{name} gives names to its values ({listed})"
    elif told.is_painted and not unit:
        why = f"{name} has a palette and no unit"
    else:
        return
    raise UserError(
        f"{why}, so it holds classes and no {title}; give another file with {option}. Permafrost zones go with "
        "--permafrost."
    )


def _described(dataset: Any, band: int) -> ElementTree.Element | None:
    name = f"/vsimem/{uuid.uuid4().hex}.vrt"
    try:
        rasterio.shutil.copy(dataset, name, driver="VRT")
        with rasterio.open(name) as copy:
            text = "".join(copy.tags(ns="xml:VRT").values())
        return ElementTree.fromstring(text).find(f"VRTRasterBand[@band='{band}']")
    except Exception:  # those of GDAL itself are of no public kind; then the file declares nothing
        return None
    finally:
        with suppress(Exception):
            rasterio.shutil.delete(name, driver="VRT")


def _of_categories(band: ElementTree.Element) -> tuple[dict[int, str], ...]:
    names = [(entry.text or "").strip() for entry in band.iterfind("CategoryNames/Category")]
    found = {number: name for number, name in enumerate(names) if name}
    return (found,) if found else ()


def _of_table(band: ElementTree.Element) -> tuple[dict[int, str], ...]:
    """The texts of an attribute table; none where it is but a histogram."""
    table = band.find("GDALRasterAttributeTable")
    if table is None:
        return ()
    columns = list(table.iterfind("FieldDefn"))
    texts = [at for at, column in enumerate(columns) if column.findtext("Type") == _TEXT]
    texts.sort(key=lambda at: columns[at].findtext("Usage") != _NAME)
    rows = list(_rows(table, _value_column(columns)))
    found = [{number: cells[at] for number, cells in rows if cells[at]} for at in texts]
    return tuple(names for names in found if names)


def _value_column(columns: list[ElementTree.Element]) -> int | None:
    """The column with the raster's numbers; None where the place of a row is the number."""
    numeric = [at for at, column in enumerate(columns) if column.findtext("Type") != _TEXT]
    by_use = [at for at in numeric if columns[at].findtext("Usage") == _VALUE]
    by_name = [at for at in numeric if (columns[at].findtext("Name") or "").lower() in _VALUES]
    return next(iter(by_use + by_name), None)


def _rows(table: ElementTree.Element, value: int | None) -> Iterator[tuple[int, list[str]]]:
    for place, row in enumerate(table.iterfind("Row")):
        cells = [(cell.text or "").strip() for cell in row.iterfind("F")]
        try:
            yield (place if value is None else int(float(cells[value]))), cells
        except (ValueError, IndexError):
            continue
