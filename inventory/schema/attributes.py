"""Fields that several layers have, and the groups of attributes that come from one source each."""

from __future__ import annotations

from .kinds import Field
from .words import PERMAFROST_ZONES

ID_FIELD = Field("ID", "text", 18, "", "primary identifier: RGU or RGS with latitude and longitude of the marker")
SUBREGION_FIELD = Field("SUBREGION", "text", 80, "", "name of the subregion that holds the primary marker")
LAT = Field("LAT", "real", None, "°", "latitude of the primary marker (WGS84)")
LON = Field("LON", "real", None, "°", "longitude of the primary marker (WGS84)")
AREA = Field("AREA", "real", None, "m²", "area on the WGS84 ellipsoid")
TERRAIN_FIELDS = (
    Field("ELE_MEAN", "real", None, "m", "mean elevation"),
    Field("ELE_MEDIAN", "real", None, "m", "median elevation"),
    Field("ELE_MIN", "real", None, "m", "lowest elevation"),
    Field("ELE_MAX", "real", None, "m", "highest elevation"),
    Field("SLO_MEAN", "real", None, "°", "mean slope"),
    Field("SLO_MEDIAN", "real", None, "°", "median slope"),
    Field("SLO_MIN", "real", None, "°", "smallest slope"),
    Field("SLO_MAX", "real", None, "°", "largest slope"),
    Field("ASPECT", "real", None, "°", "circular mean of the aspect, clockwise from true north"),
)
CLIMATE_FIELDS = (
    Field("PISR", "real", None, "kWh/m²/a", "potential incoming solar radiation"),
    Field("MAAT", "real", None, "°C", "mean annual air temperature"),
    Field("MAGT", "real", None, "°C", "mean annual ground temperature"),
    Field("AP", "real", None, "mm/a", "annual precipitation"),
)
PERMAFROST_FIELDS = (
    Field("PERMAFROST", "text", 13, "", "permafrost zone of most of its area", PERMAFROST_ZONES),
    Field("PZI", "real", None, "", "mean permafrost zonation index, 0 to 1"),
)
ASPECT_RESULTANT = Field(
    "ASP_R", "real", None, "", "resultant length of the aspect, 0 to 1; near 0 the mean says nothing"
)

COMPUTED_FIELDS = tuple(
    field.name
    for field in (
        LAT,
        LON,
        AREA,
        *TERRAIN_FIELDS,
        ASPECT_RESULTANT,
        *CLIMATE_FIELDS,
        *PERMAFROST_FIELDS,
        SUBREGION_FIELD,
    )
)
"""What the command `attributes` fills, in rock glaciers and candidates alike."""

COMPUTED_TEXTS = tuple(field.name for field in (*PERMAFROST_FIELDS, SUBREGION_FIELD) if field.kind == "text")
"""Those of them that are texts."""

TERRAIN, RADIATION, GLACIERS = "terrain", "radiation", "glaciers"
AIR_TEMPERATURE, GROUND_TEMPERATURE, PRECIPITATION = "air-temperature", "ground-temperature", "precipitation"
PERMAFROST, ZONATION = "permafrost", "pzi"
ATTRIBUTE_GROUPS = {
    TERRAIN: (*(field.name for field in TERRAIN_FIELDS), ASPECT_RESULTANT.name),
    RADIATION: ("PISR",),
    AIR_TEMPERATURE: ("MAAT",),
    GROUND_TEMPERATURE: ("MAGT",),
    PRECIPITATION: ("AP",),
    PERMAFROST: ("PERMAFROST",),
    ZONATION: ("PZI",),
    GLACIERS: ("GLAC_FRAC",),
}
"""Group of attributes that come from one source -> its fields; where the first is empty, the group is.

`glaciers` is of candidates alone. What comes from the outline itself (identifier, place, area, subregion)
is no group: it is always filled.
"""
