"""Which methods the bulk reads are known to agree with.

A module that changes one of them may make the answer for a row depend on something
that reading for many rows does not see. Then core reads row by row, as without us.
"""

MODULES = {
    "digits": {("decimal.precision", "precision_get"): ("base", "account")},
    "vendors": {},
    "rules": {
        ("product.product", "_get_rules_from_location"): ("stock",),
        ("procurement.group", "_get_rule"): ("stock",),
        ("procurement.group", "_get_rule_domain"): ("stock", "stock_dropshipping"),
        ("procurement.group", "_search_rule_for_warehouses"): ("stock",),
        ("stock.rule", "_read_group"): (),
        ("stock.rule", "_search"): (),
    },
    "boms": {
        ("mrp.bom", "_bom_find"): ("mrp",),
        ("mrp.bom", "_bom_find_domain"): ("mrp",),
        ("mrp.bom", "_search"): ("analytic",),
    },
    "quotations": {
        ("product.product", "_get_quantity_in_progress"): ("stock", "purchase_stock"),
        ("product.product", "_get_lines_domain"): ("purchase_stock",),
        ("purchase.order.line", "_read_group"): (),
        ("purchase.order.line", "_search"): ("analytic",),
    },
    "productions": {
        ("mrp.production", "_read_group"): (),
        ("mrp.production", "_read_group_select"): (),
        ("mrp.production", "_search"): ("analytic",),
    },
    "moves": {
        ("stock.move", "_read_group"): (),
        ("stock.move", "_read_group_select"): (),
        ("stock.move", "_search"): (),
    },
    "quants": {
        ("stock.quant", "_read_group"): ("stock_account",),
        ("stock.quant", "_read_group_select"): ("stock",),
        ("stock.quant", "_search"): ("stock",),
    },
}
OWN = "odoo.addons.stock_replenish_sync.models.neutral."


def is_known(env, subject):
    """Tell whether only known modules have a say in what a subject is read by."""
    return all(
        _written_in(method).startswith((OWN, "odoo.models", *map(_addon, modules)))
        for (model, name), modules in MODULES[subject].items()
        for method in _definitions(type(env[model]), name)
    )


def _definitions(model, name):
    """Give all definitions of a method, also those patched in while running."""
    for part in model.mro():
        if name in vars(part):
            yield vars(part)[name]


def _written_in(method):
    """Return the module a function was written in; what wraps it counts."""
    name = getattr(method, "__globals__", {}).get("__name__", "?")
    # What core caches for all is wrapped by a package that has no say of its own.
    return _written_in(method.__wrapped__) if name == "decorator" else name


def _addon(module):
    return f"odoo.addons.{module}."
