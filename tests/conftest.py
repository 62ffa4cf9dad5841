"""Loads the fast BLAS before any test imports MLX; what is cached is cached in a folder of this run."""

import os
import tempfile

from stepaudio import blas

os.environ["STEPAUDIO_CACHE"] = tempfile.mkdtemp()
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()  # nobody's own voices
blas.load()
