from .validate_receipt import ValidateReceipt


class ValidateDelivery(ValidateReceipt):
    """A delivery of so many products is validated."""

    title = "Validate a delivery"

    @property
    def picking_type(self):
        return self.warehouse.out_type_id

    def places(self, env):
        return self.warehouse.lot_stock_id, env.ref("stock.stock_location_customers")
