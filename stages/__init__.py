"""One file per stage, named as in the drawing, and the checkpoint loader."""
