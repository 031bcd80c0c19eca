"""Files as each community writes them, made from what is known of theirs and not from our tables of dialects.

Six units: two with a restricted outline too, one with a hole, one of two parts, one of an uncertain landform, and one
marker without an outline. Stray blanks and empty values stand where real files have them.
"""

from __future__ import annotations

import numpy as np
import pyogrio
import shapely
from mapping import square
from pyproj import Geod
from rock_glacier_inventory.inventory.identifiers import format_identifier

WEST, SOUTH = 97.2, 28.1
SHAPES = [square(WEST + step / 50, SOUTH) for step in range(5)]
SHAPES[2] = SHAPES[2].difference(square(WEST + 0.041, SOUTH + 0.001, 0.001))
SHAPES[3] = shapely.union_all([SHAPES[3], square(WEST + 0.065, SOUTH, 0.002)])
POINTS = [shapely.Point(WEST + step / 50 + 0.0005, SOUTH + 0.0007) for step in range(6)]
NAMES = [format_identifier(point.y, point.x) for point in POINTS]
RESTRICTED = [shape.buffer(-0.0003) for shape in SHAPES[:2]]
MOVING = [square(WEST + 0.001, SOUTH + 0.001, 0.001), square(WEST + 0.021, SOUTH + 0.001, 0.001)]
AREA = [square(WEST - 0.1, SOUTH - 0.1, 0.5)]
ALONE = 5
"""Place of the marker without an outline."""
NUMBERS = [4712.123456789, 0.0, None, 5100.25, 4999.999999999, 3.5]


def write(path, layer, shapes, kind, columns, crs="EPSG:4326", **more):
    """A layer of a file; None is NULL, in numbers too."""
    wkb = np.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], object)
    arrays, masks = [], []
    for values in columns.values():
        empty = np.array([value is None for value in values], bool)
        if any(isinstance(value, str) for value in values) or empty.all():
            arrays.append(np.array(values, object))
            masks.append(None)
        elif any(isinstance(value, float) for value in values):
            arrays.append(np.array([np.nan if value is None else value for value in values], float))
            masks.append(empty)
        else:
            arrays.append(np.array([value or 0 for value in values], np.int64))
            masks.append(empty)
    driver = {".shp": "ESRI Shapefile", ".gpkg": "GPKG", ".csv": "CSV"}[path.suffix]
    pyogrio.raw.write(
        path,
        wkb,
        arrays,
        list(columns),
        field_mask=masks,
        layer=layer,
        driver=driver,
        geometry_type=kind,
        crs=crs,
        **more,
    )


def square_metres(shape):
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(shape))[0])


def tprogi(folder, put=write):
    """Two shapefiles, Sun et al. 2024."""

    def columns(count):
        numbers = (NUMBERS * 2)[:count]
        return {
            "ID": NAMES[:count],
            "SUBREGION": ["Nyainqêntanglha 念青", None, "Hengduan Shan", "a", "b", "c"][:count],
            "LAT": [round(point.y, 7) for point in POINTS[:count]],
            "LON": [round(point.x, 7) for point in POINTS[:count]],
            "AREA": [square_metres(shape) for shape in SHAPES][:count] + [None] * (count - len(SHAPES)),
            **{f"ELE_{what}": numbers for what in ("MEAN", "MEDIAN", "MIN", "MAX")},
            **{f"SLO_{what}": [17.7, 0.0, None, 30.1, 2.25, 9.0][:count] for what in ("MEAN", "MEDIAN", "MIN", "MAX")},
            "ASPECT": [0.0, 359.9, None, 22.5, 180.0, 90.0][:count],
            "PISR": [2930.5, 0.0, None, 2500.0, 3500.0, 1.0][:count],
            "MAAT": [-2.7, 0.0, None, -10.5, 3.0, -1.0][:count],
            "MAGT": [-1.6, 0.0, None, -8.125, 3.0, -1.0][:count],
            "AP": [597.0, 0.0, None, 12.5, 3.0, 1.0][:count],
            "SOUR_DATA": ["Planet Basemap", None, "é 冰" * 20, "b", "c", "d"][:count],
            "MAP_DATE": ["Q3/Q4 2021"] * count,
            "MAPPER": ["Z. Sun"] * count,
            "REVIEWER": ["L. Liu", None, "x", "y", "z", "w"][:count],
            "ADDI_INF": ["a false identification?", None, None, None, None, "seen twice"][:count],
        }

    put(folder / "T_Extended_Footprint.shp", None, SHAPES, "Polygon", columns(5), encoding="UTF-8")
    put(folder / "T_Primary_Marker.shp", None, POINTS, "Point", columns(6), encoding="UTF-8")


