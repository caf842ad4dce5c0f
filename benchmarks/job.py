"""What a job is: one thing to measure, on one kind of database or on several."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Against:
    """How a job's figure is held against another one's of the same run.

    The ratio is this job's median wall time by the other's; `on` and `versus` are the
    variants of the two where the jobs have several. With `each`, time per item is
    compared. `inverse` turns the ratio round ("so many times faster"). `most` and
    `least` are the targets. `queries` compares the number of queries instead, by
    difference.
    """

    title: str
    job: str | None = None
    on: str | None = None
    versus: str | None = None
    each: bool = False
    inverse: bool = False
    queries: bool = False
    most: float | None = None
    least: float | None = None


class Job:
    """Subclass in a file of its own in `jobs/`; the docstring is shown to readers.

    The file's name is the job's. An instance lives in one process, for one run.
    """

    name: str
    #: What the table calls it.
    title = ""
    #: What `items` counts, in the plural: "rules", "lines".
    unit = ""
    #: Variants of the database to measure it on.
    on = ("addon",)
    #: Measured one after another in the same process; each is handed to `prepare`.
    cases = (None,)
    #: Sizes of data to measure it on, where its time does not depend on them.
    sizes: tuple[str, ...] | None = None
    #: False: what the job writes is rolled back, and runs may share a database.
    commits = True
    #: Days since the data ended.
    day = 0
    #: Jobs that have to be run before this one, in every run.
    after: tuple[str, ...] = ()
    #: The ratios that the report shows.
    against: tuple[Against, ...] = ()
    #: Figures that have a target of their own: name -> at most, for example
    #: `{"wall": 0.5, "peak_mib": 1536}`.
    limits: dict = {}
    #: How time may grow with the number of items, as an exponent, if that is a target.
    growth: float | None = None
    #: Folder that is kept during one run of all jobs, for what one leaves another.
    scratch = None

    def prepare(self, env, case):
        """Do what is not measured, and return what `run` needs."""

    def run(self, env, prepared):
        """Do what is measured; return the number of items it was done for."""
        raise NotImplementedError

    def finish(self, env, prepared):
        """Look at what was done, after the measuring."""
