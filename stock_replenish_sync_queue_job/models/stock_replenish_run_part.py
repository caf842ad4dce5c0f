from odoo import _, models

from odoo.addons.queue_job.job import identity_exact


class StockReplenishRunPart(models.Model):
    _inherit = "stock.replenish.run.part"

    def _delay(self):
        """Queue each of these parts, unless it is in the queue already."""
        steps = dict(self._fields["step"]._description_selection(self.env))
        for part in self:
            part.with_delay(
                identity_key=identity_exact,
                description=_(
                    "%(step)s: %(count)s rules", step=steps[part.step], count=part.rows
                ),
            )._work_as_job()

    def _work_as_job(self):
        """Do this part in the transaction of its job; queue what waited for it.

        A part that somebody else does or did is left to them. What goes wrong is the
        queue's to handle: it is undone, and run again.
        """
        part = self.sudo().exists()
        if not part or not part._work():
            return _("Done elsewhere.")
        part.run_id._parts_in_turn()._delay()
        return part.run_id.outcome
