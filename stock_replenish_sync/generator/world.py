"""What the steps of the generator hand to each other."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from . import simulation


@dataclass
class World:
    """The demo under construction. Keys are those of :mod:`.spec`."""

    env: object
    seed: int
    today: dt.date
    days: int
    scale: float = 1.0
    companies: dict = field(default_factory=dict)
    warehouses: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    vendors: dict = field(default_factory=dict)
    b2b: list = field(default_factory=list)
    online: list = field(default_factory=list)
    products: list = field(default_factory=list)
    policies: dict = field(default_factory=dict)
    items: list = field(default_factory=list)
    by_place: dict = field(default_factory=dict)
    sim: simulation.Items = None
    kits: list = field(default_factory=list)
    boms: dict = field(default_factory=dict)
    flows: simulation.Flows = None

    def rng(self, *keys):
        """Return a random generator of its own for one purpose: adding a step moves no
        other.
        """
        return np.random.default_rng([self.seed, *keys])

    @property
    def first_day(self):
        """The day 0 of the simulation."""
        return self.today - dt.timedelta(days=self.days)

    def env_of(self, company):
        """Return the environment of one company, all demo companies allowed."""
        others = [record.id for record in self.companies.values() if record != company]
        return self.env(
            context={**self.env.context, "allowed_company_ids": [company.id, *others]}
        )


@dataclass
class DemoProduct:
    """A product of the demo with what the generator knows of it."""

    record: object
    family: object
    index: int
    pattern: str
    mean: float
    cost: float
    vendors: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)
    bom: object = None


@dataclass
class Item:
    """A product in a warehouse: the row of the simulation and its orderpoint."""

    index: int
    product: DemoProduct
    warehouse: str
    company: str
    lane: int
    vendor: str
    mean: float
    lead: int
    minimum: float = 0
    maximum: float = 0
