"""Four eyes: one person asks, another one decides, and what was asked is carried out at once."""
