"""What runs amount to: medians and ranges, ratios within a run, growth. Pure."""

import math
import statistics

#: Figures of a run that are summed up over its runs.
MEASURED = ("wall", "cpu", "postgres_cpu", "queries", "rows", "peak_mib")


def spread(values):
    """Return median, smallest and largest of some numbers, or None of none."""
    values = [value for value in values if value is not None]
    if not values:
        return None
    return {
        "median": statistics.median(values),
        "low": min(values),
        "high": max(values),
    }


def measured(jobs, figures):
    """Return a line for each job, variant and case: its figures over all runs.

    :param jobs: what the registry tells of jobs, in the order to keep
    :param figures: list of dicts with job, variant, run, case, items and `MEASURED`
    """
    lines = []
    for job in jobs:
        for variant in job["on"]:
            for case in job["cases"]:
                runs = of(figures, job["name"], variant, case)
                if not runs:
                    continue
                lines.append(
                    {
                        "job": job["name"],
                        "title": job["title"],
                        "unit": job["unit"],
                        "variant": variant,
                        "case": case,
                        "growth": job["growth"],
                        "items": runs[0]["items"],
                        "runs": len(runs),
                        **{
                            name: spread(run[name] for run in runs) for name in MEASURED
                        },
                        "rows_by_table": runs[-1]["rows_by_table"],
                    }
                )
    return lines


def limits(jobs, lines):
    """Return what has a target of its own, of the lines that `measured` returns."""
    wanted = {job["name"]: job["limits"] for job in jobs}
    return [
        {
            "title": line["title"],
            "variant": line["variant"],
            "case": line["case"],
            "figure": figure,
            "value": line[figure],
            "most": most,
            "met": line[figure]["median"] <= most,
        }
        for line in lines
        for figure, most in wanted[line["job"]].items()
    ]


def of(figures, job, variant, case):
    """Return what was measured of a case; of the only case, where the job has one."""
    mine = [one for one in figures if (one["job"], one["variant"]) == (job, variant)]
    cases = {one["case"] for one in mine}
    return [one for one in mine if one["case"] == case or len(cases) == 1]


def ratios(jobs, figures):
    """Return the ratios that jobs ask for, each within a run, over all runs."""
    about = {job["name"]: job for job in jobs}
    lines = []
    for job in jobs:
        for ratio in job["against"]:
            other = about.get(ratio["job"] or job["name"])
            for case in job["cases"] if other else ():
                mine = of(figures, job["name"], ratio["on"] or job["on"][0], case)
                theirs = of(
                    figures, other["name"], ratio["versus"] or other["on"][0], case
                )
                found = spread(
                    _ratio(ratio, one, two)
                    for one in mine
                    for two in theirs
                    if one["run"] == two["run"]
                )
                if found:
                    lines.append(
                        {
                            "title": f"{job['title']}: {ratio['title']}",
                            "case": case,
                            "value": found,
                            "difference": ratio["queries"],
                            "most": ratio["most"],
                            "least": ratio["least"],
                            "met": _met(found["median"], ratio),
                        }
                    )
    return lines


def _ratio(ratio, mine, theirs):
    if ratio["queries"]:
        share = 1 / mine["items"], 1 / theirs["items"]
        return mine["queries"] * share[0] - theirs["queries"] * share[1]
    one, two = mine["wall"], theirs["wall"]
    if ratio["each"]:
        one, two = one / mine["items"], two / theirs["items"]
    return two / one if ratio["inverse"] else one / two


def _met(value, ratio):
    """Tell whether a target is reached; None if there is none."""
    if ratio["most"] is None and ratio["least"] is None:
        return None
    above = ratio["least"] is None or value >= ratio["least"]
    return above and (ratio["most"] is None or value <= ratio["most"])


def growth(points):
    """Return the exponent b of time = a · items**b, fitted to the logarithms.

    :param points: (items, seconds) of two or more sizes
    :raises ValueError: if there are fewer
    """
    if len({items for items, _seconds in points}) < 2:
        raise ValueError("growth needs two sizes")
    x = [math.log(items) for items, _seconds in points]
    y = [math.log(seconds) for _items, seconds in points]
    return statistics.linear_regression(x, y).slope
