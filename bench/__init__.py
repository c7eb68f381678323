"""How long things take: `make bench`. A file for each part; each measures side by side."""
