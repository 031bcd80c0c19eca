"""Tools of the group *Validation*: one file each."""
