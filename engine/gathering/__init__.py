"""Which files a source means, and which of them are of one kind."""
