"""Tools of the group *Training*: one file each."""
