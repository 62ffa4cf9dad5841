"""`python -m stepaudio` is the command `stepaudio`."""

from stepaudio.cli import app

app(prog_name="stepaudio")
