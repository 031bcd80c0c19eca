"""Tools of the group *Terrain*: one file each."""
