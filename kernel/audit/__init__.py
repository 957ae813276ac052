"""The audit: who changed what, in chains in which no row can be changed, lost or slipped in."""
