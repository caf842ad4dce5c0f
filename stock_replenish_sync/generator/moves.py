"""What the ORM fills in of stock moves by itself."""

MOVE = {
    "priority": "0",
    "sequence": 10,
    "procure_method": "make_to_stock",
    "propagate_cancel": False,
    "scrapped": False,
    "additional": False,
}
DONE = {**MOVE, "state": "done", "picked": True, "is_done": True}
