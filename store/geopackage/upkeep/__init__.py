"""What a file is checked for, what it lacks, and how it is made complete and brought up to date."""
