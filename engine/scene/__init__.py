"""A scene and its pixels: images, bands, values, what is void, and how it is cut into tiles."""
