"""The databases jobs work on, each made out of another one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variant:
    """A kind of database.

    `base` is the variant it is made of, `modules` what is installed on top of that,
    `build` the file in this folder whose `build(env, size)` then fills it. `source`
    names the folders, below the repository, that the outcome depends on.
    """

    base: str | None
    modules: tuple[str, ...] = ()
    build: str | None = None
    source: tuple[str, ...] = ()


ADDON = "stock_replenish_sync"

VARIANTS = {
    # Odoo alone, without data: what the others begin with.
    "core": Variant(None, ("stock", "purchase_stock", "mrp", "sale_stock")),
    # The data, made by the addon's generator without the addon in the registry.
    "plain": Variant("core", build="plain", source=(f"{ADDON}/generator",)),
    # The same rows with the addon installed, which changes nothing until configured.
    "addon": Variant("plain", (ADDON,), source=(ADDON,)),
    # One policy for every row, planned once.
    "planned": Variant("addon", build="planned"),
}
