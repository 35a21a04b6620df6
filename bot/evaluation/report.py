"""The HTML report of a run: one file without anything from elsewhere, its plots drawn as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from bot.evaluation.metrics import GROUPS, CurvePoint, by_group, curve, figures, percentile
from bot.evaluation.runner import Result, Run
from knowledge.errors import ConfigError

_WIDTH, _HEIGHT, _MARGIN = 620, 260, 44  # of a plot, in SVG units
_BINS = 24
# Columns of the table: field of Figures and heading.
_COLUMNS = (
    ("accuracy", "Right"),
    ("exact_outcome", "Strict"),
    ("citation", "Cited"),
    ("refusal_accuracy", "Refused rightly"),
    ("false_refusals", "Refused wrongly"),
    ("precision", "Refusal precision"),
    ("recall", "Refusal recall"),
)


def write_report(run: Run, floors: Sequence[str], folder: Path) -> Path:
    """Write ``report.html`` and ``run.json`` into the folder, which is made if need be; returns the HTML file.

    Args:
        run: what is reported on.
        floors: the sentences on figures that miss their floor.

    Raises:
        ConfigError: the folder cannot be written to.
    """
    page = folder / "report.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "run.json").write_text(run.model_dump_json(indent=1), encoding="utf-8")
        page.write_text(render(run, floors), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"The report cannot be written to {folder} ({error.strerror}).") from None
    return page


def render(run: Run, floors: Sequence[str]) -> str:
    """The report as HTML."""
    points = curve(run.results)
    listed = [result for result in run.results if result.split == "dev"]
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            total=figures(run.results),
            groups={field: by_group(run.results, field) for field in GROUPS},
            columns=_COLUMNS,
            floors=floors,
            curve_plot=curve_plot(points, run.threshold),
            latency_plot=latency_plot(run.results),
            wrong=[result for result in listed if not result.right or result.citation is False],
            fine=[result for result in listed if result.right and result.citation is not False],
            hidden=len(run.results) - len(listed),
        )
    )


def curve_plot(points: Sequence[CurvePoint], threshold: float) -> Markup:
    """Recall and precision of refusing and the share of false refusals, each 0..1, over the threshold."""
    series = (
        ("recall", "rightly refused", [point.recall for point in points]),
        ("precision", "precision", [point.precision for point in points]),
        ("false", "false refusals", [point.false_refusals for point in points]),
    )
    xs = [point.threshold for point in points]
    lines = [_line(name, xs, values) for name, _, values in series]
    at = _x(threshold)
    marker = f'<line class="marker" x1="{at:.1f}" y1="{_y(1):.1f}" x2="{at:.1f}" y2="{_y(0):.1f}"/>'
    label = f'<text class="note" x="{at + 5:.1f}" y="{_y(1) + 12:.1f}">in use: {threshold:.2f}</text>'
    legend = "".join(
        f'<g transform="translate({_MARGIN + 10 + 150 * at}, {_HEIGHT + 14})"><rect class="{name}" width="14" '
        f'height="4" y="-4"/><text x="20">{title}</text></g>'
        for at, (name, title, _) in enumerate(series)
    )
    axes = _axes([(step / 5, f"{step / 5:.1f}") for step in range(6)])
    return _svg("Refusal over the threshold of confidence", axes + "".join(lines) + marker + label + legend)


def latency_plot(results: Sequence[Result]) -> Markup:
    """How many answers took how long, in milliseconds; the slowest hundredth stands in the last bar."""
    times = sorted(result.milliseconds for result in results)
    top = max(percentile(times, 0.99), 1.0)
    counts = [0] * _BINS
    for value in times:
        counts[min(int(value / top * _BINS), _BINS - 1)] += 1
    most = max(*counts, 1)
    width = (_x(1) - _x(0)) / _BINS
    bars = "".join(
        f'<rect class="bar" x="{_x(at / _BINS):.1f}" y="{_y(count / most):.1f}" width="{width - 1.5:.1f}" '
        f'height="{_y(0) - _y(count / most):.1f}"><title>{count} answers</title></rect>'
        for at, count in enumerate(counts)
    )
    axes = _axes([(step / 4, f"{top * step / 4:.0f} ms") for step in range(5)], most)
    return _svg("Time to answer", axes + bars)


@cache
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("bot.evaluation", "."), autoescape=True, trim_blocks=True)
    environment.filters["share"] = lambda value: "–" if value is None else f"{value:.1%}"
    return environment


def _x(share: float) -> float:
    return _MARGIN + share * (_WIDTH - _MARGIN - 24)


def _y(share: float) -> float:
    return _HEIGHT - 26 - share * (_HEIGHT - 40)


def _line(name: str, xs: Sequence[float], values: Sequence[float]) -> str:
    points = " ".join(f"{_x(x):.1f},{_y(value):.1f}" for x, value in zip(xs, values, strict=True))
    return f'<polyline class="{name}" points="{points}"/>'


def _axes(ticks: Sequence[tuple[float, str]], top: int | None = None) -> str:
    """Grid lines with the scale at the left, in percent or up to ``top``, and labelled ticks below."""
    grid = ""
    for step in range(5):
        share = step / 4
        label = f"{share:.0%}" if top is None else f"{share * top:.0f}"
        grid += f'<line class="grid" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(share):.1f}" y2="{_y(share):.1f}"/>'
        grid += f'<text class="tick" text-anchor="end" x="{_x(0) - 6}" y="{_y(share) + 4:.1f}">{label}</text>'
    below = "".join(
        f'<text class="tick" text-anchor="middle" x="{_x(share):.1f}" y="{_y(0) + 18:.1f}">{label}</text>'
        for share, label in ticks
    )
    return grid + below


def _svg(title: str, content: str) -> Markup:
    return Markup(  # noqa: S704 - numbers and labels written above, nothing of a question or an answer
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT + 24}" role="img" aria-label="{title}">{content}</svg>'
    )