def _rgik(dots, more_pm, more_go):
    """Columns of PM, GO, MA as RGIK names them, with dots or without."""

    def name(text):
        return text if dots else text.replace(".", "")

    pm = {
        "PrimaryID": NAMES,
        "WorkingID": ["w1", None, "w3 冰", "4", "5", "6"],
        **more_pm,
        "Landform": [1, 1, 1, 1, 0, 0],
        name("Morpho."): ["Simple", "Complex", None, "Simple", "Simple", None],
        name("Complet."): ["Complete"] * 5 + [None],
        name("Upsl.Con."): ["Talus", "Glacier forefield", "Debris-mantled slope", "Poly", "Unknown", None],
        name("Upsl.Cur."): ["Yes", "No", "Unclear", None, None, None],
        name("Acti.Cl."): ["Active", "Active uncertain", "Transitional", "Relict uncertain", "Relict", "Uncertain"],
        name("Acti.Ass."): ["kinematic", None, "morphologic", None, None, None],
        name("Destabili."): ["No", None, "Yes, ongoing", None, None, None],
        name("Kin.Att."): ["dm/yr", "cm to dm/yr", None, None, "Undefined", None],
        name("Rel.Kin."): ["High", "Low", None, None, None, None],
        name("Kin.Period"): ["2018-2021", None, None, None, None, None],
        name("Assoc.RGS"): ["RGS281000N0972000E", None, None, None, None, None],
        "Comment": ["front unclear", None, "x" * 300, None, None, "a heap of stones"],
    }
    go = {
        "PrimaryID": [*NAMES[:5], *NAMES[:2]],
        "WorkingID": ["w1", None, None, None, None, "w1", None],
        **more_go,
        name("Out.Type"): ["Extended"] * 5 + ["Restricted"] * 2,
        "RelFr": [2, 1, 0, None, 2, 1, 1],
        "RelLeftLM": [0, 0, 0, 0, 0, 2, 2],
        "RelRightLM": [0] * 7,
        "RelUpsCon": [1] * 7,
        "RelIndex": [3, 2, 1, 1, 3, 4, 4],
        "Comment": [None, "upper part in shadow", None, None, None, "r", None],
    }
    ma = {
        "PrimaryID": NAMES[:2],
        "WorkingID": ["w1", None],
        name("Vel.Class"): [4, 0],
        name("Rel.Vel."): ["High", None],
        "Comment": ["from InSAR", None],
    }
    return pm, go, ma


def rgik(folder, put=write):
    """The template: a GeoPackage a table."""
    pm, go, ma = _rgik(True, {}, {})
    put(folder / "RGU_PrimaryMarkers_alps_ann.gpkg", "RGU_PrimaryMarkers_alps_ann", POINTS, "Point", pm)
    outlines = [*SHAPES, *RESTRICTED]
    name = "RGU_GeomorphologicalOutlines_alps_ann"
    put(folder / f"{name}.gpkg", name, outlines, "MultiPolygon", go, promote_to_multi=True)
    put(folder / "RGU_MovingAreas_alps_ann.gpkg", "RGU_MovingAreas_alps_ann", MOVING, "Polygon", ma)
    put(folder / "RGU_AOI_alps_ann.gpkg", "RGU_AOI_alps_ann", AREA, "Polygon", {"Name": ["Nyainqêntanglha"]})


