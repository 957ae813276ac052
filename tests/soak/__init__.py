"""`make soak`: every operation at once, for as long as asked, on each database."""
