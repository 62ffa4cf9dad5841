"""Puts what was measured into docs/performance.md: one command after a run of `measure.py` and `full_run.py`.

    python tests/tools/tables.py RESULTS [docs/performance.md] [--print]

RESULTS is a folder with their measure.json and full_run.json anywhere below; of a row that is there several times the
newest file's counts. In the document each table is between two comments, `<!-- measured: NAME -->` and
`<!-- end -->`; a table of which nothing was measured stays as it is.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
KNOWN_MS = {(16, 1): 19.3, (16, 8): 7.1, (16, 32): 7.8, (8, 1): 5.4, (8, 8): 26.0, (4, 1): 6.1, (4, 8): 28.0}
"""A decoding step on an H200 before this work, by bits and rows."""

PUBLISHED_GB = {"bf16": 22, "8bit": 14, "4bit": 10}
CARD_GB_S = 4300.0
STEADY, FIRST = "steady, 24 codes (48 frames)", "first, 8 codes (16 frames)"

Row = dict[str, Any]


class Found:
    """Rows by table, and the steps of the full run by name."""

    def __init__(self, folder: Path) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.steps: dict[str, Row] = {}
        for file in sorted(folder.rglob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True):
            if file.name == "measure.json":
                for table, rows in json.loads(file.read_text(encoding="utf-8")).items():
                    self.rows.setdefault(table, []).extend(rows)
            elif file.name == "full_run.json":
                self.steps = json.loads(file.read_text(encoding="utf-8")) | self.steps

    def of(self, table: str, **wish: Any) -> Row | None:
        """The newest row of `table` with these entries."""
        rows = self.rows.get(table, [])
        return next((row for row in rows if all(row.get(key) == value for key, value in wish.items())), None)

    def number(self, table: str, entry: str, **wish: Any) -> float | None:
        """That entry of it."""
        row = self.of(table, **wish)
        return row.get(entry) if row else None

    def step(self, name: str) -> Row:
        """What a step of the full run found, if only in part; nothing where it was not made."""
        return self.steps.get(name, {})


def machine(found: Found) -> list[str]:
    """Which machine, and its ceilings."""
    said = {row["what"]: row["found"] for row in reversed(found.rows.get("machine", []))}
    if not said:
        return []
    about = [str(said[key]).split("\n")[0] for key in ("GPU", "machine", "versions") if key in said]
    names = {
        "reading, GB/s": "reading on the GPU, GB/s",
        "copying, GB/s": "copying on the GPU, read and written, GB/s",
        "bfloat16 products, TFLOP/s": "bfloat16 products, 8192 x 8192, TFLOP/s",
        "one of 1000 operations in a row, us": "one operation after another, however small, µs",
    }
    lines = [[name, shown(said[key])] for key, name in names.items() if key in said]
    return [f"Machine M: {'; '.join(about)}.", "", *table(["ceiling, machine M", ""], lines)]


def aims(found: Found) -> list[str]:
    """The issue's aims beside what was measured."""
    served = found.step("serve bf16")
    rows = [
        ("a token, one caller, bfloat16, sampled", 5.6, found.number("decode", "ms", bits=16, batch=1, what="sampled")),
        ("flow chunk of 48 frames, 10 guided steps", 17.0, found.number("flow", "ms", chunk=STEADY, way="chosen")),
        (
            "vocoder chunk of 58 frames",
            5.0,
            found.number("vocoder", "ms", chunk="steady, 50 + 8 frames", way="chosen"),
        ),
        ("first sample after the endpoint", 200.0, served.get("after_endpoint_ms")),
    ]
    lines = [
        [what, f"≤ {aim:g} ms", f"{shown(ms)} ms", "met" if ms <= aim else "**missed**"]
        for what, aim, ms in rows
        if ms is not None
    ]
    return table(["", "aim", "measured", ""], lines)


