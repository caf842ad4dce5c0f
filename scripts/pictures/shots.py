"""The pictures of the guide; a line each, taken in this order in one database.

A step is a function of the page: :func:`click`, :func:`see`, :func:`fill`, or one of
your own. Selectors are Playwright's. A picture sees what those before it did.
"""

from dataclasses import dataclass

LAKESIDE = "Lakeside Online"
MERIDIAN = "Meridian Trading"
ADDON = "stock_replenish_sync."


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at what, after which steps."""

    name: str
    user: str
    action: str
    steps: tuple = ()
    company: str = MERIDIAN
    phone: bool = False
    #: As high as the page, up to this many pixels; 0: the window.
    height: int = 0


def click(selector):
    """Return the step of clicking on the first element that fits."""
    return lambda page: page.locator(selector).first.click()


def see(selector):
    """Return the step of waiting until an element is there."""
    return lambda page: page.locator(selector).first.wait_for()


def fill(selector, text):
    """Return the step of typing a text."""
    return lambda page: page.locator(selector).first.fill(text)


def choose(selector, value):
    """Return the step of choosing a value of a list."""
    return lambda page: page.locator(selector).first.select_option(value)


def scroll(selector):
    """Return the step of bringing an element into the middle of the window."""
    return lambda page: page.locator(selector).first.evaluate(
        "element => element.scrollIntoView({block: 'center'})"
    )


START = f"{ADDON}stock_replenish_onboarding_action"
TO_ORDER = f"{ADDON}stock_warehouse_orderpoint_action_to_order"
ALL_RULES = f"{ADDON}stock_warehouse_orderpoint_action"
REVIEW = f"{ADDON}stock_replenish_decision_action"
POLICIES = f"{ADDON}stock_replenish_policy_action"
MATRIX = f"{ADDON}stock_replenish_policy_rule_action"
TOWER = f"{ADDON}stock_replenish_tower_action"
KPIS = f"{ADDON}stock_replenish_kpi_page_action"
MONITOR = f"{ADDON}stock_replenish_job_action"
EXCEPTIONS = f"{ADDON}stock_replenish_exception_action"
SETTINGS = "stock.action_stock_config_settings"

ROW = ".o_data_row td[name=name]"
WHY = ".o_data_row button.o_replenish_why"

SHOTS = (
    # The first hour, in the company of the demo that has not adopted anything.
    Shot("first-hour-start", "admin", START, company=LAKESIDE),
    Shot(
        "first-hour-rules",
        "admin",
        START,
        (click(".o_replenish_propose"), see(".modal .o_data_row")),
        company=LAKESIDE,
    ),
    Shot(
        "first-hour-history",
        "admin",
        START,
        (
            click(".o_replenish_read"),
            see(".o_replenish_cells"),
            click("details summary"),
        ),
        company=LAKESIDE,
        height=1100,
    ),
    Shot("first-hour-phone", "admin", START, company=LAKESIDE, phone=True),
    Shot(
        "first-hour-compare",
        "admin",
        START,
        (click(".o_replenish_compare"), see(".modal .o_form_view")),
        company=LAKESIDE,
    ),
    Shot(
        "first-hour-adopted",
        "admin",
        START,
        (
            click(".o_replenish_compare"),
            click(".modal-footer [name=action_apply]"),
            see(".modal [name=action_undo]"),
            click(".modal-header .btn-close"),
            see("[data-step=adopted]"),
        ),
        company=LAKESIDE,
    ),
    # The morning.
    Shot(
        "control-tower",
        "demo_planner",
        TOWER,
        (
            click(".o_replenish_show_all"),
            see("[data-block=inbound] td"),
            see("[data-block=outlook] canvas"),
        ),
        height=1500,
    ),
    Shot(
        "control-tower-phone",
        "demo_planner",
        TOWER,
        (see(".o_replenish_tile"),),
        phone=True,
    ),
    Shot("to-order", "demo_planner", TO_ORDER, (see(".o_data_row"),)),
    Shot(
        "to-order-phone",
        "demo_planner",
        TO_ORDER,
        (see(".o_kanban_record:not(.o_kanban_ghost)"),),
        phone=True,
    ),
    Shot(
        "why",
        "demo_planner",
        TO_ORDER,
        (
            click(WHY),
            see(".modal .o_replenish_why_sentence"),
        ),
        height=1100,
    ),
    Shot("to-review", "demo_planner", REVIEW, (see(".o_data_row"),)),
    Shot("exceptions", "demo_planner", EXCEPTIONS, (see(".o_data_row"),)),
    Shot(
        "exceptions-transfer",
        "demo_planner",
        EXCEPTIONS,
        (click(".o_data_row [data-code=transfer]"), see(".modal .o_data_row")),
    ),
    Shot(
        "exceptions-phone",
        "demo_planner",
        EXCEPTIONS,
        (see(".o_kanban_record:not(.o_kanban_ghost)"),),
        phone=True,
    ),
    # How good it is, and whether it runs.
    Shot("kpis", "demo_head", KPIS, (see(".o_replenish_kpi_cards canvas"),)),
    Shot(
        "kpis-phone",
        "demo_head",
        KPIS,
        (see(".o_replenish_kpi_cards canvas"),),
        phone=True,
    ),
    Shot("monitor", "demo_head", MONITOR, (see(".o_data_row"),)),
    # Policies.
    Shot("all-rules", "demo_planner", ALL_RULES, (see(".o_data_row"),)),
    Shot(
        "policy", "demo_head", POLICIES, (click(ROW), see(".o_form_view")), height=1100
    ),
    Shot("matrix", "demo_head", MATRIX, (see(".o_data_row"),)),
    Shot(
        "settings",
        "admin",
        SETTINGS,
        (scroll("[name=replenish_history_weeks]"),),
    ),
)
