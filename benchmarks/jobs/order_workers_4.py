from ..job import Against
from ..shared import OrderShared


class OrderWorkers4(OrderShared):
    """The same with 4 worker processes: a warehouse's orders are one worker's at a
    time, since they may share requests for quotation."""

    title = "Order what is due, 4 workers"
    workers = 4
    against = (Against("times faster", job="order_workers_1", inverse=True),)
