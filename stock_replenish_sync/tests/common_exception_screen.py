from .common_exception import ExceptionCommon


class ExceptionScreenCommon(ExceptionCommon):
    """Exceptions as the screens show them, whatever raised them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Exception.search([]).unlink()
        cls.number = 0

    @classmethod
    def make_exception(cls, **values):
        cls.number += 1
        return cls.Exception.create(
            {
                "kind": "order_error",
                "code": "test",
                "text": "It cannot be ordered.",
                "company_id": cls.company.id,
                "warehouse_id": cls.warehouse.id,
                "fingerprint": f"test:{cls.number}",
                "value_at_risk": 0,
                "value_rank": 0,
                **values,
            }
        )
