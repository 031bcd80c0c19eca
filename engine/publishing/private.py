"""Texts of tables that go out name no folder of a computer, no key and no password."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...inventory.secrets import without_private
from ..exporting.tables import Content


def clean_columns(contents: Iterable[Content]) -> int:
    """Take such things out of the texts of tables; in how many of them they stood."""
    count = 0
    for content in contents:
        for one, column in zip(content.table.fields, content.columns, strict=True):
            if one.kind != "text":
                continue
            known: dict[Any, Any] = {}
            for place, value in enumerate(column):
                if not isinstance(value, str):
                    continue
                if value not in known:
                    known[value] = without_private(value)
                if known[value] != value:
                    column[place] = known[value]
                    count += 1
    return count
