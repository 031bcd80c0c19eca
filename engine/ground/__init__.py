"""Where things lie and how large they are on the true ground."""
