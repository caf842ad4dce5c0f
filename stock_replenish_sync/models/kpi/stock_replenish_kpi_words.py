from odoo import _, api, models, tools


class StockReplenishKpi(models.Model):
    """What KPIs are called, and what each of them means."""

    _inherit = "stock.replenish.kpi"

    @api.model
    @tools.ormcache("self.env.lang")
    def _labels(self):
        """Return (code, name) of all KPIs in their order, as a selection takes them."""
        return [(code, label) for code, label, _help in self._words()]

    @api.model
    @tools.ormcache("self.env.lang")
    def _helps(self):
        """Return {code: what it means, in a sentence}."""
        return {code: text for code, _label, text in self._words()}

    @api.model
    def _unit_words(self):
        """Return {unit: its word or sign}."""
        return {"%": "%", "days": _("days"), "turns": _("turns"), "hours": _("hours")}

    def _words(self):
        return [
            (
                "fill_rate",
                _("Fill Rate"),
                _("Units delivered on time ÷ units asked, by the first deadline."),
            ),
            (
                "fill_rate_lines",
                _("Fill Rate by Line"),
                _("Lines delivered whole and on time ÷ lines asked."),
            ),
            (
                "stockout_rate",
                _("Stock-out Rate"),
                _("Item-days at zero with demand ÷ item-days with demand."),
            ),
            (
                "turns",
                _("Turns"),
                _("Yearly cost of goods shipped ÷ average stock value."),
            ),
            (
                "days_of_supply",
                _("Days of Supply"),
                _("On hand ÷ expected daily demand, both at cost."),
            ),
            (
                "excess_share",
                _("Excess"),
                _("Stock above maximum and beyond 90 days of demand ÷ stock, at cost."),
            ),
            (
                "ageing_share",
                _("Ageing"),
                _("Stock value unmoved for 180 days ÷ stock value."),
            ),
            (
                "otif",
                _("On Time in Full"),
                _("Vendor lines complete by the first promised date ÷ all promised."),
            ),
            (
                "replenishment_accuracy",
                _("Replenishment Accuracy"),
                _("Orders within 10 % and 2 days of actual need ÷ orders."),
            ),
            (
                "acceptance",
                _("Accepted"),
                _("Proposals taken unchanged ÷ proposals decided."),
            ),
            (
                "prevention",
                _("Prevented"),
                _("Warned stock-outs averted ÷ these and those that happened."),
            ),
            (
                "alert_accuracy",
                _("Alert Accuracy"),
                _("Warnings that came true or were acted on ÷ warnings."),
            ),
            (
                "response_time",
                _("Response Time"),
                _("Median hours from warning to action."),
            ),
        ]
