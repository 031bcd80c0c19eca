"""Which product a file is, by what it shows of itself; its name alone is a hint and no more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .product import Product, Sign

_SAME_CELL = 1e-3
"""Share by which the size of a cell may differ: it is written in decimals."""


@dataclass(frozen=True)
class Facts:
    """What a file shows without its values being read.

    `name` is the last part of its name, `archive` that of the archive it lies in. `variables` have each the names of
    their dimensions, `units` their units; `cell` is the width and height of a cell, `crs` an authority's code such as
    ``EPSG:3995``, `type` numpy's word of its values, `step` ``month`` or ``hour``; `fields` are those of outlines.
    """

    name: str
    archive: str = ""
    variables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    cell: tuple[float, float] = (0.0, 0.0)
    crs: str = ""
    type: str = ""
    step: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognised:
    """The `product` that a file is, None where it is none of the known; `named` is the one that it is called after."""

    product: Product | None = None
    named: Product | None = None

    @property
    def is_another(self) -> bool:
        """Whether a file is called after a product and is none of its files."""
        return self.named is not None and self.named != self.product


def recognise(facts: Facts, products: Sequence[Product]) -> Recognised:
    """The first product one of whose signs a file shows, and the first that it is called after."""
    product = next((one for one in products if any(shows(facts, sign) for sign in one.signs)), None)
    called = (facts.name, facts.archive)
    named = (one for one in products if one.named and any(re.search(one.named, name) for name in called))
    return Recognised(product, product if product is not None and _is_named(product, called) else next(named, None))


def _is_named(product: Product, called: tuple[str, ...]) -> bool:
    return bool(product.named) and any(re.search(product.named, name) for name in called)


def shows(facts: Facts, sign: Sign) -> bool:
    """Whether a file shows all that a sign asks for."""
    dimensions = {name for names in facts.variables.values() for name in names}
    if not (
        set(sign.variables) <= set(facts.variables)
        and set(sign.dimensions) <= dimensions
        and set(sign.fields) <= set(facts.fields)
    ):
        return False
    if sign.order and not all(_ends_with(facts.variables[name], sign.order) for name in sign.variables):
        return False
    plain = ((sign.crs, facts.crs), (sign.type, facts.type), (sign.step, facts.step))
    if any(wanted and wanted != there for wanted, there in plain):
        return False
    patterns = ((sign.name, facts.name), (sign.packed, facts.archive))
    if any(wanted and not re.search(wanted, there) for wanted, there in patterns):
        return False
    if not all(re.fullmatch(wanted, facts.units.get(name, "")) for name, wanted in sign.units):
        return False
    if not all(re.search(wanted, facts.attributes.get(name, "")) for name, wanted in sign.attributes):
        return False
    return _is_near(sign.cell, facts.cell[0]) and _is_near(sign.high, facts.cell[1])


def _ends_with(dimensions: tuple[str, ...], order: tuple[str, ...]) -> bool:
    return dimensions[-len(order) :] == order


def _is_near(wanted: float, there: float) -> bool:
    return not wanted or abs(there / wanted - 1) <= _SAME_CELL
