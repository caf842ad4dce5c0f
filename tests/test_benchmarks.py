"""What the benchmarks make of what they measured: figures, targets, tables."""

import pytest

from benchmarks import registry, report, summary, tables


def job(**changes):
    """Return what the registry tells of a job."""
    return {
        "name": "mine",
        "title": "Mine",
        "about": "What it does.",
        "unit": "rules",
        "on": ["plain", "addon"],
        "cases": [None],
        "limits": {},
        "growth": None,
        "against": [],
        **changes,
    }


def against(**changes):
    """Return a ratio that a job asks for."""
    blank = dict.fromkeys(("job", "on", "versus", "most", "least"))
    flags = dict.fromkeys(("each", "inverse", "queries"), False)
    return {"title": "with the addon", **blank, **flags, **changes}


def figures(wall, name="mine", variant="plain", run=1, items=10, **changes):
    """Return what was measured in a run."""
    return {
        "job": name,
        "variant": variant,
        "run": run,
        "case": None,
        "items": items,
        "wall": wall,
        "cpu": wall / 2,
        "postgres_cpu": None,
        "queries": 20,
        "rows": 5,
        "peak_mib": 100.0,
        "rows_by_table": {},
        **changes,
    }


def test_every_job_can_be_read_and_comes_after_those_it_needs():
    catalogue = registry.catalogue()
    seen = set()
    for found in catalogue["jobs"]:
        assert found["title"] and found["about"]
        assert set(found["on"]) <= set(catalogue["variants"])
        assert seen.issuperset(found["after"])
        seen.add(found["name"])
    for found in catalogue["jobs"]:
        assert {ratio["job"] for ratio in found["against"]} <= seen | {None}
        assert set(found["limits"]) <= set(summary.MEASURED)


def test_runs_become_median_and_range():
    runs = [figures(wall, run=number) for number, wall in enumerate((3.0, 1.0, 2.0))]
    [line] = summary.measured([job()], runs)
    assert line["wall"] == {"median": 2.0, "low": 1.0, "high": 3.0}
    assert line["runs"] == 3
    assert line["postgres_cpu"] is None


def test_ratios_are_taken_within_a_run():
    ratio = against(on="addon", versus="plain", most=1.1)
    runs = [
        figures(1.0, run=1),
        figures(1.0, variant="addon", run=1),
        figures(5.0, run=2),
        figures(5.5, variant="addon", run=2),
    ]
    [line] = summary.ratios([job(against=[ratio])], runs)
    assert line["value"] == pytest.approx({"median": 1.05, "low": 1.0, "high": 1.1})
    assert line["met"] is True


def test_ratios_per_item_and_inverse():
    jobs = [
        job(
            name="slow",
            on=["peers"],
            against=[against(job="mine", each=True, least=99)],
        ),
        job(against=[against(job="slow", each=True, inverse=True)]),
    ]
    runs = [
        figures(10.0, name="slow", variant="peers", items=5),
        figures(1.0, items=50),
    ]
    mine, theirs = summary.ratios(jobs, runs)
    assert mine["value"]["median"] == pytest.approx(100)
    assert theirs["value"]["median"] == pytest.approx(100)
    assert mine["met"] and theirs["met"] is None


def test_queries_are_compared_by_difference_per_item():
    ratio = against(on="addon", versus="plain", queries=True, most=1)
    runs = [figures(1.0), figures(1.0, variant="addon", queries=40)]
    [line] = summary.ratios([job(against=[ratio])], runs)
    assert line["value"]["median"] == pytest.approx(2)
    assert line["met"] is False


def test_a_ratio_to_what_was_not_measured_is_left_out():
    assert summary.ratios([job(against=[against(job="other")])], [figures(1.0)]) == []


def test_growth_is_the_exponent():
    assert summary.growth([(10, 1.0), (100, 10.0), (1000, 100.0)]) == pytest.approx(1)
    assert summary.growth([(10, 1.0), (1000, 10_000.0)]) == pytest.approx(2)
    with pytest.raises(ValueError, match="two sizes"):
        summary.growth([(10, 1.0), (10, 2.0)])


def raw(size, items, wall):
    """Return what a run of all jobs hands to the report."""
    jobs = [job(on=["plain"], growth=1.05, limits={"peak_mib": 50})]
    return {
        "size": size,
        "command": f"make bench SIZE={size}",
        "data": {"rules": items, "moves": 10 * items, "warehouses": 5},
        "machine": {"cores": 2},
        "odoo_commit": "abc",
        "peers": {"odoo-addon-ddmrp": "17.0"},
        "jobs": jobs,
        "figures": [figures(wall, items=items)],
    }


def test_the_page_is_made_anew_between_its_markers_only():
    by_size = {
        "1k": report.summed_up(raw("1k", 1000, 0.5)),
        "10k": report.summed_up(raw("10k", 10_000, 10.0)),
    }
    names = ("growth", "1k", "10k", "jobs")
    text = "\n".join(
        f"## {x}\n<!-- begin {x} -->\nold\n<!-- end {x} -->" for x in names
    )
    page = report.page(text, by_size)
    assert "old" not in page
    assert (
        "| Mine | plain | 10,000 rules | 10.0 s (10.0 s to 10.0 s) | 1.00 ms |" in page
    )
    assert (
        "| Mine | plain | 500 ms | 10.0 s | 1.30 | 1.30 | at most 1.05 | missed |"
        in page
    )
    assert "| Mine, plain: peak memory, MiB | 100 | at most 50 | missed |" in page
    assert "- **Mine.** What it does." in page
    assert report.page(page, by_size) == page


def test_a_sample_of_the_same_number_tells_nothing_of_growth():
    by_size = {
        size: report.summed_up(raw(size, items, 1.0))
        for size, items in (("1k", 1000), ("10k", 2000), ("100k", 2000))
    }
    assert tables.growth(by_size) == ["Measured for one size only."]


def test_times_have_three_figures():
    told = [tables.seconds(value) for value in (123.4, 12.34, 1.234, 0.1234, 0.00001)]
    assert told == ["123 s", "12.3 s", "1.23 s", "123 ms", "10.0 µs"]
