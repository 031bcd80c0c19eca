-- An inventory of schema version 8 as the plugin wrote it (styles shortened), with some rows.
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10200;
BEGIN;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
CREATE TABLE "rock_glaciers" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "ID" TEXT(18), "SUBREGION" TEXT(80), "LAT" REAL, "LON" REAL, "AREA" REAL, "ELE_MEAN" REAL, "ELE_MEDIAN" REAL, "ELE_MIN" REAL, "ELE_MAX" REAL, "SLO_MEAN" REAL, "SLO_MEDIAN" REAL, "SLO_MIN" REAL, "SLO_MAX" REAL, "ASPECT" REAL, "PISR" REAL, "MAAT" REAL, "MAGT" REAL, "AP" REAL, "SOUR_DATA" TEXT(254), "MAP_DATE" TEXT(80), "MAPPER" TEXT(80), "REVIEWER" TEXT(254), "ADDI_INF" TEXT(254), "RGS_ID" TEXT(18), "OPERATION" TEXT(8), "CANDIDATE" TEXT(40), "COMMENT" TEXT(254), "ASP_R" REAL, "STALE" BOOLEAN, "PERMAFROST" TEXT(13), "PZI" REAL, "RGIK" TEXT);
CREATE TABLE "candidates" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "CANDIDATE_ID" TEXT(40), "RUN_ID" TEXT(32), "PROB_MEAN" REAL, "PROB_MAX" REAL, "AREA" REAL, "STATE" TEXT(9), "REASON" TEXT(24), "GLAC_FRAC" REAL, "SUBREGION" TEXT(80), "LAT" REAL, "LON" REAL, "ELE_MEAN" REAL, "ELE_MEDIAN" REAL, "ELE_MIN" REAL, "ELE_MAX" REAL, "SLO_MEAN" REAL, "SLO_MEDIAN" REAL, "SLO_MIN" REAL, "SLO_MAX" REAL, "ASPECT" REAL, "PISR" REAL, "MAAT" REAL, "MAGT" REAL, "AP" REAL, "ASP_R" REAL, "COMMENT" TEXT(254), "SOUR_DATA" TEXT(254), "PERMAFROST" TEXT(13), "PZI" REAL, "PROB_SD" REAL);
CREATE TABLE "primary_markers" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" POINT, "ID" TEXT(18), "SUBREGION" TEXT(80), "LAT" REAL, "LON" REAL, "LANDFORM" TEXT(12), "RGIK" TEXT);
CREATE TABLE "subregions" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "NAME" TEXT(80));
CREATE TABLE "reviews" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "ID" TEXT(18), "REVIEWER" TEXT(80), "DECISION" TEXT(9), "COMMENT" TEXT(254), "TIME" DATETIME);
CREATE TABLE "review_samples" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "SAMPLE" TEXT(120), "PLACE" INTEGER, "ID" TEXT(18), "REVIEWERS" INTEGER, "SEED" INTEGER, "STRATUM" TEXT(80), "WEIGHT" REAL);
CREATE TABLE "runs" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "RUN_ID" TEXT(32), "TIME" DATETIME, "VERSION" TEXT(20), "COMMAND" TEXT(40), "SOURCE" TEXT, "MODEL" TEXT(120), "MODEL_HASH" TEXT(64), "DEVICE" TEXT(120), "PRECISION" TEXT(16), "RESOLUTION" REAL, "THRESHOLD" REAL, "MIN_AREA" REAL, "TOLERANCE" REAL, "EXTENT" TEXT(254), "CRS" TEXT, "FEATURES" INTEGER, "PARAMETERS" TEXT, "SECONDS" REAL, "TARGET" TEXT(80));
CREATE TABLE "inventory_info" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "KEY" TEXT(40), "VALUE" TEXT);
CREATE TABLE "reviewed_ground" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "PERSON" TEXT(80), "TIME" DATETIME, "OPERATION" TEXT(8), "PIXEL" REAL, "SCALE" REAL, "SOUR_DATA" TEXT(254), "RUN_ID" TEXT(32));
CREATE TABLE "samples" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "SAMPLE" TEXT(120), "KIND" TEXT(8), "DESIGN" TEXT(12), "STRATA" TEXT(12), "TIME" DATETIME, "PERSON" TEXT(80), "REVIEWERS" INTEGER, "SEED" INTEGER, "POPULATION" TEXT, "CELL" REAL, "SUBREGION" TEXT(80));
CREATE TABLE "sample_windows" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "SAMPLE" TEXT(120), "PLACE" INTEGER, "STRATUM" TEXT(80), "WEIGHT" REAL, "AREA" REAL);
CREATE TABLE "window_reviews" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "SAMPLE" TEXT(120), "PLACE" INTEGER, "REVIEWER" TEXT(80), "MISSED" INTEGER, "COMMENT" TEXT(254), "TIME" DATETIME);
CREATE TABLE "missed_points" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" POINT, "SAMPLE" TEXT(120), "PLACE" INTEGER, "REVIEWER" TEXT(80), "TIME" DATETIME);
CREATE TABLE "consensus" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "ID" TEXT(18), "DECISION" TEXT(9), "PERSONS" TEXT(254), "COMMENT" TEXT(254), "TIME" DATETIME);
CREATE TABLE "journal" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "TIME" DATETIME, "PERSON" TEXT(80), "OPERATION" TEXT(16), "UNDOES" INTEGER, "TOUCHED" TEXT, "ATT_BEFORE" TEXT, "ATT_AFTER" TEXT, "GEO_BEFORE" TEXT, "GEO_AFTER" TEXT);
INSERT INTO "gpkg_spatial_ref_sys" VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL);
INSERT INTO "gpkg_spatial_ref_sys" VALUES ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL);
INSERT INTO "gpkg_spatial_ref_sys" VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', NULL);
INSERT INTO "gpkg_contents" VALUES ('layer_styles', 'attributes', 'layer_styles', '', '2026-11-10T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('rock_glaciers', 'features', 'rock_glaciers', 'Rock glaciers: units of the inventory, outlined by their extended geomorphological footprint', '2026-11-30T12:16:08.270Z', 97.2, 28.1, 97.21000000000001, 28.110000000000003, 4326);
INSERT INTO "gpkg_contents" VALUES ('candidates', 'features', 'candidates', 'Candidates: polygons predicted by the network; their outlines are never changed', '2026-11-10T10:00:00.000Z', 97.2, 28.1, 97.41000000000001, 28.110000000000003, 4326);
INSERT INTO "gpkg_contents" VALUES ('primary_markers', 'features', 'primary_markers', 'Primary markers: the point that stands for one rock glacier', '2026-11-10T10:00:00.000Z', 97.20333333333333, 28.103333333333335, 97.20333333333333, 28.103333333333335, 4326);
INSERT INTO "gpkg_contents" VALUES ('subregions', 'features', 'subregions', 'Subregions: the parts of the area that tables and accuracy are told by', '2026-11-10T10:00:00.000Z', 97.0, 28.0, 98.0, 29.0, 4326);
INSERT INTO "gpkg_contents" VALUES ('reviews', 'attributes', 'reviews', 'Reviews: one row per marker and reviewer', '2026-11-30T12:16:08.270Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('review_samples', 'attributes', 'review_samples', 'Review samples: the primary markers that were drawn for review', '2026-11-10T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('runs', 'attributes', 'runs', 'Runs: with what each detection or calculation can be repeated', '2026-11-10T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('inventory_info', 'attributes', 'inventory_info', 'What kind of file this is: schema version, title, coordinate system', '2026-11-10T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('reviewed_ground', 'features', 'reviewed_ground', 'Reviewed ground: what the map showed while somebody decided', '2026-11-30T06:10:49.260Z', NULL, NULL, NULL, NULL, 4326);
INSERT INTO "gpkg_contents" VALUES ('samples', 'attributes', 'samples', 'Samples: with what each draw can be repeated, extended and weighed', '2026-11-30T12:26:18.555Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('sample_windows', 'features', 'sample_windows', 'Sample windows: ground that reviewers search for rock glaciers that were missed', '2026-11-30T12:26:18.556Z', NULL, NULL, NULL, NULL, 4326);
INSERT INTO "gpkg_contents" VALUES ('window_reviews', 'attributes', 'window_reviews', 'Window reviews: one row per window and reviewer', '2026-11-30T12:26:18.624Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('missed_points', 'features', 'missed_points', 'Missed rock glaciers: a point each, set by a reviewer in a sample window', '2026-11-30T12:26:18.624Z', 97.20333333333333, 28.103333333333335, 97.20333333333333, 28.103333333333335, 4326);
INSERT INTO "gpkg_contents" VALUES ('consensus', 'attributes', 'consensus', 'Consensus: what reviewers who disagreed decided together; it counts as no reviewer''s decision', '2026-11-30T12:26:18.636Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('journal', 'attributes', 'journal', 'Journal: one row per gesture, only ever appended to', '2026-11-30T12:26:18.558Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_geometry_columns" VALUES ('rock_glaciers', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('candidates', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('primary_markers', 'geom', 'POINT', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('subregions', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('reviewed_ground', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('sample_windows', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('missed_points', 'geom', 'POINT', 4326, 0, 0);
INSERT INTO "gpkg_extensions" VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
INSERT INTO "gpkg_extensions" VALUES ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
INSERT INTO "gpkg_extensions" VALUES ('rock_glaciers', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('candidates', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('primary_markers', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('subregions', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('reviewed_ground', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('sample_windows', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('missed_points', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'ID', NULL, NULL, 'primary identifier: RGU or RGS with latitude and longitude of the marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'SUBREGION', NULL, NULL, 'name of the subregion that holds the primary marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'LAT', NULL, NULL, 'latitude of the primary marker (WGS84) [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'LON', NULL, NULL, 'longitude of the primary marker (WGS84) [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'AREA', NULL, NULL, 'area on the WGS84 ellipsoid [m²]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'ELE_MEAN', NULL, NULL, 'mean elevation [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'ELE_MEDIAN', NULL, NULL, 'median elevation [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'ELE_MIN', NULL, NULL, 'lowest elevation [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'ELE_MAX', NULL, NULL, 'highest elevation [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'SLO_MEAN', NULL, NULL, 'mean slope [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'SLO_MEDIAN', NULL, NULL, 'median slope [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'SLO_MIN', NULL, NULL, 'smallest slope [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'SLO_MAX', NULL, NULL, 'largest slope [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'ASPECT', NULL, NULL, 'circular mean of the aspect, clockwise from true north [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'PISR', NULL, NULL, 'potential incoming solar radiation [kWh/m²/a]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'MAAT', NULL, NULL, 'mean annual air temperature [°C]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'MAGT', NULL, NULL, 'mean annual ground temperature [°C]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'AP', NULL, NULL, 'annual precipitation [mm/a]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'SOUR_DATA', NULL, NULL, 'imagery the outline was drawn on', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'MAP_DATE', NULL, NULL, 'date of that imagery', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'MAPPER', NULL, NULL, 'who drew or confirmed the outline', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'REVIEWER', NULL, NULL, 'who reviewed it', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'ADDI_INF', NULL, NULL, 'additional information', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'RGS_ID', NULL, NULL, 'identifier of the rock glacier system it belongs to', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'OPERATION', NULL, NULL, 'how it came into the inventory', NULL, 'rock_glaciers_operation');
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'CANDIDATE', NULL, NULL, 'its candidate''s identifier, empty for a retrieved one', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'COMMENT', NULL, NULL, 'the mapper''s comment', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'ASP_R', NULL, NULL, 'resultant length of the aspect, 0 to 1; near 0 the mean says nothing', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'STALE', NULL, NULL, 'the attributes are older than the outline', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'CANDIDATE_ID', NULL, NULL, 'identifier: the run''s, a hyphen, a serial number', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'RUN_ID', NULL, NULL, 'the detection that wrote it', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'PROB_MEAN', NULL, NULL, 'mean probability, 0 to 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'PROB_MAX', NULL, NULL, 'highest probability, 0 to 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'AREA', NULL, NULL, 'area on the WGS84 ellipsoid [m²]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'STATE', NULL, NULL, 'the mapper''s decision', NULL, 'candidates_state');
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'REASON', NULL, NULL, 'why it was removed', NULL, 'candidates_reason');
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'GLAC_FRAC', NULL, NULL, 'share of its area inside glacier outlines, 0 to 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'SUBREGION', NULL, NULL, 'name of the subregion that holds the primary marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'LAT', NULL, NULL, 'latitude of the primary marker (WGS84) [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'LON', NULL, NULL, 'longitude of the primary marker (WGS84) [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'ELE_MEAN', NULL, NULL, 'mean elevation [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'ELE_MEDIAN', NULL, NULL, 'median elevation [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'ELE_MIN', NULL, NULL, 'lowest elevation [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'ELE_MAX', NULL, NULL, 'highest elevation [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'SLO_MEAN', NULL, NULL, 'mean slope [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'SLO_MEDIAN', NULL, NULL, 'median slope [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'SLO_MIN', NULL, NULL, 'smallest slope [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'SLO_MAX', NULL, NULL, 'largest slope [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'ASPECT', NULL, NULL, 'circular mean of the aspect, clockwise from true north [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'PISR', NULL, NULL, 'potential incoming solar radiation [kWh/m²/a]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'MAAT', NULL, NULL, 'mean annual air temperature [°C]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'MAGT', NULL, NULL, 'mean annual ground temperature [°C]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'AP', NULL, NULL, 'annual precipitation [mm/a]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'ASP_R', NULL, NULL, 'resultant length of the aspect, 0 to 1; near 0 the mean says nothing', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'COMMENT', NULL, NULL, 'the mapper''s comment', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'SOUR_DATA', NULL, NULL, 'imagery under the outline: names, separated by ''; ''', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('primary_markers', 'ID', NULL, NULL, 'primary identifier: RGU or RGS with latitude and longitude of the marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('primary_markers', 'SUBREGION', NULL, NULL, 'name of the subregion that holds the primary marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('primary_markers', 'LAT', NULL, NULL, 'latitude of the primary marker (WGS84) [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('primary_markers', 'LON', NULL, NULL, 'longitude of the primary marker (WGS84) [°]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('subregions', 'NAME', NULL, NULL, 'name of the subregion', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviews', 'ID', NULL, NULL, 'identifier of the primary marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviews', 'REVIEWER', NULL, NULL, 'who decided', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviews', 'DECISION', NULL, NULL, 'is it a rock glacier?', NULL, 'reviews_decision');
INSERT INTO "gpkg_data_columns" VALUES ('reviews', 'COMMENT', NULL, NULL, 'the reviewer''s comment', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviews', 'TIME', NULL, NULL, 'when (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('review_samples', 'SAMPLE', NULL, NULL, 'name of the sample', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('review_samples', 'PLACE', NULL, NULL, 'place of the marker in the sample, from 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('review_samples', 'ID', NULL, NULL, 'identifier of the primary marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('review_samples', 'REVIEWERS', NULL, NULL, 'how many reviewers judge each marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('review_samples', 'SEED', NULL, NULL, 'seed of the draw', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'RUN_ID', NULL, NULL, 'identifier of the run', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'TIME', NULL, NULL, 'when it began (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'VERSION', NULL, NULL, 'version of the plugin', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'COMMAND', NULL, NULL, 'the engine''s command', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'SOURCE', NULL, NULL, 'what was read, without keys and passwords', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'MODEL', NULL, NULL, 'name of the model card', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'MODEL_HASH', NULL, NULL, 'SHA-256 of the weights', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'DEVICE', NULL, NULL, 'where the network ran', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'PRECISION', NULL, NULL, 'number format of the network', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'RESOLUTION', NULL, NULL, 'ground resolution [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'THRESHOLD', NULL, NULL, 'probability from which a pixel counts', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'MIN_AREA', NULL, NULL, 'smallest area kept [m²]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'TOLERANCE', NULL, NULL, 'simplification of the outlines [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'EXTENT', NULL, NULL, 'west, south, east, north in CRS', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'CRS', NULL, NULL, 'coordinate system of what was read', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'FEATURES', NULL, NULL, 'features written', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'PARAMETERS', NULL, NULL, 'all further options, as JSON', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'SECONDS', NULL, NULL, 'how long it took [s]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('inventory_info', 'KEY', NULL, NULL, 'name of the fact', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('inventory_info', 'VALUE', NULL, NULL, 'the fact', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'PERMAFROST', NULL, NULL, 'permafrost zone of most of its area', NULL, 'rock_glaciers_permafrost');
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'PZI', NULL, NULL, 'mean permafrost zonation index, 0 to 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'PERMAFROST', NULL, NULL, 'permafrost zone of most of its area', NULL, 'candidates_permafrost');
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'PZI', NULL, NULL, 'mean permafrost zonation index, 0 to 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviewed_ground', 'PERSON', NULL, NULL, 'who looked at it', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviewed_ground', 'TIME', NULL, NULL, 'when (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviewed_ground', 'OPERATION', NULL, NULL, 'the decision that was made while it was shown', NULL, 'reviewed_ground_operation');
INSERT INTO "gpkg_data_columns" VALUES ('reviewed_ground', 'PIXEL', NULL, NULL, 'ground along one pixel of the screen [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviewed_ground', 'SCALE', NULL, NULL, 'denominator of the map''s scale', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviewed_ground', 'SOUR_DATA', NULL, NULL, 'imagery that was shown: names, separated by ''; ''', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('reviewed_ground', 'RUN_ID', NULL, NULL, 'the detection whose candidate was decided; empty where it was none', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('runs', 'TARGET', NULL, NULL, 'landform that the model finds; empty: rock glacier', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('candidates', 'PROB_SD', NULL, NULL, 'mean standard deviation of several networks'' probabilities, 0 to 0.5', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('review_samples', 'STRATUM', NULL, NULL, 'stratum that it was drawn from; empty where there are none', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('review_samples', 'WEIGHT', NULL, NULL, 'primary markers of the inventory that this one stands for', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'SAMPLE', NULL, NULL, 'name of the sample', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'KIND', NULL, NULL, 'what it consists of', NULL, 'samples_kind');
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'DESIGN', NULL, NULL, 'how it was drawn', NULL, 'samples_design');
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'STRATA', NULL, NULL, 'what its strata are; empty where there are none', NULL, 'samples_strata');
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'TIME', NULL, NULL, 'when (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'PERSON', NULL, NULL, 'who drew it', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'REVIEWERS', NULL, NULL, 'how many reviewers judge each marker or window', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'SEED', NULL, NULL, 'seed of the draw', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'POPULATION', NULL, NULL, 'how many markers or windows there were, as JSON: stratum -> number', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'CELL', NULL, NULL, 'side of a window, or of the cells that a systematic sample goes along [m]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('samples', 'SUBREGION', NULL, NULL, 'the only subregion that it was drawn from; empty for all', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('sample_windows', 'SAMPLE', NULL, NULL, 'name of the sample', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('sample_windows', 'PLACE', NULL, NULL, 'place of the window in the sample, from 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('sample_windows', 'STRATUM', NULL, NULL, 'stratum that it was drawn from; empty where there are none', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('sample_windows', 'WEIGHT', NULL, NULL, 'windows of the area that this one stands for', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('sample_windows', 'AREA', NULL, NULL, 'area on the WGS84 ellipsoid [m²]', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('window_reviews', 'SAMPLE', NULL, NULL, 'name of the sample', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('window_reviews', 'PLACE', NULL, NULL, 'place of the window in the sample, from 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('window_reviews', 'REVIEWER', NULL, NULL, 'who searched it', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('window_reviews', 'MISSED', NULL, NULL, 'rock glaciers there that the inventory lacks', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('window_reviews', 'COMMENT', NULL, NULL, 'the reviewer''s comment', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('window_reviews', 'TIME', NULL, NULL, 'when (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('missed_points', 'SAMPLE', NULL, NULL, 'name of the sample', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('missed_points', 'PLACE', NULL, NULL, 'place of the window in the sample, from 1', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('missed_points', 'REVIEWER', NULL, NULL, 'who found it', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('missed_points', 'TIME', NULL, NULL, 'when (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('consensus', 'ID', NULL, NULL, 'identifier of the primary marker', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('consensus', 'DECISION', NULL, NULL, 'is it a rock glacier?', NULL, 'consensus_decision');
INSERT INTO "gpkg_data_columns" VALUES ('consensus', 'PERSONS', NULL, NULL, 'who agreed: names, separated by ''; ''', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('consensus', 'COMMENT', NULL, NULL, 'why', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('consensus', 'TIME', NULL, NULL, 'when (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'TIME', NULL, NULL, 'when (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'PERSON', NULL, NULL, 'who', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'OPERATION', NULL, NULL, 'the gesture', NULL, 'journal_operation');
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'UNDOES', NULL, NULL, 'fid of the journal row that this one takes back', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'TOUCHED', NULL, NULL, 'what it touched, as JSON: layer -> feature ids', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'ATT_BEFORE', NULL, NULL, 'attributes before, as JSON: layer -> feature id -> values', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'ATT_AFTER', NULL, NULL, 'attributes after, in the same form', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'GEO_BEFORE', NULL, NULL, 'geometries before, in the same form, GeoPackage binary as hex', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'GEO_AFTER', NULL, NULL, 'geometries after, in the same form', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('rock_glaciers', 'RGIK', NULL, NULL, 'attributes of RGIK that are not asked for here, as they came in (JSON)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('primary_markers', 'LANDFORM', NULL, NULL, 'what it stands for; empty: a rock glacier', NULL, 'primary_markers_landform');
INSERT INTO "gpkg_data_columns" VALUES ('primary_markers', 'RGIK', NULL, NULL, 'attributes of RGIK that are not asked for here, as they came in (JSON)', NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('rock_glaciers_operation', 'enum', 'remain', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('rock_glaciers_operation', 'enum', 'refine', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('rock_glaciers_operation', 'enum', 'retrieve', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_state', 'enum', 'undecided', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_state', 'enum', 'remain', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_state', 'enum', 'remove', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_state', 'enum', 'refine', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'debris-covered glacier', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'rock avalanche', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'landslide', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'moraine', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'talus', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'water', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'shadow or snow', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'image fault', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_reason', 'enum', 'other', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('reviews_decision', 'enum', 'yes', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('reviews_decision', 'enum', 'no', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('reviews_decision', 'enum', 'uncertain', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('reviews_decision', 'enum', 'undefined', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'remain', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'remove', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'refine', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'retrieve', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'split', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'merge', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'marker', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'comment', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'review', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'settle', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'undo', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'redo', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'append', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'external', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('rock_glaciers_permafrost', 'enum', 'continuous', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('rock_glaciers_permafrost', 'enum', 'discontinuous', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('rock_glaciers_permafrost', 'enum', 'sporadic', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('rock_glaciers_permafrost', 'enum', 'isolated', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('rock_glaciers_permafrost', 'enum', 'none', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_permafrost', 'enum', 'continuous', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_permafrost', 'enum', 'discontinuous', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_permafrost', 'enum', 'sporadic', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_permafrost', 'enum', 'isolated', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('candidates_permafrost', 'enum', 'none', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('reviewed_ground_operation', 'enum', 'remain', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('reviewed_ground_operation', 'enum', 'remove', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('reviewed_ground_operation', 'enum', 'refine', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('reviewed_ground_operation', 'enum', 'retrieve', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('samples_kind', 'enum', 'markers', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('samples_kind', 'enum', 'ground', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('samples_design', 'enum', 'random', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('samples_design', 'enum', 'stratified', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('samples_design', 'enum', 'systematic', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('samples_strata', 'enum', 'subregion', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('samples_strata', 'enum', 'size', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('samples_strata', 'enum', 'probability', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('consensus_decision', 'enum', 'yes', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('consensus_decision', 'enum', 'no', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('consensus_decision', 'enum', 'uncertain', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('consensus_decision', 'enum', 'undefined', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'consensus', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'window', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('primary_markers_landform', 'enum', 'rock glacier', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('primary_markers_landform', 'enum', 'uncertain', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('primary_markers_landform', 'enum', 'other', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "layer_styles" VALUES (5, '', '', 'candidates', 'geom', 'mine', '<qgis/>', '', 1, 'in red', 'ann', NULL, '2026-11-10T10:00:00.000Z');
INSERT INTO "layer_styles" VALUES (30, '', '', 'rock_glaciers', 'geom', 'rock_glaciers', '<qgis/>', '', 1, 'Default style of the rock glacier inventory', '', NULL, '2026-11-30T15:02:07.364Z');
INSERT INTO "layer_styles" VALUES (31, '', '', 'candidates', 'geom', 'candidates', '<qgis/>', '', 0, 'Default style of the rock glacier inventory', '', NULL, '2026-11-30T15:02:07.364Z');
INSERT INTO "layer_styles" VALUES (32, '', '', 'primary_markers', 'geom', 'primary_markers', '<qgis/>', '', 1, 'Default style of the rock glacier inventory', '', NULL, '2026-11-30T15:02:07.364Z');
INSERT INTO "layer_styles" VALUES (33, '', '', 'subregions', 'geom', 'subregions', '<qgis/>', '', 1, 'Default style of the rock glacier inventory', '', NULL, '2026-11-30T15:02:07.364Z');
INSERT INTO "layer_styles" VALUES (34, '', '', 'reviewed_ground', 'geom', 'reviewed_ground', '<qgis/>', '', 1, 'Default style of the rock glacier inventory', '', NULL, '2026-11-30T15:02:07.364Z');
INSERT INTO "layer_styles" VALUES (35, '', '', 'sample_windows', 'geom', 'sample_windows', '<qgis/>', '', 1, 'Default style of the rock glacier inventory', '', NULL, '2026-11-30T15:02:07.364Z');
INSERT INTO "layer_styles" VALUES (36, '', '', 'missed_points', 'geom', 'missed_points', '<qgis/>', '', 1, 'Default style of the rock glacier inventory', '', NULL, '2026-11-30T15:02:07.364Z');
INSERT INTO "rock_glaciers" VALUES (1, X'47500003E6100000CDCCCCCCCC4C58403E0AD7A3704D58409A99999999193C405D8FC2F5281C3C4001060000000100000001030000000100000004000000CDCCCCCCCC4C58409A99999999193C403E0AD7A3704D58409A99999999193C40CDCCCCCCCC4C58405D8FC2F5281C3C40CDCCCCCCCC4C58409A99999999193C40', 'RGU281033N0972033E', NULL, 28.103333333333335, 97.20333333333333, 546555.1073055766, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, -1.5, NULL, 'scene.tif', '2021-08', 'it''s Ann é', 'Bea 冰; Cem', 'uncertain (1 of 2 reviewers)', NULL, 'remain', '20261110T100000Z-aaaaaa-000001', NULL, NULL, 1, NULL, NULL, '{"PM": {"Morpho.": "simple"}}');
INSERT INTO "candidates" VALUES (1, X'47500003E6100000CDCCCCCCCC4C58403E0AD7A3704D58409A99999999193C405D8FC2F5281C3C4001060000000100000001030000000100000004000000CDCCCCCCCC4C58409A99999999193C403E0AD7A3704D58409A99999999193C40CDCCCCCCCC4C58405D8FC2F5281C3C40CDCCCCCCCC4C58409A99999999193C40', '20261110T100000Z-aaaaaa-000001', '20261110T100000Z-aaaaaa', 0.7, 0.9, 100000.0, 'remain', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'scene.tif', 'sporadic', 0.25, NULL);
INSERT INTO "candidates" VALUES (2, X'47500003E61000000000000000505840713D0AD7A35058409A99999999193C405D8FC2F5281C3C400106000000010000000103000000010000000400000000000000005058409A99999999193C40713D0AD7A35058409A99999999193C4000000000005058405D8FC2F5281C3C4000000000005058409A99999999193C40', '20261110T100000Z-aaaaaa-000002', '20261110T100000Z-aaaaaa', 0.7, 0.9, 100000.0, 'remove', 'talus', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'scene.tif; second.tif', NULL, NULL, NULL);
INSERT INTO "candidates" VALUES (3, X'47500003E61000003333333333535840A4703D0AD75358409A99999999193C405D8FC2F5281C3C400106000000010000000103000000010000000400000033333333335358409A99999999193C40A4703D0AD75358409A99999999193C4033333333335358405D8FC2F5281C3C4033333333335358409A99999999193C40', '20261110T100000Z-aaaaaa-000003', '20261110T100000Z-aaaaaa', 0.7, 0.9, 100000.0, 'undecided', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'by hand', 'scene.tif', NULL, NULL, NULL);
INSERT INTO "candidates" VALUES (4, X'47500003E61000006666666666565840D7A3703D0A5758409A99999999193C405D8FC2F5281C3C400106000000010000000103000000010000000400000066666666665658409A99999999193C40D7A3703D0A5758409A99999999193C4066666666665658405D8FC2F5281C3C4066666666665658409A99999999193C40', '20261110T110000Z-bbbbbb-000001', '20261110T110000Z-bbbbbb', 0.7, 0.9, 100000.0, 'undecided', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'look again 冰', 'Basemap, summer 2021', NULL, NULL, NULL);
INSERT INTO "candidates" VALUES (5, X'47500003E61000009A999999995958400BD7A3703D5A58409A99999999193C405D8FC2F5281C3C40010600000001000000010300000001000000040000009A999999995958409A99999999193C400BD7A3703D5A58409A99999999193C409A999999995958405D8FC2F5281C3C409A999999995958409A99999999193C40', 'gone-000001', 'gone', 0.7, 0.9, 100000.0, 'undecided', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "primary_markers" VALUES (1, X'47500001E610000001010000009D36D069034D5840DB40A70D741A3C40', 'RGU281033N0972033E', NULL, 28.103333333333335, 97.20333333333333, 'uncertain', NULL);
INSERT INTO "subregions" VALUES (1, X'47500003E6100000000000000040584000000000008058400000000000003C400000000000003D400106000000010000000103000000010000000500000000000000008058400000000000003C4000000000008058400000000000003D4000000000004058400000000000003D4000000000004058400000000000003C4000000000008058400000000000003C40', 'Ost é');
INSERT INTO "reviews" VALUES (1, 'RGU281033N0972033E', 'Bea 冰', 'yes', NULL, '2026-11-30T12:16:08.255Z');
INSERT INTO "reviews" VALUES (2, 'RGU281033N0972033E', 'Cem', 'uncertain', 'half in shadow', '2026-11-30T12:16:08.269Z');
INSERT INTO "review_samples" VALUES (1, '2026-11-30: 1 markers (100 %), seed 1', 1, 'RGU281033N0972033E', 2, 1, NULL, NULL);
INSERT INTO "review_samples" VALUES (2, '2026-11-30: 1 markers, seed 3', 1, 'RGU281033N0972033E', 2, 3, NULL, 1.0);
INSERT INTO "runs" VALUES (1, '20261110T100000Z-aaaaaa', '2026-11-10T10:00:00.000Z', '0.1.0', 'detect', '/data/Schnee é 冰/scene.tif', 'simulated-alpine', 'abababababababababababababababababababababababababababababababab', 'cpu', 'float32', 4.77, 0.5, 10000.0, NULL, '', 'EPSG:4326', 3, '{}', 1.5, 'rock glacier');
INSERT INTO "runs" VALUES (2, '20261110T110000Z-bbbbbb', '2026-11-10T10:00:00.000Z', '0.1.0', 'detect', 'Basemap, summer 2021', 'simulated-alpine', 'abababababababababababababababababababababababababababababababab', 'cpu', 'float32', 4.77, 0.5, 10000.0, NULL, '', 'EPSG:4326', 1, '{}', 1.5, 'rock glacier');
INSERT INTO "runs" VALUES (3, '20261120T101500Z-00beef', '2026-11-10T10:00:00.000Z', '0.1.0', 'detect', '/data/Schnee é 冰/scene.tif', 'debris-cover-s2', 'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd', 'cpu', 'float32', 4.77, 0.5, 10000.0, NULL, '', 'EPSG:4326', 3, '{}', 1.5, 'debris-covered glacier');
INSERT INTO "inventory_info" VALUES (2, 'schema_version', '8');
INSERT INTO "inventory_info" VALUES (3, 'title', 'Himalaya é');
INSERT INTO "inventory_info" VALUES (4, 'crs', 'EPSG:4326');
INSERT INTO "inventory_info" VALUES (5, 'created', '2026-11-10T10:00:00.000Z');
INSERT INTO "reviewed_ground" VALUES (1, X'47500003E6100000CDCCCCCCCC4C58403E0AD7A3704D58409A99999999193C405D8FC2F5281C3C4001060000000100000001030000000100000004000000CDCCCCCCCC4C58409A99999999193C403E0AD7A3704D58409A99999999193C40CDCCCCCCCC4C58405D8FC2F5281C3C40CDCCCCCCCC4C58409A99999999193C40', 'Zeynep é 冰', '2026-11-29T08:00:00.000Z', 'remain', 4.77, 18000.0, 'scene.tif', NULL);
INSERT INTO "samples" VALUES (1, '2026-11-30: 1 markers, seed 3', 'markers', 'random', NULL, '2026-11-30T12:26:18.594Z', NULL, 2, 3, '{"": 1}', NULL, NULL);
INSERT INTO "samples" VALUES (2, '2026-11-30: 1 windows of 2 km, seed 1', 'ground', 'random', NULL, '2026-11-30T12:26:18.606Z', NULL, 2, 1, '{"": 5}', 2000.0, NULL);
INSERT INTO "sample_windows" VALUES (1, X'47500003E6100000CDCCCCCCCC4C58403E0AD7A3704D58409A99999999193C405D8FC2F5281C3C4001060000000100000001030000000100000004000000CDCCCCCCCC4C58409A99999999193C403E0AD7A3704D58409A99999999193C40CDCCCCCCCC4C58405D8FC2F5281C3C40CDCCCCCCCC4C58409A99999999193C40', '2026-11-30: 1 windows of 2 km, seed 1', 1, NULL, 5.0, 4000000.0);
INSERT INTO "window_reviews" VALUES (1, '2026-11-30: 1 windows of 2 km, seed 1', 1, 'Bea 冰', 1, NULL, '2026-11-30T12:26:18.623Z');
INSERT INTO "missed_points" VALUES (1, X'47500001E610000001010000009D36D069034D5840DB40A70D741A3C40', '2026-11-30: 1 windows of 2 km, seed 1', 1, 'Bea 冰', '2026-11-30T12:26:18.624Z');
INSERT INTO "consensus" VALUES (1, 'RGU281033N0972033E', 'yes', 'Bea 冰; Cem', 'seen in another image', '2026-11-30T12:26:18.636Z');
INSERT INTO "journal" VALUES (1, '2026-11-10T10:00:00.000Z', 'it''s Ann é', 'remain', NULL, '{"rock_glaciers": [1], "primary_markers": [1], "candidates": [1]}', '{"candidates": {"1": {"STATE": "undecided"}}}', '{"rock_glaciers": {"1": {"ID": "RGU281033N0972033E", "SUBREGION": null, "LAT": 28.103333333333335, "LON": 97.20333333333333, "AREA": 546555.1073055766, "ELE_MEAN": null, "ELE_MEDIAN": null, "ELE_MIN": null, "ELE_MAX": null, "SLO_MEAN": null, "SLO_MEDIAN": null, "SLO_MIN": null, "SLO_MAX": null, "ASPECT": null, "PISR": null, "MAAT": null, "MAGT": null, "AP": null, "SOUR_DATA": "scene.tif", "MAP_DATE": "2021-08", "MAPPER": "it''s Ann é", "REVIEWER": null, "ADDI_INF": null, "RGS_ID": null, "OPERATION": "remain", "CANDIDATE": "20261110T100000Z-aaaaaa-000001", "COMMENT": null, "ASP_R": null, "STALE": true}}, "primary_markers": {"1": {"ID": "RGU281033N0972033E", "SUBREGION": null, "LAT": 28.103333333333335, "LON": 97.20333333333333}}, "candidates": {"1": {"STATE": "remain"}}}', NULL, '{"rock_glaciers": {"1": "47500003e6100000cdcccccccc4c58403e0ad7a3704d58409a99999999193c405d8fc2f5281c3c4001060000000100000001030000000100000004000000cdcccccccc4c58409a99999999193c403e0ad7a3704d58409a99999999193c40cdcccccccc4c58405d8fc2f5281c3c40cdcccccccc4c58409a99999999193c40"}, "primary_markers": {"1": "47500001e610000001010000009d36d069034d5840db40a70d741a3c40"}}');
INSERT INTO "journal" VALUES (2, '2026-11-10T10:00:00.000Z', 'it''s Ann é', 'remove', NULL, '{"candidates": [2]}', '{"candidates": {"2": {"STATE": "undecided", "REASON": null}}}', '{"candidates": {"2": {"STATE": "remove", "REASON": "talus"}}}', NULL, NULL);
INSERT INTO "journal" VALUES (3, '2026-11-10T10:00:00.000Z', 'it''s Ann é', 'comment', NULL, '{"candidates": [4]}', '{"candidates": {"4": {"COMMENT": null}}}', '{"candidates": {"4": {"COMMENT": "look again"}}}', NULL, NULL);
INSERT INTO "journal" VALUES (4, '2026-11-10T10:00:00.000Z', 'it''s Ann é', 'undo', 3, '{"candidates": [4]}', '{"candidates": {"4": {"COMMENT": "look again"}}}', '{"candidates": {"4": {"COMMENT": null}}}', NULL, NULL);
INSERT INTO "journal" VALUES (5, '2026-11-10T10:00:00.000Z', 'it''s Ann é', 'comment', NULL, '{"candidates": [4]}', '{"candidates": {"4": {"COMMENT": null}}}', '{"candidates": {"4": {"COMMENT": "look again 冰"}}}', NULL, NULL);
INSERT INTO "journal" VALUES (6, '2026-11-10T10:00:00.000Z', NULL, 'external', NULL, '{"candidates":[3]}', '{"candidates":{"3":{"CANDIDATE_ID":"20261110T100000Z-aaaaaa-000003","RUN_ID":"20261110T100000Z-aaaaaa","PROB_MEAN":0.7,"PROB_MAX":0.9,"AREA":100000.0,"STATE":"undecided","REASON":null,"GLAC_FRAC":null,"SUBREGION":null,"LAT":null,"LON":null,"ELE_MEAN":null,"ELE_MEDIAN":null,"ELE_MIN":null,"ELE_MAX":null,"SLO_MEAN":null,"SLO_MEDIAN":null,"SLO_MIN":null,"SLO_MAX":null,"ASPECT":null,"PISR":null,"MAAT":null,"MAGT":null,"AP":null,"ASP_R":null,"COMMENT":null}}}', '{"candidates":{"3":{"CANDIDATE_ID":"20261110T100000Z-aaaaaa-000003","RUN_ID":"20261110T100000Z-aaaaaa","PROB_MEAN":0.7,"PROB_MAX":0.9,"AREA":100000.0,"STATE":"undecided","REASON":null,"GLAC_FRAC":null,"SUBREGION":null,"LAT":null,"LON":null,"ELE_MEAN":null,"ELE_MEDIAN":null,"ELE_MIN":null,"ELE_MAX":null,"SLO_MEAN":null,"SLO_MEDIAN":null,"SLO_MIN":null,"SLO_MAX":null,"ASPECT":null,"PISR":null,"MAAT":null,"MAGT":null,"AP":null,"ASP_R":null,"COMMENT":"by hand"}}}', '{"candidates":{"3":"47500003E61000003333333333535840A4703D0AD75358409A99999999193C405D8FC2F5281C3C400106000000010000000103000000010000000400000033333333335358409A99999999193C40A4703D0AD75358409A99999999193C4033333333335358405D8FC2F5281C3C4033333333335358409A99999999193C40"}}', '{"candidates":{"3":"47500003E61000003333333333535840A4703D0AD75358409A99999999193C405D8FC2F5281C3C400106000000010000000103000000010000000400000033333333335358409A99999999193C40A4703D0AD75358409A99999999193C4033333333335358405D8FC2F5281C3C4033333333335358409A99999999193C40"}}');
INSERT INTO "journal" VALUES (7, '2026-11-30T12:16:08.255Z', 'Bea 冰', 'review', NULL, '{"reviews": [1]}', NULL, '{"reviews": {"1": {"ID": "RGU281033N0972033E", "REVIEWER": "Bea 冰", "DECISION": "yes", "COMMENT": null, "TIME": "2026-11-30T12:16:08.255Z"}}}', NULL, NULL);
INSERT INTO "journal" VALUES (8, '2026-11-30T12:16:08.270Z', 'Cem', 'review', NULL, '{"reviews": [2], "rock_glaciers": [1]}', '{"rock_glaciers": {"1": {"REVIEWER": null, "ADDI_INF": null}}}', '{"reviews": {"2": {"ID": "RGU281033N0972033E", "REVIEWER": "Cem", "DECISION": "uncertain", "COMMENT": "half in shadow", "TIME": "2026-11-30T12:16:08.269Z"}}, "rock_glaciers": {"1": {"REVIEWER": "Bea 冰; Cem", "ADDI_INF": "uncertain (1 of 2 reviewers)"}}}', NULL, NULL);
INSERT INTO "journal" VALUES (9, '2026-11-30T12:26:18.624Z', 'Bea 冰', 'window', NULL, '{"window_reviews": [1], "missed_points": [1]}', NULL, '{"window_reviews": {"1": {"SAMPLE": "2026-11-30: 1 windows of 2 km, seed 1", "PLACE": 1, "REVIEWER": "Bea 冰", "MISSED": 1, "COMMENT": null, "TIME": "2026-11-30T12:26:18.623Z"}}, "missed_points": {"1": {"SAMPLE": "2026-11-30: 1 windows of 2 km, seed 1", "PLACE": 1, "REVIEWER": "Bea 冰", "TIME": "2026-11-30T12:26:18.624Z"}}}', NULL, '{"missed_points": {"1": "47500001e610000001010000009d36d069034d5840db40a70d741a3c40"}}');
INSERT INTO "journal" VALUES (10, '2026-11-30T12:26:18.636Z', 'Ada', 'consensus', NULL, '{"consensus": [1]}', NULL, '{"consensus": {"1": {"ID": "RGU281033N0972033E", "DECISION": "yes", "PERSONS": "Bea 冰; Cem", "COMMENT": "seen in another image", "TIME": "2026-11-30T12:26:18.636Z"}}}', NULL, NULL);
UPDATE sqlite_sequence SET seq = 36 WHERE name = 'layer_styles';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'rock_glaciers';
UPDATE sqlite_sequence SET seq = 5 WHERE name = 'candidates';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'primary_markers';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'subregions';
UPDATE sqlite_sequence SET seq = 2 WHERE name = 'reviews';
UPDATE sqlite_sequence SET seq = 2 WHERE name = 'review_samples';
UPDATE sqlite_sequence SET seq = 3 WHERE name = 'runs';
UPDATE sqlite_sequence SET seq = 19 WHERE name = 'inventory_info';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'reviewed_ground';
UPDATE sqlite_sequence SET seq = 2 WHERE name = 'samples';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'sample_windows';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'window_reviews';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'missed_points';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'consensus';
UPDATE sqlite_sequence SET seq = 10 WHERE name = 'journal';
CREATE VIRTUAL TABLE "rtree_rock_glaciers_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO "rtree_rock_glaciers_geom" VALUES (1, 97.19999694824219, 97.21001434326172, 28.09999656677246, 28.110000610351562);
CREATE VIRTUAL TABLE "rtree_candidates_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO "rtree_candidates_geom" VALUES (1, 97.19999694824219, 97.21001434326172, 28.09999656677246, 28.110000610351562);
INSERT INTO "rtree_candidates_geom" VALUES (2, 97.25, 97.26000213623047, 28.09999656677246, 28.110000610351562);
INSERT INTO "rtree_candidates_geom" VALUES (3, 97.29998779296875, 97.31001281738281, 28.09999656677246, 28.110000610351562);
INSERT INTO "rtree_candidates_geom" VALUES (4, 97.3499984741211, 97.36000061035156, 28.09999656677246, 28.110000610351562);
INSERT INTO "rtree_candidates_geom" VALUES (5, 97.39998626708984, 97.41000366210938, 28.09999656677246, 28.110000610351562);
CREATE VIRTUAL TABLE "rtree_primary_markers_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO "rtree_primary_markers_geom" VALUES (1, 97.20333099365234, 97.2033462524414, 28.10333251953125, 28.103336334228516);
CREATE VIRTUAL TABLE "rtree_subregions_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO "rtree_subregions_geom" VALUES (1, 97.0, 98.0, 28.0, 29.0);
CREATE VIRTUAL TABLE "rtree_reviewed_ground_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO "rtree_reviewed_ground_geom" VALUES (1, 97.19999694824219, 97.21001434326172, 28.09999656677246, 28.110000610351562);
CREATE VIRTUAL TABLE "rtree_sample_windows_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO "rtree_sample_windows_geom" VALUES (1, 97.19999694824219, 97.21001434326172, 28.09999656677246, 28.110000610351562);
CREATE VIRTUAL TABLE "rtree_missed_points_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO "rtree_missed_points_geom" VALUES (1, 97.20333099365234, 97.2033462524414, 28.10333251953125, 28.103336334228516);
CREATE INDEX "index_rock_glaciers_ID" ON "rock_glaciers" ("ID");
CREATE INDEX "index_rock_glaciers_CANDIDATE" ON "rock_glaciers" ("CANDIDATE");
CREATE TRIGGER "rtree_rock_glaciers_geom_insert" AFTER INSERT ON "rock_glaciers"
  WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_rock_glaciers_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_rock_glaciers_geom_update1" AFTER UPDATE OF "geom" ON "rock_glaciers"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_rock_glaciers_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_rock_glaciers_geom_update2" AFTER UPDATE OF "geom" ON "rock_glaciers"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_rock_glaciers_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_rock_glaciers_geom_update3" AFTER UPDATE ON "rock_glaciers"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_rock_glaciers_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_rock_glaciers_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_rock_glaciers_geom_update4" AFTER UPDATE ON "rock_glaciers"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_rock_glaciers_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_rock_glaciers_geom_delete" AFTER DELETE ON "rock_glaciers" WHEN OLD."geom" NOT NULL
  BEGIN DELETE FROM "rtree_rock_glaciers_geom" WHERE id = OLD."fid"; END;
CREATE UNIQUE INDEX "unique_candidates_CANDIDATE_ID" ON "candidates" ("CANDIDATE_ID");
CREATE INDEX "index_candidates_RUN_ID" ON "candidates" ("RUN_ID");
CREATE INDEX "index_candidates_STATE" ON "candidates" ("STATE");
CREATE TRIGGER "rtree_candidates_geom_insert" AFTER INSERT ON "candidates"
  WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_candidates_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_candidates_geom_update1" AFTER UPDATE OF "geom" ON "candidates"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_candidates_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_candidates_geom_update2" AFTER UPDATE OF "geom" ON "candidates"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_candidates_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_candidates_geom_update3" AFTER UPDATE ON "candidates"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_candidates_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_candidates_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_candidates_geom_update4" AFTER UPDATE ON "candidates"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_candidates_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_candidates_geom_delete" AFTER DELETE ON "candidates" WHEN OLD."geom" NOT NULL
  BEGIN DELETE FROM "rtree_candidates_geom" WHERE id = OLD."fid"; END;
CREATE INDEX "index_primary_markers_ID" ON "primary_markers" ("ID");
CREATE TRIGGER "rtree_primary_markers_geom_insert" AFTER INSERT ON "primary_markers"
  WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_primary_markers_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_primary_markers_geom_update1" AFTER UPDATE OF "geom" ON "primary_markers"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_primary_markers_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_primary_markers_geom_update2" AFTER UPDATE OF "geom" ON "primary_markers"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_primary_markers_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_primary_markers_geom_update3" AFTER UPDATE ON "primary_markers"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_primary_markers_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_primary_markers_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_primary_markers_geom_update4" AFTER UPDATE ON "primary_markers"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_primary_markers_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_primary_markers_geom_delete" AFTER DELETE ON "primary_markers" WHEN OLD."geom" NOT NULL
  BEGIN DELETE FROM "rtree_primary_markers_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_subregions_geom_insert" AFTER INSERT ON "subregions"
  WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_subregions_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_subregions_geom_update1" AFTER UPDATE OF "geom" ON "subregions"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_subregions_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_subregions_geom_update2" AFTER UPDATE OF "geom" ON "subregions"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_subregions_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_subregions_geom_update3" AFTER UPDATE ON "subregions"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_subregions_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_subregions_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_subregions_geom_update4" AFTER UPDATE ON "subregions"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_subregions_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_subregions_geom_delete" AFTER DELETE ON "subregions" WHEN OLD."geom" NOT NULL
  BEGIN DELETE FROM "rtree_subregions_geom" WHERE id = OLD."fid"; END;
CREATE INDEX "index_reviews_ID" ON "reviews" ("ID");
CREATE INDEX "index_review_samples_SAMPLE" ON "review_samples" ("SAMPLE");
CREATE UNIQUE INDEX "unique_runs_RUN_ID" ON "runs" ("RUN_ID");
CREATE UNIQUE INDEX "unique_inventory_info_KEY" ON "inventory_info" ("KEY");
CREATE TRIGGER "watch_reviews_insert" AFTER INSERT ON "reviews" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('reviews', json_array(NEW.fid)), NULL, json_object('reviews', json_object(CAST(NEW.fid AS TEXT), json_object('ID', NEW."ID", 'REVIEWER', NEW."REVIEWER", 'DECISION', NEW."DECISION", 'COMMENT', NEW."COMMENT", 'TIME', NEW."TIME"))), NULL, NULL); END;
CREATE TRIGGER "watch_reviews_update" AFTER UPDATE ON "reviews" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('reviews', json_array(NEW.fid)), json_object('reviews', json_object(CAST(OLD.fid AS TEXT), json_object('ID', OLD."ID", 'REVIEWER', OLD."REVIEWER", 'DECISION', OLD."DECISION", 'COMMENT', OLD."COMMENT", 'TIME', OLD."TIME"))), json_object('reviews', json_object(CAST(NEW.fid AS TEXT), json_object('ID', NEW."ID", 'REVIEWER', NEW."REVIEWER", 'DECISION', NEW."DECISION", 'COMMENT', NEW."COMMENT", 'TIME', NEW."TIME"))), NULL, NULL); END;
CREATE TRIGGER "watch_reviews_delete" AFTER DELETE ON "reviews" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('reviews', json_array(OLD.fid)), json_object('reviews', json_object(CAST(OLD.fid AS TEXT), json_object('ID', OLD."ID", 'REVIEWER', OLD."REVIEWER", 'DECISION', OLD."DECISION", 'COMMENT', OLD."COMMENT", 'TIME', OLD."TIME"))), NULL, NULL, NULL); END;
CREATE INDEX "index_reviewed_ground_PERSON" ON "reviewed_ground" ("PERSON");
CREATE TRIGGER "rtree_reviewed_ground_geom_insert" AFTER INSERT ON "reviewed_ground"
  WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_reviewed_ground_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_reviewed_ground_geom_update1" AFTER UPDATE OF "geom" ON "reviewed_ground"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_reviewed_ground_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_reviewed_ground_geom_update2" AFTER UPDATE OF "geom" ON "reviewed_ground"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_reviewed_ground_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_reviewed_ground_geom_update3" AFTER UPDATE ON "reviewed_ground"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_reviewed_ground_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_reviewed_ground_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_reviewed_ground_geom_update4" AFTER UPDATE ON "reviewed_ground"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_reviewed_ground_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_reviewed_ground_geom_delete" AFTER DELETE ON "reviewed_ground" WHEN OLD."geom" NOT NULL
  BEGIN DELETE FROM "rtree_reviewed_ground_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "watch_candidates_update" AFTER UPDATE ON "candidates" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('candidates', json_array(NEW.fid)), json_object('candidates', json_object(CAST(OLD.fid AS TEXT), json_object('CANDIDATE_ID', OLD."CANDIDATE_ID", 'RUN_ID', OLD."RUN_ID", 'PROB_MEAN', OLD."PROB_MEAN", 'PROB_MAX', OLD."PROB_MAX", 'AREA', OLD."AREA", 'STATE', OLD."STATE", 'REASON', OLD."REASON", 'GLAC_FRAC', OLD."GLAC_FRAC", 'SUBREGION', OLD."SUBREGION", 'LAT', OLD."LAT", 'LON', OLD."LON", 'ELE_MEAN', OLD."ELE_MEAN", 'ELE_MEDIAN', OLD."ELE_MEDIAN", 'ELE_MIN', OLD."ELE_MIN", 'ELE_MAX', OLD."ELE_MAX", 'SLO_MEAN', OLD."SLO_MEAN", 'SLO_MEDIAN', OLD."SLO_MEDIAN", 'SLO_MIN', OLD."SLO_MIN", 'SLO_MAX', OLD."SLO_MAX", 'ASPECT', OLD."ASPECT", 'PISR', OLD."PISR", 'MAAT', OLD."MAAT", 'MAGT', OLD."MAGT", 'AP', OLD."AP", 'ASP_R', OLD."ASP_R", 'COMMENT', OLD."COMMENT", 'SOUR_DATA', OLD."SOUR_DATA", 'PERMAFROST', OLD."PERMAFROST", 'PZI', OLD."PZI", 'PROB_SD', OLD."PROB_SD"))), json_object('candidates', json_object(CAST(NEW.fid AS TEXT), json_object('CANDIDATE_ID', NEW."CANDIDATE_ID", 'RUN_ID', NEW."RUN_ID", 'PROB_MEAN', NEW."PROB_MEAN", 'PROB_MAX', NEW."PROB_MAX", 'AREA', NEW."AREA", 'STATE', NEW."STATE", 'REASON', NEW."REASON", 'GLAC_FRAC', NEW."GLAC_FRAC", 'SUBREGION', NEW."SUBREGION", 'LAT', NEW."LAT", 'LON', NEW."LON", 'ELE_MEAN', NEW."ELE_MEAN", 'ELE_MEDIAN', NEW."ELE_MEDIAN", 'ELE_MIN', NEW."ELE_MIN", 'ELE_MAX', NEW."ELE_MAX", 'SLO_MEAN', NEW."SLO_MEAN", 'SLO_MEDIAN', NEW."SLO_MEDIAN", 'SLO_MIN', NEW."SLO_MIN", 'SLO_MAX', NEW."SLO_MAX", 'ASPECT', NEW."ASPECT", 'PISR', NEW."PISR", 'MAAT', NEW."MAAT", 'MAGT', NEW."MAGT", 'AP', NEW."AP", 'ASP_R', NEW."ASP_R", 'COMMENT', NEW."COMMENT", 'SOUR_DATA', NEW."SOUR_DATA", 'PERMAFROST', NEW."PERMAFROST", 'PZI', NEW."PZI", 'PROB_SD', NEW."PROB_SD"))), json_object('candidates', json_object(CAST(OLD.fid AS TEXT), hex(OLD."geom"))), json_object('candidates', json_object(CAST(NEW.fid AS TEXT), hex(NEW."geom")))); END;
CREATE TRIGGER "watch_candidates_delete" AFTER DELETE ON "candidates" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('candidates', json_array(OLD.fid)), json_object('candidates', json_object(CAST(OLD.fid AS TEXT), json_object('CANDIDATE_ID', OLD."CANDIDATE_ID", 'RUN_ID', OLD."RUN_ID", 'PROB_MEAN', OLD."PROB_MEAN", 'PROB_MAX', OLD."PROB_MAX", 'AREA', OLD."AREA", 'STATE', OLD."STATE", 'REASON', OLD."REASON", 'GLAC_FRAC', OLD."GLAC_FRAC", 'SUBREGION', OLD."SUBREGION", 'LAT', OLD."LAT", 'LON', OLD."LON", 'ELE_MEAN', OLD."ELE_MEAN", 'ELE_MEDIAN', OLD."ELE_MEDIAN", 'ELE_MIN', OLD."ELE_MIN", 'ELE_MAX', OLD."ELE_MAX", 'SLO_MEAN', OLD."SLO_MEAN", 'SLO_MEDIAN', OLD."SLO_MEDIAN", 'SLO_MIN', OLD."SLO_MIN", 'SLO_MAX', OLD."SLO_MAX", 'ASPECT', OLD."ASPECT", 'PISR', OLD."PISR", 'MAAT', OLD."MAAT", 'MAGT', OLD."MAGT", 'AP', OLD."AP", 'ASP_R', OLD."ASP_R", 'COMMENT', OLD."COMMENT", 'SOUR_DATA', OLD."SOUR_DATA", 'PERMAFROST', OLD."PERMAFROST", 'PZI', OLD."PZI", 'PROB_SD', OLD."PROB_SD"))), NULL, json_object('candidates', json_object(CAST(OLD.fid AS TEXT), hex(OLD."geom"))), NULL); END;
CREATE UNIQUE INDEX "unique_samples_SAMPLE" ON "samples" ("SAMPLE");
CREATE INDEX "index_sample_windows_SAMPLE" ON "sample_windows" ("SAMPLE");
CREATE TRIGGER "rtree_sample_windows_geom_insert" AFTER INSERT ON "sample_windows"
  WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_sample_windows_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_sample_windows_geom_update1" AFTER UPDATE OF "geom" ON "sample_windows"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_sample_windows_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_sample_windows_geom_update2" AFTER UPDATE OF "geom" ON "sample_windows"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_sample_windows_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_sample_windows_geom_update3" AFTER UPDATE ON "sample_windows"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_sample_windows_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_sample_windows_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_sample_windows_geom_update4" AFTER UPDATE ON "sample_windows"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_sample_windows_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_sample_windows_geom_delete" AFTER DELETE ON "sample_windows" WHEN OLD."geom" NOT NULL
  BEGIN DELETE FROM "rtree_sample_windows_geom" WHERE id = OLD."fid"; END;
CREATE INDEX "index_window_reviews_SAMPLE" ON "window_reviews" ("SAMPLE");
CREATE INDEX "index_missed_points_SAMPLE" ON "missed_points" ("SAMPLE");
CREATE TRIGGER "rtree_missed_points_geom_insert" AFTER INSERT ON "missed_points"
  WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_missed_points_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_missed_points_geom_update1" AFTER UPDATE OF "geom" ON "missed_points"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_missed_points_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_missed_points_geom_update2" AFTER UPDATE OF "geom" ON "missed_points"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_missed_points_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_missed_points_geom_update3" AFTER UPDATE ON "missed_points"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_missed_points_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_missed_points_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_missed_points_geom_update4" AFTER UPDATE ON "missed_points"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_missed_points_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_missed_points_geom_delete" AFTER DELETE ON "missed_points" WHEN OLD."geom" NOT NULL
  BEGIN DELETE FROM "rtree_missed_points_geom" WHERE id = OLD."fid"; END;
CREATE UNIQUE INDEX "unique_consensus_ID" ON "consensus" ("ID");
CREATE TRIGGER "watch_window_reviews_insert" AFTER INSERT ON "window_reviews" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('window_reviews', json_array(NEW.fid)), NULL, json_object('window_reviews', json_object(CAST(NEW.fid AS TEXT), json_object('SAMPLE', NEW."SAMPLE", 'PLACE', NEW."PLACE", 'REVIEWER', NEW."REVIEWER", 'MISSED', NEW."MISSED", 'COMMENT', NEW."COMMENT", 'TIME', NEW."TIME"))), NULL, NULL); END;
CREATE TRIGGER "watch_window_reviews_update" AFTER UPDATE ON "window_reviews" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('window_reviews', json_array(NEW.fid)), json_object('window_reviews', json_object(CAST(OLD.fid AS TEXT), json_object('SAMPLE', OLD."SAMPLE", 'PLACE', OLD."PLACE", 'REVIEWER', OLD."REVIEWER", 'MISSED', OLD."MISSED", 'COMMENT', OLD."COMMENT", 'TIME', OLD."TIME"))), json_object('window_reviews', json_object(CAST(NEW.fid AS TEXT), json_object('SAMPLE', NEW."SAMPLE", 'PLACE', NEW."PLACE", 'REVIEWER', NEW."REVIEWER", 'MISSED', NEW."MISSED", 'COMMENT', NEW."COMMENT", 'TIME', NEW."TIME"))), NULL, NULL); END;
CREATE TRIGGER "watch_window_reviews_delete" AFTER DELETE ON "window_reviews" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('window_reviews', json_array(OLD.fid)), json_object('window_reviews', json_object(CAST(OLD.fid AS TEXT), json_object('SAMPLE', OLD."SAMPLE", 'PLACE', OLD."PLACE", 'REVIEWER', OLD."REVIEWER", 'MISSED', OLD."MISSED", 'COMMENT', OLD."COMMENT", 'TIME', OLD."TIME"))), NULL, NULL, NULL); END;
CREATE TRIGGER "watch_missed_points_insert" AFTER INSERT ON "missed_points" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('missed_points', json_array(NEW.fid)), NULL, json_object('missed_points', json_object(CAST(NEW.fid AS TEXT), json_object('SAMPLE', NEW."SAMPLE", 'PLACE', NEW."PLACE", 'REVIEWER', NEW."REVIEWER", 'TIME', NEW."TIME"))), NULL, json_object('missed_points', json_object(CAST(NEW.fid AS TEXT), hex(NEW."geom")))); END;
CREATE TRIGGER "watch_missed_points_update" AFTER UPDATE ON "missed_points" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('missed_points', json_array(NEW.fid)), json_object('missed_points', json_object(CAST(OLD.fid AS TEXT), json_object('SAMPLE', OLD."SAMPLE", 'PLACE', OLD."PLACE", 'REVIEWER', OLD."REVIEWER", 'TIME', OLD."TIME"))), json_object('missed_points', json_object(CAST(NEW.fid AS TEXT), json_object('SAMPLE', NEW."SAMPLE", 'PLACE', NEW."PLACE", 'REVIEWER', NEW."REVIEWER", 'TIME', NEW."TIME"))), json_object('missed_points', json_object(CAST(OLD.fid AS TEXT), hex(OLD."geom"))), json_object('missed_points', json_object(CAST(NEW.fid AS TEXT), hex(NEW."geom")))); END;
CREATE TRIGGER "watch_missed_points_delete" AFTER DELETE ON "missed_points" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('missed_points', json_array(OLD.fid)), json_object('missed_points', json_object(CAST(OLD.fid AS TEXT), json_object('SAMPLE', OLD."SAMPLE", 'PLACE', OLD."PLACE", 'REVIEWER', OLD."REVIEWER", 'TIME', OLD."TIME"))), NULL, json_object('missed_points', json_object(CAST(OLD.fid AS TEXT), hex(OLD."geom"))), NULL); END;
CREATE TRIGGER "watch_consensus_insert" AFTER INSERT ON "consensus" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('consensus', json_array(NEW.fid)), NULL, json_object('consensus', json_object(CAST(NEW.fid AS TEXT), json_object('ID', NEW."ID", 'DECISION', NEW."DECISION", 'PERSONS', NEW."PERSONS", 'COMMENT', NEW."COMMENT", 'TIME', NEW."TIME"))), NULL, NULL); END;
CREATE TRIGGER "watch_consensus_update" AFTER UPDATE ON "consensus" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('consensus', json_array(NEW.fid)), json_object('consensus', json_object(CAST(OLD.fid AS TEXT), json_object('ID', OLD."ID", 'DECISION', OLD."DECISION", 'PERSONS', OLD."PERSONS", 'COMMENT', OLD."COMMENT", 'TIME', OLD."TIME"))), json_object('consensus', json_object(CAST(NEW.fid AS TEXT), json_object('ID', NEW."ID", 'DECISION', NEW."DECISION", 'PERSONS', NEW."PERSONS", 'COMMENT', NEW."COMMENT", 'TIME', NEW."TIME"))), NULL, NULL); END;
CREATE TRIGGER "watch_consensus_delete" AFTER DELETE ON "consensus" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('consensus', json_array(OLD.fid)), json_object('consensus', json_object(CAST(OLD.fid AS TEXT), json_object('ID', OLD."ID", 'DECISION', OLD."DECISION", 'PERSONS', OLD."PERSONS", 'COMMENT', OLD."COMMENT", 'TIME', OLD."TIME"))), NULL, NULL, NULL); END;
CREATE TRIGGER "watch_rock_glaciers_insert" AFTER INSERT ON "rock_glaciers" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('rock_glaciers', json_array(NEW.fid)), NULL, json_object('rock_glaciers', json_object(CAST(NEW.fid AS TEXT), json_object('ID', NEW."ID", 'SUBREGION', NEW."SUBREGION", 'LAT', NEW."LAT", 'LON', NEW."LON", 'AREA', NEW."AREA", 'ELE_MEAN', NEW."ELE_MEAN", 'ELE_MEDIAN', NEW."ELE_MEDIAN", 'ELE_MIN', NEW."ELE_MIN", 'ELE_MAX', NEW."ELE_MAX", 'SLO_MEAN', NEW."SLO_MEAN", 'SLO_MEDIAN', NEW."SLO_MEDIAN", 'SLO_MIN', NEW."SLO_MIN", 'SLO_MAX', NEW."SLO_MAX", 'ASPECT', NEW."ASPECT", 'PISR', NEW."PISR", 'MAAT', NEW."MAAT", 'MAGT', NEW."MAGT", 'AP', NEW."AP", 'SOUR_DATA', NEW."SOUR_DATA", 'MAP_DATE', NEW."MAP_DATE", 'MAPPER', NEW."MAPPER", 'REVIEWER', NEW."REVIEWER", 'ADDI_INF', NEW."ADDI_INF", 'RGS_ID', NEW."RGS_ID", 'OPERATION', NEW."OPERATION", 'CANDIDATE', NEW."CANDIDATE", 'COMMENT', NEW."COMMENT", 'ASP_R', NEW."ASP_R", 'STALE', NEW."STALE", 'PERMAFROST', NEW."PERMAFROST", 'PZI', NEW."PZI", 'RGIK', NEW."RGIK"))), NULL, json_object('rock_glaciers', json_object(CAST(NEW.fid AS TEXT), hex(NEW."geom")))); END;
CREATE TRIGGER "watch_rock_glaciers_update" AFTER UPDATE ON "rock_glaciers" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('rock_glaciers', json_array(NEW.fid)), json_object('rock_glaciers', json_object(CAST(OLD.fid AS TEXT), json_object('ID', OLD."ID", 'SUBREGION', OLD."SUBREGION", 'LAT', OLD."LAT", 'LON', OLD."LON", 'AREA', OLD."AREA", 'ELE_MEAN', OLD."ELE_MEAN", 'ELE_MEDIAN', OLD."ELE_MEDIAN", 'ELE_MIN', OLD."ELE_MIN", 'ELE_MAX', OLD."ELE_MAX", 'SLO_MEAN', OLD."SLO_MEAN", 'SLO_MEDIAN', OLD."SLO_MEDIAN", 'SLO_MIN', OLD."SLO_MIN", 'SLO_MAX', OLD."SLO_MAX", 'ASPECT', OLD."ASPECT", 'PISR', OLD."PISR", 'MAAT', OLD."MAAT", 'MAGT', OLD."MAGT", 'AP', OLD."AP", 'SOUR_DATA', OLD."SOUR_DATA", 'MAP_DATE', OLD."MAP_DATE", 'MAPPER', OLD."MAPPER", 'REVIEWER', OLD."REVIEWER", 'ADDI_INF', OLD."ADDI_INF", 'RGS_ID', OLD."RGS_ID", 'OPERATION', OLD."OPERATION", 'CANDIDATE', OLD."CANDIDATE", 'COMMENT', OLD."COMMENT", 'ASP_R', OLD."ASP_R", 'STALE', OLD."STALE", 'PERMAFROST', OLD."PERMAFROST", 'PZI', OLD."PZI", 'RGIK', OLD."RGIK"))), json_object('rock_glaciers', json_object(CAST(NEW.fid AS TEXT), json_object('ID', NEW."ID", 'SUBREGION', NEW."SUBREGION", 'LAT', NEW."LAT", 'LON', NEW."LON", 'AREA', NEW."AREA", 'ELE_MEAN', NEW."ELE_MEAN", 'ELE_MEDIAN', NEW."ELE_MEDIAN", 'ELE_MIN', NEW."ELE_MIN", 'ELE_MAX', NEW."ELE_MAX", 'SLO_MEAN', NEW."SLO_MEAN", 'SLO_MEDIAN', NEW."SLO_MEDIAN", 'SLO_MIN', NEW."SLO_MIN", 'SLO_MAX', NEW."SLO_MAX", 'ASPECT', NEW."ASPECT", 'PISR', NEW."PISR", 'MAAT', NEW."MAAT", 'MAGT', NEW."MAGT", 'AP', NEW."AP", 'SOUR_DATA', NEW."SOUR_DATA", 'MAP_DATE', NEW."MAP_DATE", 'MAPPER', NEW."MAPPER", 'REVIEWER', NEW."REVIEWER", 'ADDI_INF', NEW."ADDI_INF", 'RGS_ID', NEW."RGS_ID", 'OPERATION', NEW."OPERATION", 'CANDIDATE', NEW."CANDIDATE", 'COMMENT', NEW."COMMENT", 'ASP_R', NEW."ASP_R", 'STALE', NEW."STALE", 'PERMAFROST', NEW."PERMAFROST", 'PZI', NEW."PZI", 'RGIK', NEW."RGIK"))), json_object('rock_glaciers', json_object(CAST(OLD.fid AS TEXT), hex(OLD."geom"))), json_object('rock_glaciers', json_object(CAST(NEW.fid AS TEXT), hex(NEW."geom")))); INSERT OR REPLACE INTO "inventory_info" ("KEY", "VALUE") VALUES ('writing', '1'); UPDATE "rock_glaciers" SET "STALE" = 1 WHERE fid = NEW.fid AND OLD."geom" IS NOT NEW."geom"; DELETE FROM "inventory_info" WHERE "KEY" = 'writing'; END;
CREATE TRIGGER "watch_rock_glaciers_delete" AFTER DELETE ON "rock_glaciers" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('rock_glaciers', json_array(OLD.fid)), json_object('rock_glaciers', json_object(CAST(OLD.fid AS TEXT), json_object('ID', OLD."ID", 'SUBREGION', OLD."SUBREGION", 'LAT', OLD."LAT", 'LON', OLD."LON", 'AREA', OLD."AREA", 'ELE_MEAN', OLD."ELE_MEAN", 'ELE_MEDIAN', OLD."ELE_MEDIAN", 'ELE_MIN', OLD."ELE_MIN", 'ELE_MAX', OLD."ELE_MAX", 'SLO_MEAN', OLD."SLO_MEAN", 'SLO_MEDIAN', OLD."SLO_MEDIAN", 'SLO_MIN', OLD."SLO_MIN", 'SLO_MAX', OLD."SLO_MAX", 'ASPECT', OLD."ASPECT", 'PISR', OLD."PISR", 'MAAT', OLD."MAAT", 'MAGT', OLD."MAGT", 'AP', OLD."AP", 'SOUR_DATA', OLD."SOUR_DATA", 'MAP_DATE', OLD."MAP_DATE", 'MAPPER', OLD."MAPPER", 'REVIEWER', OLD."REVIEWER", 'ADDI_INF', OLD."ADDI_INF", 'RGS_ID', OLD."RGS_ID", 'OPERATION', OLD."OPERATION", 'CANDIDATE', OLD."CANDIDATE", 'COMMENT', OLD."COMMENT", 'ASP_R', OLD."ASP_R", 'STALE', OLD."STALE", 'PERMAFROST', OLD."PERMAFROST", 'PZI', OLD."PZI", 'RGIK', OLD."RGIK"))), NULL, json_object('rock_glaciers', json_object(CAST(OLD.fid AS TEXT), hex(OLD."geom"))), NULL); END;
CREATE TRIGGER "watch_primary_markers_insert" AFTER INSERT ON "primary_markers" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('primary_markers', json_array(NEW.fid)), NULL, json_object('primary_markers', json_object(CAST(NEW.fid AS TEXT), json_object('ID', NEW."ID", 'SUBREGION', NEW."SUBREGION", 'LAT', NEW."LAT", 'LON', NEW."LON", 'LANDFORM', NEW."LANDFORM", 'RGIK', NEW."RGIK"))), NULL, json_object('primary_markers', json_object(CAST(NEW.fid AS TEXT), hex(NEW."geom")))); END;
CREATE TRIGGER "watch_primary_markers_update" AFTER UPDATE ON "primary_markers" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('primary_markers', json_array(NEW.fid)), json_object('primary_markers', json_object(CAST(OLD.fid AS TEXT), json_object('ID', OLD."ID", 'SUBREGION', OLD."SUBREGION", 'LAT', OLD."LAT", 'LON', OLD."LON", 'LANDFORM', OLD."LANDFORM", 'RGIK', OLD."RGIK"))), json_object('primary_markers', json_object(CAST(NEW.fid AS TEXT), json_object('ID', NEW."ID", 'SUBREGION', NEW."SUBREGION", 'LAT', NEW."LAT", 'LON', NEW."LON", 'LANDFORM', NEW."LANDFORM", 'RGIK', NEW."RGIK"))), json_object('primary_markers', json_object(CAST(OLD.fid AS TEXT), hex(OLD."geom"))), json_object('primary_markers', json_object(CAST(NEW.fid AS TEXT), hex(NEW."geom")))); END;
CREATE TRIGGER "watch_primary_markers_delete" AFTER DELETE ON "primary_markers" WHEN NOT EXISTS (SELECT 1 FROM "inventory_info" WHERE "KEY" = 'writing') BEGIN INSERT INTO "journal" ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'external', json_object('primary_markers', json_array(OLD.fid)), json_object('primary_markers', json_object(CAST(OLD.fid AS TEXT), json_object('ID', OLD."ID", 'SUBREGION', OLD."SUBREGION", 'LAT', OLD."LAT", 'LON', OLD."LON", 'LANDFORM', OLD."LANDFORM", 'RGIK', OLD."RGIK"))), NULL, json_object('primary_markers', json_object(CAST(OLD.fid AS TEXT), hex(OLD."geom"))), NULL); END;
COMMIT;
