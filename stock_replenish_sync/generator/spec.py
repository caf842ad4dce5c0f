"""What the demo world looks like, as plain tables: change the story here, not in the
code.

Nothing in this module knows Odoo; quantities are per day in the product's own unit.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Company:
    """A legal entity of the demo."""

    key: str
    name: str
    currency: str
    country: str
    city: str
    timezone: str


@dataclass(frozen=True)
class Warehouse:
    """A warehouse; `source` names the one that resupplies it, `lane_days` the transfer
    time.
    """

    key: str
    company: str
    name: str
    code: str
    factor: float
    share: float
    source: str = ""
    lane_days: int = 0
    reception_steps: str = "one_step"


@dataclass(frozen=True)
class Lane:
    """The terms of a lane; `days`: on which days of the week it leaves, Monday is 0."""

    source: str
    warehouse: str
    days: tuple
    mode: str = "any"
    lead_days: float = 0
    minimum: float = 0
    cutoff_hour: float = 0
    sequence: int = 0


@dataclass(frozen=True)
class Vendor:
    """A vendor with the delay it promises, the way it keeps its word, and what it wants
    of orders: the least they are worth, and days over which they are put together.
    """

    key: str
    name: str
    behaviour: str
    delay: int
    currency: str
    country: str
    minimum_value: float = 0
    window: int = 0


@dataclass(frozen=True)
class Family:
    """A product category: how many, how they sell, what they cost, who supplies
    them.
    """

    code: str
    name: str
    count: int
    patterns: tuple
    mean: tuple
    size: float
    cost: tuple
    nouns: tuple
    vendors_eu: tuple = ()
    vendors_us: tuple = ()
    lane: str = "buy"
    flags: frozenset = field(default_factory=frozenset)


COMPANIES = (
    Company("group", "Meridian Trading", "EUR", "de", "Hamburg", "Europe/Berlin"),
    Company("americas", "Meridian Americas", "USD", "us", "Boston", "America/New_York"),
    Company("lakeside", "Lakeside Online", "EUR", "de", "Konstanz", "Europe/Berlin"),
)

WAREHOUSES = (
    Warehouse(
        "hub", "group", "Central Hub", "HUB", 0.8, 1.0, reception_steps="three_steps"
    ),
    Warehouse("north", "group", "North", "NORTH", 0.35, 0.7, source="hub", lane_days=2),
    Warehouse("east", "group", "East", "EAST", 0.3, 0.7, source="hub", lane_days=3),
    Warehouse("boston", "americas", "Boston", "BOS", 0.6, 0.75),
    Warehouse("atlanta", "americas", "Atlanta Branch", "ATL", 0.25, 0.5, "boston", 4),
    Warehouse("lakeside", "lakeside", "Lakeside", "LAKE", 0.45, 0.5),
)

DAILY = tuple(range(7))

#: Resupply routes are taken over as lanes and get these terms; the others are added.
#: Some leave daily, so that there are transfers to order on whatever day it is.
LANES = (
    Lane("hub", "north", DAILY),
    Lane("hub", "east", (1, 4), cutoff_hour=14),
    Lane("boston", "atlanta", (0, 1, 2, 3, 4), "fair_share"),
    # Across the sea, between two companies.
    Lane("hub", "boston", DAILY, "excess", lead_days=14, minimum=24, sequence=5),
)

VENDORS = (
    Vendor("atlas", "Atlas Tooling GmbH", "reliable", 7, "EUR", "de"),
    Vendor("brandt", "Brandt Metallwaren KG", "reliable", 10, "EUR", "de", window=5),
    Vendor("cedar", "Cedar & Sons Ltd", "late", 14, "EUR", "ie"),
    Vendor("delta", "Delta Imports BV", "erratic", 21, "EUR", "nl"),
    Vendor("fjord", "Fjord Components AS", "reliable", 12, "EUR", "no"),
    Vendor("garda", "Garda Giardino Srl", "late", 10, "EUR", "it"),
    Vendor("huang", "Huang Electronics Ltd", "erratic", 28, "USD", "cn"),
    Vendor("iris", "Iris Foods BV", "reliable", 4, "EUR", "nl", minimum_value=600),
    Vendor("juno", "Juno Supply Inc.", "reliable", 8, "USD", "us"),
    Vendor("kestrel", "Kestrel Tools LLC", "late", 12, "USD", "us"),
    Vendor("lumen", "Lumen Parts Corp.", "erratic", 18, "USD", "us"),
)

FAMILIES = (
    Family(
        "HT",
        "Hand Tools",
        28,
        ("steady", "steady", "steady", "trending"),
        (0.6, 6),
        5.0,
        (4, 45),
        (
            "Claw Hammer",
            "Combination Pliers",
            "Bow Saw",
            "Wood Chisel",
            "Spirit Level",
            "Hex Key Set",
            "Utility Knife",
        ),
        ("atlas", "cedar"),
        ("juno", "kestrel"),
        flags=frozenset({"product_route"}),
    ),
    Family(
        "FA",
        "Fasteners",
        22,
        ("steady", "steady", "lumpy"),
        (8, 60),
        48.0,
        (0.05, 0.8),
        (
            "Wood Screws",
            "Hex Bolts",
            "Wall Plugs",
            "Lock Nuts",
            "Washers",
            "Threaded Rods",
        ),
        ("brandt",),
        ("juno",),
        flags=frozenset({"dozen"}),
    ),
    Family(
        "GA",
        "Garden",
        20,
        ("summer", "summer", "summer", "winter"),
        (0.8, 5),
        4.0,
        (6, 80),
        (
            "Garden Hose",
            "Watering Can",
            "Lawn Rake",
            "Pruning Shears",
            "Snow Shovel",
            "Planter Box",
        ),
        ("garda", "cedar"),
        ("kestrel",),
    ),
    Family(
        "SP",
        "Spare Parts",
        20,
        ("intermittent", "intermittent", "lumpy"),
        (0.05, 0.5),
        3.0,
        (8, 160),
        ("Drive Belt", "Pump Seal", "Motor Brush", "Bearing", "Gear Wheel"),
        ("fjord", "delta"),
        ("lumen",),
    ),
    Family(
        "FC",
        "Food and Care",
        12,
        ("steady", "steady", "summer"),
        (2, 9),
        8.0,
        (1.5, 9),
        ("Bird Food", "Plant Feed", "Hand Cream", "Energy Bar"),
        ("iris",),
        ("juno",),
        flags=frozenset({"expiring", "direct"}),
    ),
    Family(
        "EL",
        "Electronics",
        14,
        ("trending", "dying", "steady", "dying"),
        (0.5, 4),
        3.0,
        (15, 140),
        (
            "Cordless Drill",
            "Work Light",
            "Battery Pack",
            "Charger",
            "Laser Meter",
            "Tool Radio",
        ),
        ("huang", "delta"),
        ("huang", "lumen"),
    ),
    Family(
        "AS",
        "Assembled Goods",
        10,
        ("steady", "trending", "summer"),
        (0.5, 2.5),
        2.0,
        (60, 240),
        ("Work Bench", "Tool Trolley", "Garden Bench", "Shelf Unit"),
        lane="make",
    ),
    Family(
        "CO",
        "Components",
        12,
        ("intermittent",),
        (0.05, 0.2),
        4.0,
        (2, 25),
        ("Steel Frame", "Beech Board", "Castor Wheel", "Drawer Slide"),
        ("brandt", "fjord"),
        ("lumen", "juno"),
        flags=frozenset({"component"}),
    ),
    Family(
        "PG",
        "Project Goods",
        6,
        ("lumpy",),
        (0.1, 0.4),
        6.0,
        (120, 600),
        ("Cable Reel", "Scaffold Tower", "Site Heater"),
        ("delta",),
        ("kestrel",),
    ),
    Family(
        "KT",
        "Kits",
        6,
        ("steady",),
        (0.3, 1.2),
        1.0,
        (0, 0),
        ("Starter Kit", "Garden Kit", "Repair Kit"),
        lane="kit",
    ),
)

#: Business customer → segment, a tag.
CUSTOMERS_B2B = {
    "Adler Construction": "Building",
    "Baltic Shipyards": "Industry",
    "Castle Hotels": "Facilities",
    "Dunmore Builders": "Building",
    "Elm Property Services": "Facilities",
    "Foxglove Gardens": "Facilities",
    "Granite Works": "Building",
    "Harbour Logistics": "Industry",
    "Ivory Interiors": "Building",
    "Jasper Facilities": "Facilities",
    "Kingfisher Schools": "Facilities",
    "Linden Clinics": "Facilities",
    "Maple Joinery": "Building",
    "Northgate Retail": "Facilities",
    "Orchard Farms": "Industry",
    "Pioneer Rail": "Industry",
    "Quarry Machines": "Industry",
    "Riverside Council": "Facilities",
}

CUSTOMERS_ONLINE = (
    "Online: Anna Berg",
    "Online: Ben Carter",
    "Online: Chloe Dubois",
    "Online: David Evans",
    "Online: Eva Fischer",
    "Online: Felix Grant",
    "Online: Gina Hart",
    "Online: Hugo Ibsen",
    "Online: Ines Jansen",
    "Online: Jon Keller",
)
