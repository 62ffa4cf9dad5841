"""How much memory a server needs after 20 turns, and after 200, typed and spoken, as fast as they can be answered.

    python tests/stepaudio/memory.py [--early 20] [--late 200] [--limit-mb 60]

Of every four turns three belong to one long conversation, and one is a call of its own. Server and callers share the
process. The status is 1 when memory grew by more than the limit between the two.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import anyio
from fast_caller import SAMPLES, FastCaller, calling, question

from pipeline.config import load
from stepaudio.engine import model_defaults
from stepaudio.library import NANO
from stepaudio.serve import serving

TYPED = ["where is order four seven two", "goodbye", "what is the capital of japan", "how much is the laptop"]
SPOKEN = list(SAMPLES)


async def measure(turns: int) -> list[float]:
    """The resident memory in MB after each turn."""
    measured: list[float] = []
    async with serving(NANO, load(None, [], model_defaults(NANO))) as url, calling(url) as long:
        for turn in range(turns):
            if turn % 4 == 3:
                async with calling(url) as short:
                    await ask(short, turn)
            else:
                await ask(long, turn)
            measured.append(resident_bytes() / 2**20)
            if (turn + 1) % 20 == 0:
                print(f"{turn + 1} turns: {measured[-1]:.1f} MB", flush=True)
    return measured


async def ask(caller: FastCaller, turn: int) -> None:
    """One turn, of which nothing is kept on this side."""
    what = TYPED[turn // 2 % len(TYPED)] if turn % 2 == 0 else question(SPOKEN[turn // 2 % len(SPOKEN)])
    answer = await caller.ask(what)
    assert answer.samples > 0
    caller.events.clear()


def resident_bytes() -> int:
    """What this process holds of the machine's memory now."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(os.getpid())])) * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--early", type=int, default=20, help="turns before the first measurement")
    parser.add_argument("--late", type=int, default=200, help="turns before the second")
    parser.add_argument("--limit-mb", type=float, default=60.0, help="of growth between the two")
    wish = parser.parse_args()
    measured = anyio.run(measure, wish.late)
    growth_mb = measured[wish.late - 1] - measured[wish.early - 1]
    print(f"from turn {wish.early} to turn {wish.late}: {growth_mb:+.1f} MB (limit {wish.limit_mb:g} MB)")
    sys.exit(growth_mb > wish.limit_mb)


if __name__ == "__main__":
    main()
