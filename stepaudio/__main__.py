"""`python -m stepaudio` is the command `stepaudio`."""

import os
import sys

from stepaudio.cli import app


def main() -> None:
    """Run the command, and leave with its exit status as soon as all it opened is closed and said.

    The interpreter's own way out takes native threads down in no certain order: with MLX 0.32 about one process in six
    was aborted there ("terminate called without an active exception", status 134), long after its work was done.
    """
    status = 0
    try:
        app(prog_name="stepaudio")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
