"""Commands of the planning service for a terminal."""
