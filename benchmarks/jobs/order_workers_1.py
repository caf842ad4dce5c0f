from ..shared import OrderShared


class OrderWorkers1(OrderShared):
    """The ordering run on rules below their minimum, the same number in each
    warehouse: requests for quotation are made, a vendor's in a warehouse is one."""

    title = "Order what is due, 1 worker"
