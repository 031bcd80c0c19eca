"""Images with masks, as other sets come: pairs in folders, with or without coordinates."""
