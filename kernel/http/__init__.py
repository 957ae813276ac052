"""HTTP at the edge: tokens in, problems out. No business here."""
