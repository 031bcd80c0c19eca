"""Tools of the group *Inventory*: one file each."""
