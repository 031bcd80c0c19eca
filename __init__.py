"""Rock glacier inventory: from a basemap to a published inventory, inside QGIS."""


def classFactory(iface):  # noqa: N802 (QGIS's name; QGIS is not imported at load)
    """Entry point of QGIS: build the plugin."""
    from .plugin.plugin import RockGlacierInventoryPlugin

    return RockGlacierInventoryPlugin(iface)
