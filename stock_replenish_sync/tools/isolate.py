"""Find the items that fail, without stopping the others."""

import logging

from psycopg2 import OperationalError

_logger = logging.getLogger(__name__)


def isolate(cr, ids, job):
    """Run `job(ids)` in a savepoint; on an error halve until the culprits are alone.

    Errors of the database itself (serialization, lost connection) are not an item's
    fault and pass through.

    :param cr: cursor
    :param list ids: what to work on
    :param job: callable taking a list of ids; its effect is undone if it raises
    :return: list of (id, exception) that failed alone
    """
    if not ids:
        return []
    try:
        with cr.savepoint():
            job(ids)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one item raises, others go on
        if len(ids) == 1:
            _logger.info("Item %s failed: %s", ids[0], error, exc_info=True)
            return [(ids[0], error)]
        middle = len(ids) // 2
        return isolate(cr, ids[:middle], job) + isolate(cr, ids[middle:], job)
    return []
