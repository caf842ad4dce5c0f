"""Rows that nobody needs any more, deleted when Odoo cleans up."""

from odoo import fields


def forget(model, domain, since="create_date", limit=10_000, **age):
    """Delete what a domain finds and what is older than this.

    :param str since: name of the moment that tells how old a row is
    :param int limit: so many at a time; the rest goes the next time
    :param age: such as months=3
    """
    oldest = fields.Datetime.subtract(fields.Datetime.now(), **age)
    model.search([*domain, (since, "<", oldest)], limit=limit).unlink()
