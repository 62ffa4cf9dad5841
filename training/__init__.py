"""The recipe that made checkpoints/nano, on the project's own modules."""
