"""`python -m stepaudio` is the command `stepaudio`."""

from stepaudio.cli import app


def main() -> None:
    """Run the command, and leave with its exit status."""
    app(prog_name="stepaudio")


if __name__ == "__main__":
    main()
