"""The recipe that made checkpoints/nano, on the project's own modules."""

from stepaudio import blas

blas.load()  # before anything imports mlx.core
