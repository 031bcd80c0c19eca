"""Help inside QGIS: the pages of docs/user, shown from the plugin's own folder, also without a network."""
