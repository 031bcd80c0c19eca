"""The default styles of our layers, as rows of QGIS's own table in a GeoPackage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...inventory.schema import GEOMETRY, LAYERS, Layer
from .sql import literals

STYLES = Path(__file__).resolve().parents[2] / "resources" / "styles"

STYLE_DESCRIPTION = "Default style of the rock glacier inventory"

_STYLE_COLUMNS = (
    "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, "
    "useAsDefault, description, owner, ui"
)


def _style_values(layer: Layer, styles: Path) -> str | None:
    """The row of `layer_styles` for a layer, as SQL; None where it has no style."""
    style = styles / f"{layer.name}.qml"
    if not style.is_file():
        return None
    geometry = GEOMETRY if layer.geometry_type else ""
    told = (
        layer.name,
        geometry,
        layer.name[:30],
        style.read_text("utf-8"),
        "",
        1,
        STYLE_DESCRIPTION,
        "",
        None,
    )
    return f"'', '', {literals(*told)}"


def new_style_statements(layers: Sequence[Layer], styles: Path = STYLES) -> list[str]:
    """SQL that gives layers without a style our default one, from a folder with a LAYER.qml for each."""
    values = [_style_values(layer, styles) for layer in layers]
    return [f"INSERT INTO layer_styles ({_STYLE_COLUMNS}) VALUES ({told})" for told in values if told]


def style_statements() -> list[str]:
    """SQL that puts our present default styles in place of earlier ones of ours; a person's own stay."""
    found = []
    for layer in LAYERS:
        values = _style_values(layer, STYLES)
        if values is not None:
            ours = f"f_table_name = {literals(layer.name)} AND description = {literals(STYLE_DESCRIPTION)}"
            found.append(
                f"INSERT INTO layer_styles ({_STYLE_COLUMNS}) SELECT {values} "
                f"WHERE EXISTS (SELECT 1 FROM layer_styles WHERE {ours})"
            )
            found.append(
                f"DELETE FROM layer_styles WHERE {ours} "
                f"AND id < (SELECT max(id) FROM layer_styles WHERE {ours})"
            )
    return found
