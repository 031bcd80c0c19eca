"""From pixels to rows of probability."""
