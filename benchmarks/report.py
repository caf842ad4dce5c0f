"""python -m benchmarks.report RAW [--keep]: print the table, write it into the docs."""

import argparse
import json
import platform
import re
from pathlib import Path

import numpy

from odoo import release

from . import summary, tables

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "performance.md"


def main():
    """Sum up what was measured; keep it where it is told to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("raw", type=Path)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    result = summed_up(json.loads(options.raw.read_text()))
    print()
    print("\n".join(tables.results(result)))
    if options.keep:
        text = json.dumps(result, indent=1, ensure_ascii=False)
        KEPT.mkdir(exist_ok=True)
        (KEPT / f"{result['size']}.json").write_text(text + "\n")
        PAGE.write_text(page(PAGE.read_text(), kept()))
        print(f"\nwritten to {PAGE.relative_to(ROOT)}")


def summed_up(raw):
    """Return the result of a run of jobs out of what was measured."""
    jobs, figures = raw["jobs"], raw["figures"]
    versions = {
        "Odoo": f"{release.version} ({raw['odoo_commit']})",
        "Python": platform.python_version(),
        "numpy": numpy.__version__,
        "OCA ddmrp": raw["peers"]["odoo-addon-ddmrp"],
    }
    measured = summary.measured(jobs, figures)
    return {
        **{name: raw[name] for name in ("size", "command", "data", "machine")},
        "versions": versions,
        "peers": raw["peers"],
        "about": {job["title"]: job["about"] for job in jobs},
        "measured": measured,
        "limits": summary.limits(jobs, measured),
        "ratios": summary.ratios(jobs, figures),
    }


def kept():
    """Return the result of each size that one was kept of."""
    return {file.stem: json.loads(file.read_text()) for file in KEPT.glob("*.json")}


def page(text, by_size):
    """Return the page with everything between its markers made anew."""
    parts = {size: tables.results(result) for size, result in by_size.items()}
    parts |= {"growth": tables.growth(by_size), "jobs": tables.jobs(by_size)}
    for name, lines in parts.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        block = "\n".join([begin, "", *lines, "", end])
        pattern = re.escape(begin) + ".*?" + re.escape(end)
        text = re.sub(pattern, lambda _match, block=block: block, text, flags=re.S)
    return text


if __name__ == "__main__":
    main()
