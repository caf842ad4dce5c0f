import argparse
import time

from odoo.cli import Command

from .database import environment
from .progress import Progress


class ReplenishGenerate(Command):
    """Create demo data, or volume data for measuring replenishment"""

    name = "replenish-generate"

    def run(self, args):
        parser = self._parser()
        options, rest = parser.parse_known_args(args)
        if not options.demo and options.orderpoints is None and options.moves is None:
            parser.error("say --demo, or how large: --orderpoints N --moves M")
        with environment(parser, rest) as env:
            self._generate(env, options)

    def _generate(self, env, options):
        from ..generator import create_demo, create_volume

        started = time.monotonic()
        with Progress() as progress:
            if options.demo:
                counts = create_demo(env, seed=options.seed, today=options.today)
                progress.say(_created(counts, "demo", started))
            else:
                counts = create_volume(
                    env,
                    orderpoints=options.orderpoints or 100_000,
                    moves=options.moves or 50 * (options.orderpoints or 100_000),
                    warehouses=options.warehouses,
                    below_minimum=options.below_minimum,
                    lead_dates=options.lead_dates,
                    weeks=options.weeks,
                    seed=options.seed,
                    today=options.today,
                    progress=progress.step,
                )
                progress.say(_created(counts, "volume", started))

    def _parser(self):
        parser = argparse.ArgumentParser(
            prog="odoo-bin replenish-generate",
            description="Create demo data (once per database), or volume data in a "
            "company of its own. The same seed and day give the same data.",
            epilog="Volume rows are made for planning and measuring: done moves carry "
            "product, places, quantity, date and purchase line, but there are no "
            "transfers (pickings), no move lines and no valuation layers, so do not "
            "process or value them. Large volumes drop and rebuild the indexes of "
            "stock_move in one transaction: use a database nobody else works in. "
            "100,000 orderpoints with 5,000,000 moves take minutes and several "
            "gigabytes. Give the addons path through the configuration file named in "
            "ODOO_RC, or as --addons-path=… before the command. Other options, such as "
            "-c and -d, are Odoo's.",
        )
        parser.add_argument(
            "--demo",
            action="store_true",
            help="create the demo data, move lines and valuation included",
        )
        parser.add_argument(
            "--orderpoints",
            type=int,
            metavar="N",
            help="volume: reordering rules (100000)",
        )
        parser.add_argument(
            "--moves",
            type=int,
            metavar="M",
            help="volume: done stock moves (50 per orderpoint)",
        )
        parser.add_argument(
            "--warehouses",
            type=int,
            default=5,
            metavar="W",
            help="volume: warehouses (5)",
        )
        parser.add_argument(
            "--below-minimum",
            type=float,
            default=0.25,
            metavar="X",
            help="volume: share below minimum (0.25)",
        )
        parser.add_argument(
            "--lead-dates",
            type=int,
            default=30,
            metavar="L",
            help="volume: vendors, promising 1 to L days (30)",
        )
        parser.add_argument(
            "--weeks",
            type=int,
            default=104,
            metavar="W",
            help="volume: weeks of history (104)",
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=17,
            metavar="S",
            help="seed of all random numbers (17)",
        )
        parser.add_argument(
            "--today", metavar="YYYY-MM-DD", help="the day the history ends (today)"
        )
        return parser


def _created(counts, name, started):
    """Say what was created."""
    if not counts:
        return "The demo data is there already: nothing was created."
    lines = ", ".join(f"{key.replace('_', ' ')}: {n}" for key, n in counts.items())
    return f"Created {name} data in {time.monotonic() - started:.0f} s. {lines}."
