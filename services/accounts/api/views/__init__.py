"""One class per path, one file per subject."""
