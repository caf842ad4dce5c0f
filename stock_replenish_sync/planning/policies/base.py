"""What a method may choose."""

from dataclasses import dataclass

from ..datatypes import PolicyParams


@dataclass(frozen=True)
class Method:
    """The choices of a method; every governed method is the same netting.

    Attributes
    ----------
    key : str
        Value of :attr:`PolicyParams.method`.
    governed : bool
        False where the engine computes statistics only.
    own_stream : str
        Demand stream where the policy names none.
    own_lot : str
        Lot method where the policy names none.
    forced_lot : str
        Lot method whatever the policy names; '' where it may choose.
    """

    key: str
    governed: bool = True
    own_stream: str = "net"
    own_lot: str = "eoq"
    forced_lot: str = ""

    def demand_stream(self, policy: PolicyParams) -> str:
        """Return which demand the balance is charged with."""
        return policy.demand_stream or self.own_stream

    def lot_method(self, policy: PolicyParams) -> str:
        """Return how the lot is found."""
        return self.forced_lot or policy.lot_method or self.own_lot

    def service_kind(self, policy: PolicyParams) -> str:
        """Return what the safety stock protects."""
        return policy.service_kind
