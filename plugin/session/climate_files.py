"""What can be chosen in a climate file: the variables of a NetCDF file, through QGIS's own GDAL."""

from __future__ import annotations

from osgeo import gdal

from ...store.geopackage.gdal_connection import quietly
from ..dock.dialogs.sources_form import is_netcdf


def variables_of(path: str) -> list[str]:
    """Names of the variables of a NetCDF file that have rows and columns; none where QGIS cannot read it."""
    if not is_netcdf(path):
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