def rgik_released(folder, put=write):
    """One GeoPackage of four layers."""
    pm, go, ma = _rgik(False, {"Country": ["CN"] * 6}, {})
    uid = {"PolyUID": ["u1", "u2", "u3", "u4", "u5", "u6", "u7"]}
    path = folder / "ESACCI_AOI-PM-MA-GO_2025-fv02.0.gpkg"
    area = {"Name": ["Nyainqêntanglha"], "Country": [None]}
    put(path, "ESACCI_AOI", AREA, "Polygon", area)
    put(path, "ESACCI_PM", POINTS, "Point", {"PolyUID": uid["PolyUID"][:6], **pm})
    put(path, "ESACCI_MA", MOVING, "Polygon", {"PolyUID": ["m1", "m2"], **ma})
    put(path, "ESACCI_GO", [*SHAPES, *RESTRICTED], "MultiPolygon", {**uid, **go}, promote_to_multi=True)


def rogi_ch(folder, put=write):
    """Switzerland: outlines find their marker by where it lies."""
    pm = {
        "pm_pid": NAMES,
        "pm_working_id": ["w1", None, "w3", "4", "5", "6"],
        "pm_alter_id": [None, "VS-17", None, None, None, None],
        "pm_type": ["rock_glacier"] * 4 + ["uncertain"] * 2,
        "pm_comment": ["front unclear", None, None, None, None, "a heap"],
        "rgu_morphology": ["simple"] * 6,
        "rgu_complete": ["complete", None, None, None, None, None],
        "rgu_rgs_type": ["mono-unit", None, None, None, None, None],
        "rgu_upsl_cur": ["yes", None, None, None, None, None],
        "rgu_upsl_con": ["talus", "debris-mantled_slope", "glacier_forefield", "poly", "unknown", None],
        "rgu_activity_assessment": ["kinematic", None, None, None, None, None],
        "rgu_activity_class": ["active", "active_uncertain", "transitional", "relict_uncertain", "relict", "uncertain"],
        "rgu_destabilized": ["no", None, None, None, None, None],
        "rgu_kin_att": ["inf_cm", "cm", "cm_to_dm", "dm_to_m", "sup_m", "undefined"],
        "rgu_kin_radar": ["cm", None, None, None, None, None],
        "rgu_kin_optical": ["m", None, None, None, None, None],
    }
    go = {
        "ou_type": ["extended"] * 5 + ["restricted"] * 2,
        "ou_comment": ["in shadow", None, None, None, None, "r", None],
    }
    path = folder / "rogi_ch_2.gpkg"
    put(path, "pms", POINTS, "Point", pm)
    put(path, "ous", [*SHAPES, *RESTRICTED], "MultiPolygon", go, promote_to_multi=True)


def global_(folder, put=write):
    """Xu et al. 2026."""
    columns = {
        "area": [square_metres(shape) / 1e6 for shape in SHAPES],
        "longitude": [round(point.x, 7) for point in POINTS[:5]],
        "latitude": [round(point.y, 7) for point in POINTS[:5]],
        "elevation": [4712.123456789, 0.0, None, 5100.25, 4999.5],
        "slope": [17.7, 0.0, None, 30.1, 2.25],
        "aspect": [1, 3, None, 7, 8],
        "maat": [-2.7, 0.0, None, -10.5, 3.0],
        "magt": [-1.6, 0.0, None, -8.125, 3.0],
        "precipitation": [597.0, 0.0, None, 12.5, 3.0],
        "pzi": [0.75, 0.0, None, 0.5, 1.0],
    }
    put(folder / "region_15.gpkg", "region_15", SHAPES, "MultiPolygon", columns, promote_to_multi=True)


TWINS = {"tprogi": tprogi, "rgik": rgik, "rgik-released": rgik_released, "rogi-ch": rogi_ch, "global": global_}
"""Dialect -> writes its twin into a folder, or gives each layer to another who puts it there."""
