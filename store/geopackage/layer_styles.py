"""The default styles of our layers, as rows of QGIS's own table in a GeoPackage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...inventory.schema import GEOMETRY, LAYERS, Layer
from .sql import Sql, compose

_STYLES = Path(__file__).resolve().parents[2] / "resources" / "styles"
"""Folder with a LAYER.qml for each layer that is to open styled."""

STYLE_DESCRIPTION = "Default style of the rock glacier inventory"

_STYLE_COLUMNS = Sql(
    "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, "
    "useAsDefault, description, owner, ui"
)


def _style_values(layer: Layer) -> list[Any]:
    """The row of `layer_styles` for a layer; empty where it has no style."""
    style = _STYLES / f"{layer.name}.qml"
    if not style.is_file():
        return []
    geometry = GEOMETRY if layer.geometry_type else ""
    return ["", "", layer.name, geometry, layer.name[:30], style.read_text("utf-8"), "", 1, STYLE_DESCRIPTION, "", None]


def new_style_statements(layers: Sequence[Layer]) -> list[Sql]:
    """SQL that gives layers without a style our default one."""
    values = [_style_values(layer) for layer in layers]
    statement = "INSERT INTO layer_styles ({columns}) VALUES ({told})"
    return [compose(statement, columns=_STYLE_COLUMNS, told=told) for told in values if told]


def style_statements() -> list[Sql]:
    """SQL that puts our present default styles in place of earlier ones of ours; a person's own stay."""
    found: list[Sql] = []
    for layer in LAYERS:
        values = _style_values(layer)
        if values:
            ours = compose(
                "f_table_name = {table} AND description = {description}",
                table=layer.name,
                description=STYLE_DESCRIPTION,
            )
            found += [
                compose(
                    "INSERT INTO layer_styles ({columns}) SELECT {values} "
                    "WHERE EXISTS (SELECT 1 FROM layer_styles WHERE {ours})",
                    columns=_STYLE_COLUMNS,
                    values=values,
                    ours=ours,
                ),
                compose(
                    "DELETE FROM layer_styles WHERE {ours} AND id < (SELECT max(id) FROM layer_styles WHERE {ours})",
                    ours=ours,
                ),
            ]
    return found
