"""The databases jobs work on, each made out of another one."""

from dataclasses import dataclass

ADDON = "stock_replenish_sync"


@dataclass(frozen=True)
class Variant:
    """A kind of database.

    It is made of the variant `base` by installing `modules`, then by `build(env, size)`
    of the file of its name in this folder, if there is one. `source` names folders of
    the repository that the outcome depends on. With `peers` the addons of
    `requirements/bench.txt` are there to be installed.
    """

    base: str | None
    modules: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    peers: bool = False


VARIANTS = {
    # Odoo alone, without data: what the others begin with.
    "core": Variant(None, ("stock", "purchase_stock", "mrp", "sale_stock")),
    # The data, made by the addon's generator without the addon in the registry.
    "plain": Variant("core", source=(f"{ADDON}/generator",)),
    # The same rows with the addon installed, which changes nothing until configured.
    "addon": Variant("plain", (ADDON,), source=(ADDON,)),
    # One policy for every row, planned once.
    "planned": Variant("addon"),
    # The same, with lanes from one warehouse to the others.
    "network": Variant("planned"),
    # Governed as in "planned", with open orders, some late, and planned with them.
    "orders": Variant("planned"),
    # The same rows with OCA ddmrp, and a buffer for each rule or for a sample of them.
    "peers": Variant("plain", ("ddmrp",), peers=True),
}
