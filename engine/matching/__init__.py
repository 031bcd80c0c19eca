"""Two sets of outlines on the same ground: what they share, true areas of many, blocks of ground."""
