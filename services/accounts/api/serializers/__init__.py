"""What the accounts API reads and answers, one file per subject."""
