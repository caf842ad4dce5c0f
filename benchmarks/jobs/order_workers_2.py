from ..job import Against
from ..shared import OrderShared


class OrderWorkers2(OrderShared):
    """The same with 2 worker processes: a warehouse's orders are one worker's at a
    time, since they may share requests for quotation."""

    title = "Order what is due, 2 workers"
    workers = 2
    against = (Against("times faster", job="order_workers_1", inverse=True),)
