"""Six doors on the bank. Siblings that never import each other."""
