"""The figures of a benchmark as a page of its own: nothing is fetched, nothing runs; drawings are inline SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from pipeline.waterfall import ORIGINS
from stepaudio.bench import Run
from stepaudio.caller import TurnRecord
from stepaudio.report import Report, Spread, answered, facts, title

WIDTH, LEFT, RIGHT, ROW = 720, 150, 70, 26  # of a drawing in its own units: labels are left, values right
GOLDEN = 0.618034  # its multiples spread dots over a strip without a pattern

STYLE = """
:root { color-scheme: light dark; --paper: #fcfcfa; --ink: #1d2126; --soft: #5d6670; --line: #d9dcdf; --fill: #f0f1f0;
  --one: #1f66c8; --two: #b4541a; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181b; --ink: #e8e9e6; --soft: #a2abb3; --line: #363c42;
  --fill: #1f2327; --one: #74adff; --two: #f2a262; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 .25rem; }
p { margin: .25rem 0 .75rem; max-width: 46rem; }
.soft { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0; }
.tiles div { background: var(--fill); border-radius: .5rem; padding: .7rem .9rem; display: flex;
  flex-direction: column; justify-content: space-between; }
.tiles dt { color: var(--soft); font-size: .85rem; line-height: 1.3; }
.tiles dd { margin: .1rem 0 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
.beside { display: flex; flex-wrap: wrap; gap: 0 3rem; }
svg { display: block; width: 100%; min-width: 34rem; height: auto; }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
svg .tick { fill: var(--soft); font-size: 12px; }
.grid { stroke: var(--line); }
.one { fill: var(--one); } .two { fill: var(--two); } .calm { fill: var(--soft); }
.dot { fill-opacity: .55; }
.mid { stroke: var(--ink); stroke-width: 2.5; } .far { stroke: var(--ink); stroke-width: 1; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { padding: .2rem .9rem .2rem 0; text-align: right; border-bottom: 1px solid var(--line); font-weight: normal; }
thead th { color: var(--soft); }
th:first-child, td:first-child { text-align: left; }
td.words { text-align: left; white-space: normal; }
"""


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a strip, and what it is."""

    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of values with their spread."""

    label: str
    dots: Sequence[Dot]
    spread: Spread
    colour: str = "one"


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps values to places in a drawing."""

    low: float
    high: float
    step: float

    @classmethod
    def over(cls, values: Iterable[float]) -> Axis:
        """From 0, or the least if that is below, to the most, in round steps."""
        found = [0.0, *values]
        least, most = min(found), max(max(found), 1.0)
        rough = (most - least) / 7
        power = 10 ** floor(log10(rough))
        step = next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough)
        return cls(floor(least / step) * step, ceil(most / step) * step, step)

    def place(self, value: float) -> float:
        return LEFT + (value - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT)

    def ticks(self) -> list[float]:
        return [self.low + i * self.step for i in range(round((self.high - self.low) / self.step) + 1)]


def page(run: Run, figures: Report) -> str:
    """The page, as XHTML that is HTML as well."""
    turns = answered(run)
    parts = [
        f"<h1>{escape(title(run))}</h1>",
        f'<p class="soft">stepaudio bench, {escape(run.began_at)}. '
        f"{escape(run.machine['processor'])}; {escape(run.machine['system'])}.</p>",
        _tiles(figures),
    ]
    if (middle := figures.first_audio_ms) is not None:
        median = min(turns, key=lambda turn: abs((turn.first_audio_ms or 0.0) - middle.p50))
        parts += [_waterfall(median), _marks(turns, figures), _stages(turns, figures), _course(turns)]
    parts += [_facts(run, figures), _faults(run)]
    return (
        '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en">\n<head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{escape(title(run))}</title>\n<style>{STYLE}</style></head>\n"
        f"<body>\n<main>\n{chr(10).join(filter(None, parts))}\n</main>\n</body>\n</html>\n"
    )


# -- sections, as they come on the page ---------------------------------------------------------------------------


def _tiles(figures: Report) -> str:
    """The few numbers that matter most."""
    tiles: dict[str, str] = {}
    if figures.first_audio_ms:
        tiles["first audio, median"] = f"{figures.first_audio_ms.p50:.0f} ms"
        tiles["95th percentile"] = f"{figures.first_audio_ms.p95:.0f} ms"
        tiles["99th percentile"] = f"{figures.first_audio_ms.p99:.0f} ms"
    if figures.without_early_ms:
        tiles["median without the early start"] = f"{figures.without_early_ms.p50:.0f} ms"
    tiles["questions answered"] = f"{figures.asked - figures.unanswered} of {figures.asked}"
    tiles["gaps in playback"] = f"{figures.gaps}"
    tiles["audio by second"] = f"{figures.throughput:.2f} s"
    if figures.hearing_rtf is not None and figures.speaking_rtf is not None:
        tiles["real-time factor, hearing"] = f"{figures.hearing_rtf:.3f}"
        tiles["real-time factor, answering"] = f"{figures.speaking_rtf:.3f}"
    inner = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in tiles.items())
    return f'<dl class="tiles">{inner}</dl>'


def _waterfall(turn: TurnRecord) -> str:
    """What the time of one turn went into, a bar from each mark to the next."""
    marks = [(name, at_ms) for name, at_ms in turn.marks_ms.items() if name not in ORIGINS]
    axis = Axis.over(at_ms for _, at_ms in marks)
    body, begin_ms = _grid(axis, len(marks)), 0.0
    rows: list[list[str]] = []
    for row, (name, at_ms) in enumerate(marks):
        left, right = axis.place(begin_ms), axis.place(at_ms)
        colour = "calm" if name in ("endpoint", "first_sample_played") else "one"
        body += _label(row, _words(name), f"{at_ms:.0f} ms")
        body += (
            f'<rect class="{colour}" x="{left:.1f}" y="{row * ROW + 6}" '
            f'width="{max(right - left, 1.5):.1f}" height="14" rx="2"/>'
        )
        rows.append([_words(name), f"{at_ms:.0f}", f"{at_ms - begin_ms:+.0f}"])
        begin_ms = at_ms
    spent = [
        [stage, f"{turn.compute_ms[stage]:.0f}", f"{turn.queue_ms.get(stage, 0.0):.0f}"] for stage in turn.compute_ms
    ]
    about = (
        f"Caller {turn.caller}, turn {turn.turn}, the question “{escape(turn.question)}”: the turn whose first sound "
        f"came in the median time, {turn.first_audio_ms or 0:.0f} ms after the end of speech in the recording. The "
        f"server put that end {turn.server_end_ms:+.0f} ms beside it and counts from there. Grey is waiting: for the "
        "silence that ends a question, and for the caller's loudspeaker."
    )
    drawing = _drawing(
        "Waterfall of the median turn", "A bar for each step, from the mark before it.", len(marks), body
    )
    return (
        f"<section><h2>Where the time of the median turn goes</h2><p>{about}</p>{drawing}"
        f'<div class="beside">{_table("Milliseconds after the end of speech", ["mark", "at", "from the last"], rows)}'
        f"{_table('Milliseconds of this turn in all', ['stage', 'compute', 'waiting'], spent)}</div></section>"
    )


def _marks(turns: Sequence[TurnRecord], figures: Report) -> str:
    """How the marks of all turns lie."""
    assert figures.first_audio_ms is not None, "there are answered turns"
    dots = [Dot(turn.first_audio_ms or 0.0, _whose(turn)) for turn in turns]
    strips = [Strip("first audio, at caller", dots, figures.first_audio_ms, "two")]
    for name, spread in figures.marks_ms.items():
        dots = [Dot(turn.marks_ms[name], _whose(turn)) for turn in turns if name in turn.marks_ms]
        strips.append(Strip(_words(name), dots, spread))
    return (
        "<section><h2>When things happen, over all turns</h2>"
        f"<p>Milliseconds after the end of speech; a dot is one of {len(turns)} turns. The thick stroke is the median, "
        "the thin ones are the 95th and 99th percentile. The first row is what a caller has of it, the others are "
        f"the server's marks.</p>{_strips('Marks of all turns', strips)}"
        f"{_spread_table('Milliseconds after the end of speech', 'mark', strips)}</section>"
    )


def _stages(turns: Sequence[TurnRecord], figures: Report) -> str:
    """What the stages cost."""
    strips: list[Strip] = []
    for stage, spread in figures.compute_ms.items():
        computed = [Dot(turn.compute_ms[stage], _whose(turn)) for turn in turns if stage in turn.compute_ms]
        strips.append(Strip(f"{stage}, compute", computed, spread))
        if stage in figures.queue_ms:
            waited = [Dot(turn.queue_ms[stage], _whose(turn)) for turn in turns if stage in turn.queue_ms]
            strips.append(Strip(f"{stage}, waiting", waited, figures.queue_ms[stage], "calm"))
    rtf = [[stage, f"{factor:.4f}"] for stage, factor in figures.rtf.items()]
    caption = "Seconds of compute for a second heard, or for llm, flow and vocoder, a second spoken"
    return (
        "<section><h2>What each stage costs a turn</h2><p>Milliseconds, summed over the turn: computing, and in grey "
        "waiting for the lane, which does one thing at a time. What is spent while the question is still spoken, or "
        f"while earlier sound plays, delays nobody.</p>{_strips('Cost of each stage', strips)}"
        f"{_spread_table('Milliseconds of a turn', 'stage', strips)}"
        f"{_table(caption, ['stage', 'real-time factor'], rtf) if rtf else ''}</section>"
    )


def _course(turns: Sequence[TurnRecord]) -> str:
    """First audio over the run: conversations grow, and so may the wait."""
    height, foot = 200, 24
    across = Axis.over(turn.speech_end_s for turn in turns)
    up = Axis.over(turn.first_audio_ms or 0.0 for turn in turns)

    def level(value_ms: float) -> float:
        return 10 + (height - 10) * (1 - (value_ms - up.low) / (up.high - up.low))

    body = "".join(
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{level(tick):.1f}" y2="{level(tick):.1f}"/>'
        f'<text class="tick" x="{LEFT - 8}" y="{level(tick) + 4:.1f}" text-anchor="end">{tick:g} ms</text>'
        for tick in up.ticks()
    )
    body += "".join(
        f'<text class="tick" x="{across.place(tick):.1f}" y="{height + 18}" text-anchor="middle">{tick:g} s</text>'
        for tick in across.ticks()
    )
    for turn in turns:
        x, y = across.place(turn.speech_end_s), level(turn.first_audio_ms or 0.0)
        words = f"{_whose(turn)}: {turn.first_audio_ms or 0:.0f} ms"
        body += f'<circle class="two dot" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{escape(words)}</title></circle>'
    words = "A dot for each turn: when its question ended, and how long until the first sound of the answer."
    return (
        "<section><h2>First audio over the run</h2><p>Each call is one conversation, so what is remembered grows "
        f"along the axis.</p>{_figure('First audio over the run', words, height + foot, body)}</section>"
    )


def _facts(run: Run, figures: Report) -> str:
    rows = {**facts(run, figures), **run.machine}
    inner = "".join(f'<tr><td>{escape(k)}</td><td class="words">{escape(v)}</td></tr>' for k, v in rows.items())
    return f"<section><h2>The run</h2><table><tbody>{inner}</tbody></table></section>"


def _faults(run: Run) -> str:
    items = "".join(f"<li>{escape(fault)}</li>" for fault in run.notes.faults)
    return f"<section><h2>Faults</h2><ul>{items}</ul></section>" if items else ""


# -- drawing ------------------------------------------------------------------------------------------------------


def _strips(name: str, strips: Sequence[Strip]) -> str:
    axis = Axis.over(value for strip in strips for value in (strip.spread.least, strip.spread.most))
    body = _grid(axis, len(strips))
    for row, strip in enumerate(strips):
        top = row * ROW
        body += _label(row, strip.label, f"{strip.spread.p50:.0f} ms")
        for i, dot in enumerate(strip.dots):
            y = top + 7 + 12 * (i * GOLDEN % 1)
            words = escape(f"{strip.label}, {dot.words}: {dot.value:.0f} ms")
            body += (
                f'<circle class="{strip.colour} dot" cx="{axis.place(dot.value):.1f}" cy="{y:.1f}" r="3.5">'
                f"<title>{words}</title></circle>"
            )
        for value, kind in ((strip.spread.p50, "mid"), (strip.spread.p95, "far"), (strip.spread.p99, "far")):
            x = axis.place(value)
            body += f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{top + 3}" y2="{top + 23}"/>'
    words = "; ".join(f"{strip.label}: median {strip.spread.p50:.0f} ms" for strip in strips)
    return _drawing(name, words, len(strips), body)


def _grid(axis: Axis, rows: int) -> str:
    bottom = rows * ROW
    return "".join(
        f'<line class="grid" x1="{axis.place(tick):.1f}" x2="{axis.place(tick):.1f}" y1="0" y2="{bottom + 4}"/>'
        f'<text class="tick" x="{axis.place(tick):.1f}" y="{bottom + 18}" text-anchor="middle">{tick:g}</text>'
        for tick in axis.ticks()
    )


def _label(row: int, name: str, value: str) -> str:
    y = row * ROW + 17
    return (
        f'<text x="{LEFT - 10}" y="{y}" text-anchor="end">{escape(name)}</text>'
        f'<text x="{WIDTH}" y="{y}" text-anchor="end">{escape(value)}</text>'
    )


def _drawing(name: str, words: str, rows: int, body: str) -> str:
    return _figure(name, words, rows * ROW + 24, body)


def _figure(name: str, words: str, height: int, body: str) -> str:
    key = name.lower().replace(" ", "-")
    return (
        f'<div class="wide"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{key} {key}-words"><title id="{key}">{escape(name)}</title>'
        f'<desc id="{key}-words">{escape(words)}</desc>{body}</svg></div>'
    )


def _spread_table(caption: str, what: str, strips: Sequence[Strip]) -> str:
    rows = [
        [strip.label, *(f"{v:.0f}" for v in (strip.spread.least, *_percentiles(strip.spread), strip.spread.most))]
        for strip in strips
    ]
    return _table(caption, [what, "least", "p50", "p95", "p99", "most"], rows)


def _percentiles(spread: Spread) -> tuple[float, float, float]:
    return spread.p50, spread.p95, spread.p99


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return (
        f'<div class="wide"><table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _words(mark: str) -> str:
    return mark.replace("_", " ")


def _whose(turn: TurnRecord) -> str:
    return f"caller {turn.caller}, turn {turn.turn}"
