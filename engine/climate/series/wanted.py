"""What is taken of a folder or an archive as climate: rasters, and NetCDF, also known by its first bytes."""

from __future__ import annotations

from ...gathering.files import NETCDF_ENDINGS, Wanted
from ..netcdf.netcdf_bytes import is_netcdf

WANTED = Wanted("a climate file", (*NETCDF_ENDINGS, ".tif", ".tiff", ".img", ".asc", ".vrt"), is_netcdf)
