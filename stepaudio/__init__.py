"""Step-Audio 2 on MLX: the public face."""

from stepaudio import blas

blas.load()
