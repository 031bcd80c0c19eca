"""Between QGIS's toolbox and the engine: layers, parameters, the process, results."""
