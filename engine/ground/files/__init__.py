"""Files of vectors and rasters: how they are opened, what they say of themselves, texts as they were written."""
