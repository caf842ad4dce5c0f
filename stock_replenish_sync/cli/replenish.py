import argparse

from odoo.cli import Command

from .database import environment


class Replenish(Command):
    """Plan and order replenishment, with a progress bar and a summary"""

    name = "replenish"

    def run(self, args):
        parser = self._parser()
        options, rest = parser.parse_known_args(args)
        # rich belongs to the command, not to the addon: imported where it is used.
        try:
            from .replenish_report import Report
        except ImportError:
            parser.error("this command shows its work with rich: pip install rich")
        if options.workers < 1:
            parser.error("--workers is a number of processes, at least 1")
        with environment(parser, rest, options.workers - 1) as env:
            report = Report(env(context={"replenish_workers": options.workers}))
            if options.plan:
                report.work("plan")
            if options.order:
                report.work("order")
            if options.plan and options.order:
                # Figures of before the orders would be told as problems.
                report.work("plan")
            if options.scan:
                report.scan()
            if options.measure:
                report.measure()
            if options.summary or not self._has_work(options):
                report.summary()

    def _has_work(self, options):
        return options.plan or options.order or options.scan or options.measure

    def _parser(self):
        parser = argparse.ArgumentParser(
            prog="odoo-bin replenish",
            description=self.__doc__,
            epilog="Give the addons path through the configuration file named in "
            "ODOO_RC, or as --addons-path=… before 'replenish'. Other options, such "
            "as -c and -d, are Odoo's.",
        )
        parser.add_argument(
            "--plan", action="store_true", help="plan everything not planned today"
        )
        parser.add_argument(
            "--order", action="store_true", help="order what is due, and automatic"
        )
        parser.add_argument(
            "--scan", action="store_true", help="look for what needs a person"
        )
        parser.add_argument(
            "--measure", action="store_true", help="measure the days that are over"
        )
        parser.add_argument(
            "--summary", action="store_true", help="show what is there (the default)"
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            metavar="N",
            help="processes that share the work (1)",
        )
        return parser
