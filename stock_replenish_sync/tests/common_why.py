from .common_supply import SupplyCommon


class WhyCommon(SupplyCommon):
    """Asks for explanations, and follows their links."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Why = cls.env["stock.replenish.why"]

    def explain(self, record):
        """Return the explanation of a record, as the dialog gets it."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Why.explain(record._name, record.id)

    def found(self, link):
        """Return the records that a link opens."""
        self.assertTrue(link)
        return self.env[link["res_model"]].search(link["domain"])

    def links(self, why, key):
        """Return model -> records that the links of an input open."""
        [row] = [row for row in why["inputs"] if row["key"] == key]
        return {link["res_model"]: self.found(link) for link in row["links"]}

    def line(self, why, key):
        """Return value and text of one of the three lines."""
        [line] = [line for line in why["lines"] if line["key"] == key]
        return line["value"], line["text"]

    @staticmethod
    def demand_of(moves):
        """Return the demand that done moves are: returns are taken off."""
        return sum(
            move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id, round=False
            )
            * (1 if move.location_id.usage == "internal" else -1)
            for move in moves
        )
