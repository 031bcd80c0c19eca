"""Units of a rock glacier system, proposed from its outline and a DEM; a person decides."""
