"""Loads the fast BLAS before any test imports MLX."""

from stepaudio import blas

blas.load()
