"""What the settings dialog shows of an open inventory, and what becomes of it when it is accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from osgeo import gdal

from ...inventory.naming.source_names import are_there
from ...processing_provider.adapters.many_files import is_many
from ...store.geopackage.gdal_connection import quietly
from ...store.sources import PATHS, Sources
from ..dock.dialogs.sources_form import may_be_series
from ..layers.layer_sources import glacier_source
from .glacier_union import union_of

if TYPE_CHECKING:
    from ..dock.dialogs.settings_dialog import SettingsDialog
    from ..dock.dialogs.source_line import Ask
    from .session import Session


def facts_for_dialog(session: Session | None, ask: Ask | None) -> dict[str, Any]:
    """What `SettingsDialog` is to show; all is empty where no inventory is open. `ask` says what a source is."""
    source, date = session.source() if session else ("", "")
    return {
        "source": source,
        "date": date,
        "open": session is not None,
        "variables": variables_of,
        "ask": ask,
        "glaciers": session.layers.glaciers if session else None,
        "sources": session.sources() if session else Sources(),
    }


def keep_settings(session: Session, dialog: SettingsDialog) -> None:
    """Write what was set into the inventory; glacier outlines also as a source of attributes.

    Raises
    ------
    UserError
        Where a file cannot be opened or remembered, or the inventory cannot be written.
    """
    session.set_source(*dialog.changed_source())
    before, file = session.layers.glaciers, dialog.glacier_file()
    many = is_many(file)
    on_map = str(union_of(file, session.inventory.path)) if many else file
    layer = session.layers.open_glaciers(on_map) if file else dialog.glacier_layer()
    session.set_glacier_layer(layer)
    # Only what was changed in the dialog: a command may have remembered others while it was open.
    sources = replace(session.sources(), **dialog.changed_sources())
    if many:
        sources = replace(sources, glaciers=file, glaciers_layer=None)
    elif layer is not before or not sources.glaciers:  # else those that were remembered by another way stay
        sources = replace(sources, **glacier_source(layer))
    session.set_sources(sources)


def missing_files(sources: Sources) -> list[str]:
    """Sources that are not there now, by their paths."""
    files = [getattr(sources, name) for name in PATHS]
    return [file for file in files if file and not are_there(file)]


def variables_of(path: str) -> list[str]:
    """Names of the variables of a NetCDF file that have rows and columns; none where QGIS cannot read it."""
    if not may_be_series(path):
        return []
    with quietly():
        try:
            dataset = gdal.OpenEx(path, gdal.OF_MULTIDIM_RASTER)
            group = dataset.GetRootGroup() if dataset is not None else None
            if group is None:
                return []
            arrays = ((name, group.OpenMDArray(name)) for name in group.GetMDArrayNames() or [])
            return [name for name, array in arrays if array is not None and array.GetDimensionCount() >= 2]
        except RuntimeError:  # GDAL with its exceptions on
            return []
