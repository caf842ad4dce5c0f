from .common import ReplenishCommon
from .common_access import new_user

MANAGER = "stock_replenish_sync.group_replenish_manager"
PLANNER = "stock_replenish_sync.group_replenish_planner"
VIEWER = "stock_replenish_sync.group_replenish_viewer"


class OnboardingCommon(ReplenishCommon):
    """A company with three rules that sell, one product that sells without a rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["stock.warehouse.orderpoint"]
        for name, weekly in (("Best", 40), ("Good", 4), ("Slow", 1)):
            product = cls.make_product(name)
            cls.past_demand(product, weekly, weeks=12)
            cls.rules |= cls.make_orderpoint(
                product, product_min_qty=1, product_max_qty=2
            )
        cls.unruled = cls.make_product("Forgotten")
        cls.past_demand(cls.unruled, 5, weeks=10)
        cls.manager = cls._user("onboarding_manager", MANAGER)
        cls.planner = cls._user("onboarding_planner", PLANNER)
        cls.viewer = cls._user("onboarding_viewer", VIEWER)

    @classmethod
    def _user(cls, login, group, company=None):
        company = company or cls.company
        return new_user(cls.env, login, group, company)

    def service(self, user, company=None):
        """Return the service as a user who works in a company."""
        company = company or self.company
        return self.env(user=user, context={"allowed_company_ids": company.ids})[
            "stock.replenish.onboarding"
        ]
