"""Reading and writing inventories in bulk."""