def decode(found: Found) -> list[str]:
    """A step by rows and precision, in ms: limit, known before, sampled, greedy."""
    rate = next((row["found"] for row in found.rows.get("machine", []) if row["what"].startswith("reading")), CARD_GB_S)
    lines: list[list[str]] = []
    for bits in (16, 8, 4):
        for batch in (1, 2, 4, 8, 16, 32):
            sampled = found.of("decode", bits=bits, batch=batch, what="sampled")
            if sampled:
                limit = sampled["read_GB"] / rate * 1e3
                greedy = found.number("decode", "ms", bits=bits, batch=batch, what="greedy")
                apart = found.number("decode", "ms", bits=bits, batch=batch, what="greedy, step after step")
                known = KNOWN_MS.get((bits, batch))
                cells = [limit, known, sampled["ms"], greedy, apart]
                lines.append([name_of(bits), str(batch), *map(shown, cells)])
    return table(["precision", "rows", "limit", "known before", "**sampled**", "greedy", "step after step"], lines)


def prefill(found: Found) -> list[str]:
    """New places behind 300."""
    lines: list[list[str]] = []
    for places in sorted({row["places"] for row in found.rows.get("prefill", [])}):
        each = [found.number("prefill", "ms", bits=bits, places=places) for bits in (16, 8, 4)]
        lines.append([str(places), *map(shown, each)])
    first = [(name_of(bits), found.number("new lengths", "ms", part="prefill", bits=bits)) for bits in (16, 8, 4)]
    said = [f"{shown(ms)} in {name}" for name, ms in first if ms is not None]
    more = ["", f"Numbers of places that were not met before, about 190, the first time: {', '.join(said)}."]
    return table(["places", "bfloat16", "8 bit", "4 bit"], lines) + (more if said else [])


def encoder(found: Found) -> list[str]:
    """By seconds of sound."""
    seconds = sorted({row["seconds"] for row in found.rows.get("encoder", [])})
    lines = [[f"{n}", shown(found.number("encoder", "ms", seconds=n))] for n in seconds]
    first = found.number("new lengths", "ms", part="encoder")
    more = ["", f"A length that was not met before, 4 to 8 s, the first time: {shown(first)}."]
    return table(["seconds of sound", "ms"], lines) + (more if first is not None else [])


def chunks(part: str, reference: dict[str, str]) -> Callable[[Found], list[str]]:
    """A table of `part`: every chunk as written and in the way chosen."""

    def render(found: Found) -> list[str]:
        names = list(dict.fromkeys(row["chunk"] for row in found.rows.get(part, []) if row.get("way")))
        lines: list[list[str]] = []
        for name in names:
            each = [found.number(part, "ms", chunk=name, way=way) for way in ("as written", "chosen")]
            lines.append([name, *map(shown, each), reference.get(name, "")])
        tried = [row for row in found.rows.get("choices", []) if row["of"] == part]
        said = [f"Tried on {row['what'].partition(', ')[2]}, ms: {row['ms']}." for row in tried[:1]]
        rows = {row["what"]: row for row in reversed(found.rows.get(f"{part}, where the time goes", []))}
        where = [f"{what} {shown(row['ms'])} (host {shown(row['host_ms'])})" for what, row in rows.items()]
        said += [f"Of it, ms: {', '.join(where)}."] if where else []
        return [*table(["chunk", "as written", "**chosen**", "reference"], lines), *(["", *said] if lines else [])]

    return render


def memory(found: Found) -> list[str]:
    """Peaks by precision, beside the published table."""
    lines: list[list[str]] = []
    for name, published in PUBLISHED_GB.items():
        step, bits = found.step(f"serve {name}"), 16 if name == "bf16" else int(name[0])
        decoding = found.number("memory", "found", what=f"LLM {bits} bit, 32 rows: peak GB")
        cells = [step.get("loaded_GB"), step.get("device_peak_GB") if step.get("turns") else None, decoding]
        if any(cell is not None for cell in cells):
            lines.append([name_of(bits), *map(shown, cells), f"~{published}"])
    head = ["GB", "server, all loaded", "server, peak", "LLM alone, 32 rows, peak", "published, at run time"]
    return table(head, lines)


