"""The store over a GeoPackage: layout, connections, migration, and all SQL there is."""
