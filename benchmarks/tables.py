"""Results as Markdown. Pure."""

from . import summary

SIZES = ("1k", "10k", "100k")


def results(result):
    """Return the lines of one size: what it was measured on, figures, targets."""
    data = result["data"]
    lines = [
        f"`{result['command']}`: {data['rules']:,} rules, {data['moves']:,} done moves,"
        f" {data['warehouses']} warehouses; median of {_runs(result)} runs"
        " (smallest to largest).",
        "",
        f"{_listed(result['machine'])}. {_listed(result['versions'])}.",
        "",
    ]
    head = ("job", "database", "for", "time", "each", "CPU Odoo", "CPU PostgreSQL")
    head += ("queries", "rows written", "peak memory")
    lines += _table(head, [_line(line) for line in result["measured"]], 2)
    targets = [_ratio(line) for line in result["ratios"]]
    targets += [_limit(line) for line in result["limits"]]
    if targets:
        head = ("compared", "ratio", "target", "")
        lines += ["", *_table(head, targets, 1)]
    return lines


def growth(by_size):
    """Return the lines that tell how time grows from size to size.

    :param by_size: result by size
    """
    sizes = [size for size in SIZES if size in by_size]
    rows = []
    for (title, variant, target), points in _points(by_size, sizes).items():
        counts = [items for items, _wall in points.values()]
        # A sample of the same number of items tells nothing of growth.
        if len(counts) < 2 or len(set(counts)) < len(counts):
            continue
        walls = [points[size][1] if size in points else None for size in sizes]
        exponent = summary.growth(list(points.values()))
        last = summary.growth(list(points.values())[-2:])
        rows.append(
            [
                *(title, variant),
                *("" if wall is None else seconds(wall) for wall in walls),
                f"{exponent:.2f}",
                f"{last:.2f}",
                "" if target is None else f"at most {target:g}",
                "" if target is None else _word(exponent <= target),
            ]
        )
    head = ("job", "database", *sizes, "exponent", "of the last two", "target", "")
    return _table(head, rows, 2) if rows else ["Measured for one size only."]


def jobs(by_size):
    """Return the lines that tell what each job does."""
    about = {}
    for size in SIZES:
        about |= by_size[size]["about"] if size in by_size else {}
    return [f"- **{title}.** {text}" for title, text in about.items()]


def seconds(value):
    """Return a time in words, with three figures."""
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if value >= size:
            return f"{_figures(value / size)} {unit}"
    return f"{_figures(value / 1e-6)} µs"


def _points(by_size, sizes):
    """Return (title, variant, target) -> size -> (items, seconds)."""
    points = {}
    for size in sizes:
        for line in by_size[size]["measured"]:
            key = _title(line), line["variant"], line["growth"]
            point = line["items"], line["wall"]["median"]
            points.setdefault(key, {})[size] = point
    return points


def _line(line):
    wall = line["wall"]
    return [
        _title(line),
        line["variant"],
        f"{line['items']:,} {line['unit']}".strip(),
        _spread(wall, seconds),
        seconds(wall["median"] / line["items"]),
        seconds(line["cpu"]["median"]),
        seconds(line["postgres_cpu"]["median"]) if line["postgres_cpu"] else "",
        f"{line['queries']['median']:,.0f}",
        f"{line['rows']['median']:,.0f}",
        f"{line['peak_mib']['high']:,.0f} MiB",
    ]


def _ratio(line):
    number = "{:+.1f}" if line["difference"] else "{:.2f}×"
    target = [
        f"{words} {line[name]:g}"
        for name, words in (("most", "at most"), ("least", "at least"))
        if line[name] is not None
    ]
    return [
        _title(line),
        _spread(line["value"], number.format),
        ", ".join(target),
        _word(line["met"]),
    ]


def _limit(line):
    say = seconds if line["figure"] in ("wall", "cpu", "postgres_cpu") else _plain
    names = {"wall": "time", "peak_mib": "peak memory, MiB"}
    name = names.get(line["figure"], line["figure"])
    return [
        f"{_title(line)}, {line['variant']}: {name}",
        say(line["value"]["median"]),
        f"at most {say(line['most'])}",
        _word(line["met"]),
    ]


def _spread(value, say):
    return f"{say(value['median'])} ({say(value['low'])} to {say(value['high'])})"


def _word(met):
    return {True: "reached", False: "missed", None: ""}[met]


def _title(line):
    case = "" if line["case"] is None else f" ({line['case']})"
    return f"{line['title']}{case}"


def _runs(result):
    return max((line["runs"] for line in result["measured"]), default=0)


def _listed(values):
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _plain(value):
    return f"{value:,.0f}"


def _figures(value):
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f}"


def _table(head, rows, texts):
    """Return a table; the first columns are texts, the others numbers."""
    marks = ["---" if place < texts else "---:" for place in range(len(head))]
    return [f"| {' | '.join(row)} |" for row in (head, marks, *rows)]