def serving(found: Found) -> list[str]:
    """From loading to the first sample."""
    lines: list[list[str]] = []
    for name in [*(f"serve {name}" for name in PUBLISHED_GB), "serve bf16 again"]:
        step = found.step(name)
        if steps := step.get("steps_s"):
            apart = [seconds(steps, doing) for doing in ("reading the ", "choosing kernels", "p", "warming up")]
            turns = len(step.get("after_endpoints_ms", ())) or None
            cells = [*apart, step.get("ready_s"), step.get("after_endpoint_ms"), step.get("first_audio_ms"), turns]
            lines.append([name.removeprefix("serve "), *map(shown, cells)])
    head = [
        "s, then ms",
        "reading the weights",
        "choosing kernels",
        "voices",
        "warming up",
        "ready",
        "**first sample after the endpoint**",
        "after the last word",
        "turns",
    ]
    return table(head, lines)


def seconds(steps_s: dict[str, float], doing: str) -> float | None:
    """What the steps that begin so took together; nothing where there was none."""
    each = [took_s for what, took_s in steps_s.items() if what.startswith(doing)]
    return float(sum(each)) if each else None


def preparing(found: Found) -> list[str]:
    """Writing, pulling and converting."""
    lines: list[list[str]] = []
    for name in ("write", "pull bf16", "convert 8bit", "convert 4bit"):
        step = found.step(name)
        if "took_s" in step:
            lines.append([name, *(shown(step.get(key)) for key in ("GB", "took_s", "peak_GB"))])
    return table(["step", "GB after", "s", "peak of the process, GB"], lines)


TABLES: dict[str, Callable[[Found], list[str]]] = {
    "machine": machine,
    "aims": aims,
    "decode": decode,
    "prefill": prefill,
    "encoder": encoder,
    "flow": chunks("flow", {STEADY: "189, with CUDA graphs 51"}),
    "vocoder": chunks("vocoder", {"steady, 50 + 8 frames": "15-17"}),
    "memory": memory,
    "serving": serving,
    "preparing": preparing,
}


def table(head: list[str], lines: list[list[str]]) -> list[str]:
    """A markdown table; nothing without lines."""
    rows = [head, ["---"] * len(head), *lines] if lines else []
    return [f"| {' | '.join(row)} |" for row in rows]


def shown(value: Any) -> str:
    """A number with three digits that count; nothing for none."""
    return "" if value is None else f"{value:.3g}" if isinstance(value, float) and value < 1000 else f"{value:.0f}"


def name_of(bits: int) -> str:
    return "bfloat16" if bits == 16 else f"{bits} bit"


def filled(text: str, found: Found) -> str:
    """The document with every table of which something was measured."""

    def fill(match: re.Match[str]) -> str:
        lines = TABLES[match[1]](found)
        return f"<!-- measured: {match[1]} -->\n\n" + "\n".join(lines) + "\n\n<!-- end -->" if lines else match[0]

    return re.sub(r"<!-- measured: (\w+) -->.*?<!-- end -->", fill, text, flags=re.DOTALL)


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="put what was measured into the document")
    parser.add_argument("results", type=Path)
    parser.add_argument("document", type=Path, nargs="?", default=DOCUMENT)
    parser.add_argument("--print", action="store_true", help="print the tables instead")
    wish = parser.parse_args(arguments)
    found = Found(wish.results)
    if wish.print:
        for name, render in TABLES.items():
            print(f"## {name}\n", *render(found), "", sep="\n")
        return
    wish.document.write_text(filled(wish.document.read_text(encoding="utf-8"), found), encoding="utf-8")


if __name__ == "__main__":
    main()
