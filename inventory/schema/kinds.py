"""What a layer and a field are."""

from __future__ import annotations

from dataclasses import dataclass

FEATURE_ID = "fid"
GEOMETRY = "geom"


@dataclass(frozen=True)
class Field:
    """One column of a layer.

    `kind` is text, integer, real, boolean, time (UTC, ISO 8601) or blob; `length` counts characters;
    `domain` lists the only values that are allowed (empty: any).
    """

    name: str
    kind: str
    length: int | None = None
    unit: str = ""
    description: str = ""
    domain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """One table; `geometry_type` is MULTIPOLYGON, POINT or, for a table without geometry, empty."""

    name: str
    geometry_type: str
    fields: tuple[Field, ...]
    description: str
    unique: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()

    @property
    def field_names(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name}")
