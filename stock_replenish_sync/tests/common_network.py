from . import prepared
from .common_supply import SupplyCommon


class NetworkCommon(SupplyCommon):
    """A hub, a branch it resupplies, and a warehouse nobody resupplies."""

    COMPANY = prepared.NETWORK

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hub, cls.branch, cls.other = prepared.network(cls.company)
        cls.route = cls.branch.resupply_route_ids

    @classmethod
    def make_warehouse(cls, name, company=None, **values):
        """Return a warehouse; its code is the beginning of its name."""
        return cls.env["stock.warehouse"].create(
            {
                "name": name,
                "code": name[:5].upper(),
                "company_id": (company or cls.company).id,
                **values,
            }
        )

    @classmethod
    def make_abroad(cls):
        """Return the warehouse of another company, which the user works in too.

        For `setUpClass`: the environment knows the company from then on.
        """
        company = cls.env["res.company"].create({"name": "Abroad Company"})
        cls.env.user.company_ids += company
        cls.env = cls.env(
            context=dict(
                cls.env.context, allowed_company_ids=[cls.company.id, company.id]
            )
        )
        abroad = cls.env["stock.warehouse"].search([("company_id", "=", company.id)])
        abroad.name = "Abroad"
        return abroad

    @classmethod
    def make_lane(cls, destination, source, **values):
        """Return a lane between two warehouses."""
        return cls.env["stock.replenish.source"].create(
            {
                "warehouse_id": destination.id,
                "source_warehouse_id": source.id,
                **values,
            }
        )
