"""One file for each algorithm of the toolbox."""
