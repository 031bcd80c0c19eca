"""The files of a source by kind: those that are called alike, and which product they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import files_in_archive
from ...inventory.products.product import PURPOSES, Product, Serves, known_products
from ...inventory.products.recognising import Facts, Recognised, recognise
from ..gathering.files import Files, file_name
from ..ground.files.vector_files import VectorLayer
from ..telling.lists import few
from ..telling.report import Report
from .facts import facts_of

_NUMBERS = re.compile(r"\d+")
_TRIED = 3
_LOOKED_AT = 60
"""Kinds of names that are looked at when a source is opened: a folder of more is no source of climate."""

WORDS = {
    "dem": "elevation",
    "maat": "air temperature",
    "magt": "ground temperature",
    "precipitation": "precipitation",
    "permafrost": "permafrost zones",
    "pzi": "the permafrost zonation index",
    "glaciers": "glacier outlines",
    "subregions": "subregions",
}


@dataclass(frozen=True)
class Kind:
    """Files that are called alike but for numbers, by one of which (`facts`) all were `recognised`."""

    names: tuple[str, ...]
    facts: Facts | None
    recognised: Recognised

    @property
    def product(self) -> Product | None:
        """What they are."""
        return self.recognised.product


def kinds_of(names: Sequence[str], products: Sequence[Product], most: int | None = None) -> list[Kind]:
    """Files by how they are called, the most first; of each kind one file is looked at.

    Parameters
    ----------
    names
        As `Files.names` has them.
    products
        Those that are known.
    most
        Kinds that are looked at; None for all.
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(_NUMBERS.sub("#", file_name(name)), []).append(name)
    found = []
    for members in sorted(alike.values(), key=len, reverse=True)[:most]:
        facts = next((facts for facts in map(facts_of, members[:_TRIED]) if facts is not None), None)
        known = Recognised() if facts is None else recognise(facts, products)
        found.append(Kind(tuple(members), facts, known))
    return found


def products_of(layers: Iterable[VectorLayer]) -> list[str]:
    """Names of the products that layers of outlines are, each once, in the table's order."""
    products = known_products()
    seen = (recognise(Facts(of.path.name, fields=of.fields), products).product for of in layers)
    found = {product.name for product in seen if product is not None}
    return [product.name for product in products if product.name in found]


@dataclass(frozen=True)
class Served:
    """What serves a purpose: the `product`, and what of it."""

    product: Product
    what: Serves


def served(purpose: str, source: Path, files: Files | None, option: str | None, report: Report) -> Served | None:
    """The product among files that serves a purpose; None where none is recognised.

    Parameters
    ----------
    purpose
        One of `PURPOSES`.
    source, files
        The file, or of many those; products of a person's own may lie in their folder.
    option
        The option by which a variable is named, empty where there is none; None where a person has named one.
    report
        Is told what was recognised, and what is called like a product and is none.

    Raises
    ------
    UserError
        Files of several products that serve it, or of products that do not, and no variable is named.
    """
    if files is None and not source.is_file():
        return None
    if files is None:
        found_in = files_in_archive(str(source), list)  # an archive with one raster is opened as it is
        names, called = [str(source)] if found_in is None else found_in[0], source
    else:
        names, called = list(files.names), files.path
    products = known_products(called if called.is_dir() else called.parent)
    kinds = [kind for kind in kinds_of(names, products, _LOOKED_AT) if kind.facts is not None]
    _tell_of_names(kinds, called, report)
    known = {kind.product.name: kind.product for kind in kinds if kind.product is not None}
    fitting = [product for product in known.values() if purpose in product.serves]
    if not fitting:
        if option is not None and known and all(kind.product is not None for kind in kinds):
            raise UserError(_of_another_purpose(list(known.values()), purpose, called, option))
        return None
    if len(fitting) > 1 and option is not None:
        raise UserError(
            f"{called} holds several products of {WORDS[purpose]}: {few([p.name for p in fitting], 4)}; give the files "
            "of one, such as by a pattern."
        )
    if len(fitting) > 1:
        return None
    found = Served(fitting[0], fitting[0].serves[purpose])
    variable = f", variable {found.what.variable}" if found.what.variable else ""
    report.progress(0.0, f"{called.name}: {found.product.name}{variable}")
    return found


def _tell_of_names(kinds: Sequence[Kind], called: Path, report: Report) -> None:
    for kind in kinds:
        named = kind.recognised.named
        if kind.recognised.is_another and named is not None:
            report.warning(
                f"{file_name(kind.names[0])} of {called.name} is called as {named.name} is, but does not show what "
                "that shows; it was read by what it tells of itself."
            )


def _of_another_purpose(known: Sequence[Product], purpose: str, called: Path, option: str) -> str:
    product = known[0]
    purposes = few([WORDS[one] for one in PURPOSES if one in product.serves], 4)
    variable = f", or name a variable of it with {option}" if option else ""
    return (
        f"{called} is {product.name}, which serves for {purposes} and not for {WORDS[purpose]}; give another "
        f"source{variable}."
    )
