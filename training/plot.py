"""The losses of a run as a picture: `python -m training.plot OUT [losses.svg]` reads the logs that the parts wrote."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

PARTS = {
    "language": ("text", "code", "phoneme", "word", "guide"),
    "speech_tokenizer": ("l1", "phoneme", "voice"),
    "flow": ("matching", "mu"),
    "vocoder": ("logs", "bands", "convergence"),
}
COLOURS = ("#0b6e99", "#c2410c", "#4d7c0f", "#a16207", "#7e22ce")
WIDTH, HEIGHT, MARGIN = 420, 240, 44
Curve = list[tuple[float, float]]


def curves(log: Path, names: tuple[str, ...]) -> dict[str, Curve]:
    """The named figures of a log over the seconds since it began; only of the last run in it."""
    found: dict[str, Curve] = {name: [] for name in names}
    for line in log.read_text(encoding="utf-8").splitlines():
        match = re.match(r"\w+\s+([\d.]+) step (\d+) ", line)
        if not match:
            continue
        if match[2] == "2":
            found = {name: [] for name in names}
        for name in names:
            if (value := re.search(rf" {name} (-?[\d.]+)", line)) and float(value[1]) > 0:
                found[name].append((float(match[1]), float(value[1])))
    return {name: curve for name, curve in found.items() if curve}


def panel(title: str, lines: dict[str, Curve], left: int, top: int) -> str:
    """One part's curves on a logarithmic scale, as SVG."""
    points = [point for curve in lines.values() for point in curve]
    end = max(x for x, _ in points)
    low, high = (edge(math.log10(f(y for _, y in points))) for f, edge in ((min, math.floor), (max, math.ceil)))
    high = max(high, low + 1)

    def place(x: float, y: float) -> str:
        across = left + MARGIN + x / end * (WIDTH - MARGIN - 12)
        down = top + 24 + (high - math.log10(y)) / (high - low) * (HEIGHT - 24 - MARGIN)
        return f"{across:.1f},{down:.1f}"

    parts = [f'<text x="{left + MARGIN}" y="{top + 15}" font-weight="bold">{title}</text>']
    for power in range(low, high + 1):
        begin, finish = place(0, 10.0**power), place(end, 10.0**power)
        parts.append(f'<path d="M{begin} L{finish}" stroke="#ccc"/>')
        x, y = begin.split(",")
        parts.append(f'<text x="{float(x) - 6:.0f}" y="{float(y) + 4:.0f}" text-anchor="end">{10.0**power:g}</text>')
    for k, (name, curve) in enumerate(lines.items()):
        path = " L".join(place(x, y) for x, y in curve)
        parts.append(f'<path d="M{path}" fill="none" stroke="{COLOURS[k]}" stroke-width="1.6"/>')
        parts.append(f'<text x="{left + WIDTH - 90}" y="{top + 40 + 15 * k}" fill="{COLOURS[k]}">{name}</text>')
    parts.append(f'<text x="{left + WIDTH - 12}" y="{top + HEIGHT - 22}" text-anchor="end">{end:.0f} s</text>')
    return "\n".join(parts)


def picture(folder: Path) -> str:
    """All parts that left a log in `folder`, side by side, as one SVG."""
    logs = {part: folder / f"{part}.txt" for part in PARTS}
    panels = [(part, curves(log, PARTS[part])) for part, log in logs.items() if log.exists()]
    panels = [(part, lines) for part, lines in panels if lines]
    rows = -(-len(panels) // 2)
    drawn = [panel(part, lines, k % 2 * WIDTH, k // 2 * HEIGHT) for k, (part, lines) in enumerate(panels)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" height="{rows * HEIGHT}" '
        f'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


def main() -> None:
    folder = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "losses.svg"
    out.write_text(picture(folder), encoding="utf-8")


if __name__ == "__main__":
    main()
