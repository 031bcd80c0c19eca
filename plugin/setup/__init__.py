"""The engine is set up from within QGIS: what is there, what is proposed, the work itself, and its page."""
