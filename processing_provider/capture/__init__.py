"""Map layers as pictures of the ground: fetched in pieces, checked, cached, and put together as a GeoTIFF."""
