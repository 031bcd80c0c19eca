"""Tools of the group *Detection*: one file each."""
