from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings

#: A failing draw is not made smaller, which would take minutes.
QUICK = (Phase.generate,)


class DrawnCommon:
    """Checks what hypothesis draws: each draw begins with the data of the class."""

    def check(self, **drawn):
        """Build what was drawn and look whether all is as it should be."""
        raise NotImplementedError

    def check_draws(self, now, examples, phases=QUICK, **strategies):
        """Check as many draws, the same ones on every run.

        :param str now: the moment at which all of it happens
        :param strategies: what is drawn, by name
        """

        @settings(
            max_examples=examples,
            phases=phases,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(**strategies)
        def check(**drawn):
            savepoint = self.env.cr.savepoint()
            try:
                self.check(**drawn)
            finally:
                savepoint.close(rollback=True)
                self.env.clear()
                self.env.registry.clear_cache()

        with freeze_time(now):
            check()
