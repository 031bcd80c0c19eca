"""True size on the ground of a raster's cells, anywhere in it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from affine import Affine

from ...inventory.errors import UserError
from .geodesy import LONGITUDE_LATITUDE, WGS84, to_pyproj, transformer_between

_Floats = npt.NDArray[np.float64]
_Places = npt.NDArray[Any]


class GroundCells:
    """Measures cells from the Jacobian of (column, row) -> ground, on the WGS84 ellipsoid.

    Holds for every coordinate system and geotransform, sheared and rotated ones included: degrees shrink
    with latitude, Web Mercator grows with it.

    Parameters
    ----------
    transform
        The raster's geotransform: (column, row) -> (x, y).
    crs
        Its coordinate system.
    """

    def __init__(self, transform: Affine, crs: Any) -> None:
        self._transform = transform
        self._crs = to_pyproj(crs)
        self._to_geographic = transformer_between(self._crs, LONGITUDE_LATITUDE)

    def _jacobian(self, columns: _Places, rows: _Places) -> _Floats:
        """Metres east and north per column and per row, shape (n, 2, 2)."""
        steps = np.array([[0.5, 0.0], [-0.5, 0.0], [0.0, 0.5], [0.0, -0.5]])
        column, row = columns + steps[:, :1], rows + steps[:, 1:]
        a, b, c, d, e, f = self._transform[:6]
        longitude, latitude = self._to_geographic.transform(a * column + b * row + c, d * column + e * row + f)
        if not (np.isfinite(longitude).all() and np.isfinite(latitude).all()):
            raise UserError(
                f"Some of the raster lies outside the area where {self._crs.name} is defined; "
                "check its coordinate system.",
                kind="crs",
            )
        phi = np.radians(latitude.mean(axis=0))
        east = np.radians((longitude[0::2] - longitude[1::2] + 180) % 360 - 180)
        north = np.radians(latitude[0::2] - latitude[1::2])
        # Radii of curvature of the ellipsoid in the prime vertical and in the meridian.
        flat = 1 - WGS84.es * np.sin(phi) ** 2
        prime_vertical = WGS84.a / np.sqrt(flat)
        meridian = prime_vertical * (1 - WGS84.es) / flat
        jacobian: _Floats = np.stack([east * prime_vertical * np.cos(phi), north * meridian]).transpose(2, 0, 1)
        return jacobian

    def areas(self, columns: _Places, rows: _Places) -> _Floats:
        """True area of the cells around places in the raster, in square metres.

        Parameters
        ----------
        columns, rows
            Places in pixel coordinates (0, 0 is the outer corner of the first pixel), shape (n,).

        Returns
        -------
        ndarray of float64, shape (n,)

        Raises
        ------
        UserError
            Where a place is outside the area of the coordinate system.
        """
        areas: _Floats = np.abs(np.linalg.det(self._jacobian(columns, rows)))
        return areas

    def longest_sides(self, columns: _Places, rows: _Places) -> _Floats:
        """The most metres on the ground that one step of a pixel's length can be there, shape (n,).

        It is the larger singular value of the Jacobian: a distance in pixels times this is never
        smaller than the true distance. Parameters and errors as in `areas`.
        """
        return np.asarray(np.linalg.svd(self._jacobian(columns, rows), compute_uv=False)[:, 0], np.float64)
