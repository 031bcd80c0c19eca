-- An inventory of schema version 1 as the plugin 0.1.0 wrote it (styles shortened), with some rows.
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
CREATE TABLE "rock_glaciers" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "ID" TEXT(18), "SUBREGION" TEXT(80), "LAT" REAL, "LON" REAL, "AREA" REAL, "ELE_MEAN" REAL, "ELE_MEDIAN" REAL, "ELE_MIN" REAL, "ELE_MAX" REAL, "SLO_MEAN" REAL, "SLO_MEDIAN" REAL, "SLO_MIN" REAL, "SLO_MAX" REAL, "ASPECT" REAL, "PISR" REAL, "MAAT" REAL, "MAGT" REAL, "AP" REAL, "SOUR_DATA" TEXT(254), "MAP_DATE" TEXT(80), "MAPPER" TEXT(80), "REVIEWER" TEXT(254), "ADDI_INF" TEXT(254), "RGS_ID" TEXT(18), "OPERATION" TEXT(8), "CANDIDATE" TEXT(40), "COMMENT" TEXT(254), "ASP_R" REAL, "STALE" BOOLEAN);
CREATE INDEX "index_rock_glaciers_ID" ON "rock_glaciers" ("ID");
CREATE INDEX "index_rock_glaciers_CANDIDATE" ON "rock_glaciers" ("CANDIDATE");
CREATE VIRTUAL TABLE "rtree_rock_glaciers_geom" USING rtree(id, minx, maxx, miny, maxy);
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
CREATE TABLE "candidates" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "CANDIDATE_ID" TEXT(40), "RUN_ID" TEXT(32), "PROB_MEAN" REAL, "PROB_MAX" REAL, "AREA" REAL, "STATE" TEXT(9), "REASON" TEXT(24), "GLAC_FRAC" REAL, "SUBREGION" TEXT(80), "LAT" REAL, "LON" REAL, "ELE_MEAN" REAL, "ELE_MEDIAN" REAL, "ELE_MIN" REAL, "ELE_MAX" REAL, "SLO_MEAN" REAL, "SLO_MEDIAN" REAL, "SLO_MIN" REAL, "SLO_MAX" REAL, "ASPECT" REAL, "PISR" REAL, "MAAT" REAL, "MAGT" REAL, "AP" REAL, "ASP_R" REAL);
CREATE UNIQUE INDEX "unique_candidates_CANDIDATE_ID" ON "candidates" ("CANDIDATE_ID");
CREATE INDEX "index_candidates_RUN_ID" ON "candidates" ("RUN_ID");
CREATE INDEX "index_candidates_STATE" ON "candidates" ("STATE");
CREATE VIRTUAL TABLE "rtree_candidates_geom" USING rtree(id, minx, maxx, miny, maxy);
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
CREATE TABLE "primary_markers" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" POINT, "ID" TEXT(18), "SUBREGION" TEXT(80), "LAT" REAL, "LON" REAL);
CREATE INDEX "index_primary_markers_ID" ON "primary_markers" ("ID");
CREATE VIRTUAL TABLE "rtree_primary_markers_geom" USING rtree(id, minx, maxx, miny, maxy);
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
CREATE TABLE "subregions" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, "NAME" TEXT(80));
CREATE VIRTUAL TABLE "rtree_subregions_geom" USING rtree(id, minx, maxx, miny, maxy);
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
CREATE TABLE "reviews" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "ID" TEXT(18), "REVIEWER" TEXT(80), "DECISION" TEXT(9), "COMMENT" TEXT(254), "TIME" DATETIME);
CREATE INDEX "index_reviews_ID" ON "reviews" ("ID");
CREATE TABLE "runs" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "RUN_ID" TEXT(32), "TIME" DATETIME, "VERSION" TEXT(20), "COMMAND" TEXT(40), "SOURCE" TEXT, "MODEL" TEXT(120), "MODEL_HASH" TEXT(64), "DEVICE" TEXT(120), "PRECISION" TEXT(16), "RESOLUTION" REAL, "THRESHOLD" REAL, "MIN_AREA" REAL, "TOLERANCE" REAL, "EXTENT" TEXT(254), "CRS" TEXT, "FEATURES" INTEGER, "PARAMETERS" TEXT, "SECONDS" REAL);
CREATE UNIQUE INDEX "unique_runs_RUN_ID" ON "runs" ("RUN_ID");
CREATE TABLE "journal" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "TIME" DATETIME, "PERSON" TEXT(80), "OPERATION" TEXT(8), "TOUCHED" TEXT, "ATT_BEFORE" TEXT, "ATT_AFTER" TEXT, "GEO_BEFORE" BLOB, "GEO_AFTER" BLOB, "UNDOES" INTEGER);
CREATE TABLE "inventory_info" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "KEY" TEXT(40), "VALUE" TEXT);
CREATE UNIQUE INDEX "unique_inventory_info_KEY" ON "inventory_info" ("KEY");
INSERT INTO "gpkg_spatial_ref_sys" VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL);
INSERT INTO "gpkg_spatial_ref_sys" VALUES ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL);
INSERT INTO "gpkg_spatial_ref_sys" VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', NULL);
INSERT INTO "gpkg_contents" VALUES ('layer_styles', 'attributes', 'layer_styles', '', '2026-11-01T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('rock_glaciers', 'features', 'rock_glaciers', 'Rock glaciers: units of the inventory, outlined by their extended geomorphological footprint', '2026-11-01T10:00:00.000Z', 97.75, 28.125, 97.76, 28.135, 4326);
INSERT INTO "gpkg_contents" VALUES ('candidates', 'features', 'candidates', 'Candidates: polygons predicted by the network; their outlines are never changed', '2026-11-01T10:00:00.000Z', 97.25, 28.125, 97.51, 28.135, 4326);
INSERT INTO "gpkg_contents" VALUES ('primary_markers', 'features', 'primary_markers', 'Primary markers: the point that stands for one rock glacier', '2026-11-01T10:00:00.000Z', 97.7562, 28.1281, 97.7562, 28.1281, 4326);
INSERT INTO "gpkg_contents" VALUES ('subregions', 'features', 'subregions', 'Subregions: the parts of the area that tables and accuracy are told by', '2026-11-01T10:00:00.000Z', 97.0, 28.0, 98.0, 29.0, 4326);
INSERT INTO "gpkg_contents" VALUES ('reviews', 'attributes', 'reviews', 'Reviews: one row per marker and reviewer', '2026-11-01T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('runs', 'attributes', 'runs', 'Runs: with what each detection or calculation can be repeated', '2026-11-01T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('journal', 'attributes', 'journal', 'Journal: one row per gesture, only ever appended to', '2026-11-01T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_contents" VALUES ('inventory_info', 'attributes', 'inventory_info', 'What kind of file this is: schema version, title, coordinate system', '2026-11-01T10:00:00.000Z', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_geometry_columns" VALUES ('rock_glaciers', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('candidates', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('primary_markers', 'geom', 'POINT', 4326, 0, 0);
INSERT INTO "gpkg_geometry_columns" VALUES ('subregions', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO "gpkg_extensions" VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
INSERT INTO "gpkg_extensions" VALUES ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
INSERT INTO "gpkg_extensions" VALUES ('rock_glaciers', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('candidates', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('primary_markers', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO "gpkg_extensions" VALUES ('subregions', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
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
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'TIME', NULL, NULL, 'when (UTC)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'PERSON', NULL, NULL, 'who', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'OPERATION', NULL, NULL, 'the gesture', NULL, 'journal_operation');
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'TOUCHED', NULL, NULL, 'what it touched, as JSON: layer -> feature ids', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'ATT_BEFORE', NULL, NULL, 'attributes before, as JSON: layer -> feature id -> values', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'ATT_AFTER', NULL, NULL, 'attributes after, in the same form', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'GEO_BEFORE', NULL, NULL, 'the rock glacier''s geometry before (GeoPackage binary)', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'GEO_AFTER', NULL, NULL, 'its geometry after', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('journal', 'UNDOES', NULL, NULL, 'fid of the journal row that this one takes back', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('inventory_info', 'KEY', NULL, NULL, 'name of the fact', NULL, NULL);
INSERT INTO "gpkg_data_columns" VALUES ('inventory_info', 'VALUE', NULL, NULL, 'the fact', NULL, NULL);
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
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'undo', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'redo', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "gpkg_data_column_constraints" VALUES ('journal_operation', 'enum', 'append', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "layer_styles" VALUES (1, '', '', 'rock_glaciers', 'geom', 'rock_glaciers', '<qgis version="3.22"><!-- rock_glaciers of version 1 --></qgis>', '', 1, 'Default style of the rock glacier inventory', '', NULL, '2026-11-01T10:00:00.000Z');
INSERT INTO "layer_styles" VALUES (2, '', '', 'candidates', 'geom', 'candidates', '<qgis version="3.22"><!-- candidates of version 1 --></qgis>', '', 0, 'Default style of the rock glacier inventory', '', NULL, '2026-11-01T10:00:00.000Z');
INSERT INTO "layer_styles" VALUES (3, '', '', 'primary_markers', 'geom', 'primary_markers', '<qgis><!-- mine --></qgis>', '', 1, 'as I like it', '', NULL, '2026-11-01T10:00:00.000Z');
INSERT INTO "layer_styles" VALUES (4, '', '', 'subregions', 'geom', 'subregions', '<qgis version="3.22"><!-- subregions of version 1 --></qgis>', '', 1, 'Default style of the rock glacier inventory', '', NULL, '2026-11-01T10:00:00.000Z');
INSERT INTO "layer_styles" VALUES (5, '', '', 'candidates', 'geom', 'mine', '<qgis><!-- my own --></qgis>', '', 1, 'in red', 'ann', NULL, '2026-11-01T10:00:00.000Z');
INSERT INTO "layer_styles" VALUES (6, '', '', 'rock_glaciers', 'geom', 'print', '<qgis><!-- for print --></qgis>', '', 0, '', 'ann', NULL, '2026-11-01T10:00:00.000Z');
INSERT INTO "rock_glaciers" VALUES (1, X'47500003E61000000000000000705840713D0AD7A37058400000000000203C40C3F5285C8F223C400106000000010000000103000000010000000400000000000000007058400000000000203C40713D0AD7A37058400000000000203C40713D0AD7A3705840C3F5285C8F223C4000000000007058400000000000203C40', 'RGU281281N0977562E', 'Nyainqêntanglha', 28.1281, 97.7562, 61000.25, 5000.0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'it''s Ann é', NULL, NULL, NULL, 'retrieve', NULL, NULL, NULL, 0);
INSERT INTO "candidates" VALUES (1, X'47500003E61000000000000000505840713D0AD7A35058400000000000203C40C3F5285C8F223C400106000000010000000103000000010000000400000000000000005058400000000000203C40713D0AD7A35058400000000000203C40713D0AD7A3505840C3F5285C8F223C4000000000005058400000000000203C40', 'r1-000001', 'r1', 0.83, 0.99, 142000.5, 'undecided', NULL, 0.61, 'Nyainqêntanglha', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "candidates" VALUES (2, X'47500003E61000000000000000605840713D0AD7A36058400000000000203C40C3F5285C8F223C400106000000010000000103000000010000000400000000000000006058400000000000203C40713D0AD7A36058400000000000203C40713D0AD7A3605840C3F5285C8F223C4000000000006058400000000000203C40', 'r1-000002', 'r1', 0.5, 0.75, 50000.0, 'remove', 'talus', NULL, NULL, NULL, NULL, 4812.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "candidates" VALUES (3, NULL, 'r1-000003', 'r1', NULL, NULL, NULL, 'undecided', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "primary_markers" VALUES (1, X'47500001E610000001010000000E4FAF94657058401B9E5E29CB203C40', 'RGU281281N0977562E', NULL, 28.1281, 97.7562);
INSERT INTO "subregions" VALUES (1, X'47500003E6100000000000000040584000000000008058400000000000003C400000000000003D400106000000010000000103000000010000000400000000000000004058400000000000003C4000000000008058400000000000003C4000000000008058400000000000003D4000000000004058400000000000003C40', 'Nyainqêntanglha');
INSERT INTO "reviews" VALUES (1, 'RGU281281N0977562E', 'Ben', 'no', '冰', '2026-11-01T10:00:00.000Z');
INSERT INTO "runs" VALUES (1, 'r1', '2026-11-01T10:00:00.000Z', '0.1.0', 'detect', 'type=xyz&url=https://tiles.example.org/{z}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3, '{}', 1.5);
INSERT INTO "journal" VALUES (1, '2026-11-01T10:00:00.000Z', '', 'append', '{"candidates": {"run": "r1", "count": 3}}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO "journal" VALUES (7, '2026-11-01T10:00:00.000Z', 'it''s Ann é', 'retrieve', '{"rock_glaciers": [1]}', NULL, '{"rock_glaciers": {"1": {"ID": "RGU281281N0977562E"}}}', NULL, NULL, NULL);
INSERT INTO "inventory_info" VALUES (1, 'schema_version', '1');
INSERT INTO "inventory_info" VALUES (2, 'title', 'Himalaya é');
INSERT INTO "inventory_info" VALUES (3, 'crs', 'EPSG:4326');
INSERT INTO "inventory_info" VALUES (4, 'created', '2026-11-01T10:00:00.000Z');
UPDATE sqlite_sequence SET seq = 3 WHERE name = 'candidates';
UPDATE sqlite_sequence SET seq = 4 WHERE name = 'inventory_info';
UPDATE sqlite_sequence SET seq = 7 WHERE name = 'journal';
UPDATE sqlite_sequence SET seq = 6 WHERE name = 'layer_styles';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'primary_markers';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'reviews';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'rock_glaciers';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'runs';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'subregions';
COMMIT;
