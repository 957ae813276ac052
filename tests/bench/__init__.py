"""`make bench`: how fast the bank is, beside what the same database server could do at best."""
