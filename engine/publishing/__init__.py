"""A folder that an archive can take: data, metadata in the forms of the field, what changed, checksums."""
