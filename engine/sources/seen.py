"""What was seen of a source, in plain values for a program and in lines for a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Seen:
    """Files of one kind. What is empty is not known, or does not apply.

    `product` is the known product that they are; `serves` what of them serves which purpose, in words; `period` and
    `lacking` tell of their times, `grid` and `crs` where they lie; `covers` how many of the inventory's outlines lie
    on them (of how many); `sample` a value at a place; `told` what a reader warns of, and `wrong` why it does not read
    them.
    """

    what: str
    files: int
    example: str
    bytes: int = 0
    product: str = ""
    serves: list[str] = field(default_factory=list)
    period: str = ""
    lacking: list[str] = field(default_factory=list)
    grid: str = ""
    crs: str = ""
    covers: tuple[int, int] | None = None
    sample: str = ""
    licence: str = ""
    citation: str = ""
    address: str = ""
    told: list[str] = field(default_factory=list)
    wrong: str = ""

    def content(self) -> dict[str, Any]:
        """For a program; `good` says whether it can be used as it is."""
        values = dict(vars(self))
        values["covers"] = None if self.covers is None else list(self.covers)
        return {**values, "good": self.is_good, "line": self.line()}

    @property
    def is_good(self) -> bool:
        """Whether a reader opens it, and whether it holds anything of the inventory."""
        return not self.wrong and (self.covers is None or self.covers[0] > 0 or not self.covers[1])

    def line(self) -> str:
        """One line beside a source in a dialog: what it is, or what is wrong."""
        if self.wrong:
            return self.wrong
        parts = [self.product or self.what, self.period, _covers(self.covers)]
        if self.lacking:
            parts.append(f"lacks {len(self.lacking)} months")
        return ", ".join(part for part in parts if part)

    def lines(self) -> list[str]:
        """All of it, for a terminal or a log."""
        rows = {
            "files": f"{self.files} (such as {self.example}), {_size(self.bytes)}",
            "serves": "; ".join(self.serves),
            "period": self.period,
            "lacking": ", ".join(self.lacking),
            "grid": self.grid,
            "system": self.crs,
            "covers": _covers(self.covers),
            "sample": self.sample,
            "licence": self.licence,
            "cite": self.citation,
            "from": self.address,
        }
        told = [f"  {'told':<9}{text}" for text in self.told]
        wrong = [f"  {'WRONG':<9}{self.wrong}"] if self.wrong else []
        return [self.product or self.what, *(f"  {key:<9}{text}" for key, text in rows.items() if text), *told, *wrong]


def _covers(covers: tuple[int, int] | None) -> str:
    if covers is None:
        return ""
    return f"{covers[0]} of {covers[1]} outlines lie on it" if covers[1] else "the inventory has no outlines yet"


def _size(count: int) -> str:
    amount, units = float(count), ["bytes", "kB", "MB", "GB", "TB"]
    while amount >= 1000 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{amount:.3g} {units[0]}"
