"""Results as Markdown. Pure."""

from . import summary

SIZES = ("1k", "10k", "100k")


def results(result):
    """Return the lines of one size: what it was measured on, figures, ratios."""
    data = result["data"]
    lines = [
        f"`{result['command']}`: {data['rules']:,} rules, {data['moves']:,} done moves,"
        f" {data['warehouses']} warehouses; median of {_runs(result)} runs"
        " (smallest to largest).",
        "",
        ", ".join(f"{name} {value}" for name, value in result["machine"].items()) + ".",
        ", ".join(f"{name} {value}" for name, value in result["versions"].items())
        + ".",
        "",
    ]
    head = ("job", "database", "for", "time", "each", "CPU Odoo", "CPU PostgreSQL") + (
        "queries",
        "rows written",
        "peak memory",
    )
    lines += _table(head, [_line(line) for line in result["measured"]], 2)
    if result["ratios"]:
        head = ("compared", "ratio", "target", "")
        lines += ["", *_table(head, [_ratio(line) for line in result["ratios"]], 1)]
    return lines


def growth(by_size):
    """Return the lines that tell how time grows from size to size.

    :param by_size: result by size
    """
    sizes = [size for size in SIZES if size in by_size]
    rows = []
    for key, points in _points(by_size, sizes).items():
        if len(points) < 2 or len({items for items, _wall in points.values()}) < 2:
            continue
        walls = [points[size][1] if size in points else None for size in sizes]
        rows.append(
            [
                *key[:2],
                *("" if wall is None else seconds(wall) for wall in walls),
                f"{summary.growth(list(points.values())):.2f}",
                f"{summary.growth(list(points.values())[-2:]):.2f}",
            ]
        )
    head = ("job", "database", *sizes, "exponent", "between the last two")
    return _table(head, rows, 2) if rows else ["Measured for one size only."]


def jobs(by_size):
    """Return the lines that tell what each job does."""
    about = {}
    for size in SIZES:
        about |= by_size[size]["about"] if size in by_size else {}
    return [f"- **{title}.** {text}" for title, text in about.items()]


def _points(by_size, sizes):
    """Return (title, variant, case) -> size -> (items, seconds)."""
    points = {}
    for size in sizes:
        for line in by_size[size]["measured"]:
            key = _title(line), line["variant"], line["case"]
            point = line["items"], line["wall"]["median"]
            points.setdefault(key, {})[size] = point
    return points


def _line(line):
    wall = line["wall"]
    return [
        _title(line),
        line["variant"],
        f"{line['items']:,} {line['unit']}".strip(),
        f"{seconds(wall['median'])} ({_between(wall)})",
        seconds(wall["median"] / line["items"]),
        seconds(line["cpu"]["median"]),
        seconds(line["postgres_cpu"]["median"]) if line["postgres_cpu"] else "",
        f"{line['queries']['median']:,.0f}",
        f"{line['rows']['median']:,.0f}",
        f"{line['peak_mib']['high']:,.0f} MiB",
    ]


def _ratio(line):
    value = line["value"]
    number = "{:+.1f}" if line["difference"] else "{:.2f}×"
    low, median, high = (number.format(value[k]) for k in ("low", "median", "high"))
    target = [
        f"{word} {line[name]:g}"
        for name, word in (("most", "at most"), ("least", "at least"))
        if line[name] is not None
    ]
    met = {True: "reached", False: "missed", None: ""}[line["met"]]
    case = "" if line["case"] is None else f" ({line['case']})"
    return [
        f"{line['title']}{case}",
        f"{median} ({low} to {high})",
        ", ".join(target),
        met,
    ]


def _runs(result):
    return max((line["runs"] for line in result["measured"]), default=0)


def _title(line):
    case = "" if line["case"] is None else f" ({line['case']})"
    return f"{line['title']}{case}"


def seconds(value):
    """Return a time in words, with three figures."""
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if value >= size:
            return f"{_figures(value / size)} {unit}"
    return f"{_figures(value / 1e-6)} µs" if value else "0"


def _figures(value):
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f}"


def _between(wall):
    return f"{seconds(wall['low'])} to {seconds(wall['high'])}"


def _table(head, rows, texts):
    """Return a table; the first columns are texts, the others numbers."""
    marks = ["---" if place < texts else "---:" for place in range(len(head))]
    return [f"| {' | '.join(row)} |" for row in (head, marks, *rows)]
