"""Which product lies in which warehouse, how it gets there, and what "the old
spreadsheets" order.
"""

import math

import numpy as np

from . import simulation, spec, streams
from .world import Item

#: How far off the typed minimum is: mostly sensible, some far too low or too high.
ERRORS = (1.0, 1.0, 1.0, 1.0, 0.8, 1.4, 0.3, 3.0)


def create_items(world):
    """Decide the items and play their history."""
    _choose(world)
    demand = _demand(world)
    kits = _kits(world)
    _parameters(world)
    delays = np.stack(
        [
            streams.actual_delay(
                vendor.behaviour, vendor.delay, world.days, world.rng(6, number)
            )
            for number, vendor in enumerate(spec.VENDORS)
        ]
    )
    world.flows = simulation.simulate(
        world.sim, demand, kits, world.boms, delays, world.rng(7)
    )


def _choose(world):
    """Sources come first, so that a branch only sells what its hub has."""
    known = {}
    for number, place in enumerate(spec.WAREHOUSES):
        for position, product in enumerate(world.products):
            family = product.family
            rng = world.rng(4, number, position)
            component = "component" in family.flags
            if family.lane == "kit" or (
                component and (place.source or place.key == "lakeside")
            ):
                continue
            made = family.lane == "make" and not place.source
            if made and place.key == "lakeside":
                continue
            wanted = (
                component
                or made
                or position in _kit_parts(world)
                or rng.random() < place.share
            )
            direct = "direct" in family.flags
            source = (place.source, position) if place.source and not direct else None
            if not wanted or (source and source not in known):
                continue
            lane = (
                simulation.TRANSFER
                if source
                else simulation.MAKE
                if made
                else simulation.BUY
            )
            mean = product.mean * place.factor * float(rng.lognormal(0, 0.2))
            lead = place.lane_days if source else 3 if made else 0
            item = Item(
                len(world.items),
                product,
                place.key,
                place.company,
                lane,
                product.vendors.get(place.company),
                mean,
                lead,
            )
            known[(place.key, position)] = item
            world.items.append(item)
    world.by_place = known


def _kit_parts(world):
    parts = {
        id(part)
        for row in world.products
        if row.family.lane == "kit"
        for part, _quantity in row.parts
    }
    return {position for position, row in enumerate(world.products) if id(row) in parts}


def _demand(world):
    start = world.first_day
    return np.stack(
        [
            streams.demand(
                item.product.pattern,
                item.mean,
                item.product.family.size,
                start,
                world.days,
                world.rng(5, item.index),
            )
            for item in world.items
        ]
    )


def _kits(world):
    """Kits are sold where all their parts are; the sale takes the parts."""
    position = {id(row): place for place, row in enumerate(world.products)}
    component, quantity, demand = [], [], []
    for place in spec.WAREHOUSES:
        for row in world.products:
            if row.family.lane != "kit" or not row.parts:
                continue
            parts = [
                (world.by_place.get((place.key, position[id(part)])), count)
                for part, count in row.parts
            ]
            if any(item is None for item, _count in parts):
                continue
            world.kits.append((row, place.key))
            parts += [(None, 0)] * (2 - len(parts))
            component.append([item.index if item else -1 for item, _count in parts])
            quantity.append([count for _item, count in parts])
            rng = world.rng(8, len(world.kits))
            demand.append(
                streams.demand(
                    "steady",
                    row.mean * place.factor,
                    1.0,
                    world.first_day,
                    world.days,
                    rng,
                )
            )
            for item, count in parts:
                if item:
                    item.mean += row.mean * place.factor * count
    shape = (len(component), 2)
    return simulation.Kits(
        np.array(component, np.int64).reshape(shape),
        np.array(quantity, np.int64).reshape(shape),
        np.array(demand, np.int64).reshape(len(demand), world.days),
    )


def _parameters(world):
    """Minimum and maximum as somebody once typed them, from the average and the
    promised delay.
    """
    position = {id(row): place for place, row in enumerate(world.products)}
    facts = {vendor.key: vendor for vendor in spec.VENDORS}
    number = {vendor.key: index for index, vendor in enumerate(spec.VENDORS)}
    source = np.full(len(world.items), -1)
    load = np.array([item.mean for item in world.items])
    for item in world.items:
        place = next(row for row in spec.WAREHOUSES if row.key == item.warehouse)
        if item.lane == simulation.TRANSFER:
            source[item.index] = world.by_place[
                (place.source, position[id(item.product)])
            ].index
            load[source[item.index]] += item.mean
        elif item.lane == simulation.MAKE:
            parts = [
                (world.by_place[(item.warehouse, position[id(part)])].index, count)
                for part, count in item.product.parts
            ]
            world.boms[item.index] = parts
            for part, count in parts:
                load[part] += item.mean * count
    rows = []
    for item in world.items:
        rng = world.rng(9, item.index)
        buy = item.lane == simulation.BUY
        lead = facts[item.vendor].delay if buy else item.lead
        review = 7 if buy else 3 if item.lane == simulation.TRANSFER else 5
        cycle = 21 if buy else 7
        error = float(rng.choice(ERRORS))
        mean = load[item.index]
        item.minimum = math.ceil(mean * (lead + review) * 1.35 * error)
        item.maximum = math.ceil(item.minimum + mean * cycle)
        pack = 12 if "dozen" in item.product.family.flags and buy else 1
        put_away = 1 if buy and item.warehouse == "hub" else 0
        phase = (number[item.vendor] * 3 if buy else item.index) % review
        opening = math.ceil(item.minimum + mean * cycle * rng.random())
        rows.append(
            (
                lead,
                put_away,
                review,
                phase,
                item.minimum,
                item.maximum,
                pack,
                pack * 5 if buy else 1,
                opening,
            )
        )
    columns = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
    lead, put_away, review, phase, reorder, up_to, multiple, minimum, opening = columns
    world.sim = simulation.Items(
        lane=np.array([item.lane for item in world.items]),
        source=source,
        vendor=np.array([number.get(item.vendor, 0) for item in world.items]),
        lead=np.array([item.lead for item in world.items]),
        put_away=put_away,
        review=review,
        phase=phase,
        reorder=reorder,
        up_to=up_to,
        multiple=multiple,
        minimum=minimum,
        returnable=np.array(
            ["expiring" not in item.product.family.flags for item in world.items]
        ),
        opening=opening,
    )
