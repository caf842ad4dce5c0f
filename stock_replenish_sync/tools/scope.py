"""What queries over one company have in common: its rows, and its calendar days."""

from dataclasses import dataclass

from odoo.models import BaseModel
from odoo.tools import SQL


def local_day(moment, company):
    """Return SQL for a company's calendar day of a moment in UTC.

    :param moment: expression of a timestamp, such as "m.date"
    """
    return SQL(
        "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
        SQL(moment),
        company._replenish_timezone(),
    )


@dataclass(frozen=True)
class CompanyScope:
    """Rows of one company."""

    company: BaseModel

    def of_company(self, column):
        """Return SQL that tells whether a row is the company's."""
        return SQL("%s = %s", SQL(column), self.company.id)

    def local_day(self, moment):
        """Return SQL for the company's calendar day of a moment in UTC."""
        return local_day(moment, self.company)
