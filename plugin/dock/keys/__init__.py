"""Keys of the dock: actions, their keys, and how they are changed."""
