"""What one computation has read, shared by its rows for as long as it lasts."""

from contextlib import contextmanager

from odoo.tools import frozendict

from .known import is_known

# Context key: a Memo, or False for core's own way of reading row by row.
KEY = "replenish_memo"
# What nothing remembered here depends on, whatever core puts it into the context for.
INDIFFERENT = frozenset(("location", "to_date", "bypass_delay_description"))


class Memo:
    """Reads of one computation over given orderpoints.

    Whatever is read here is read for all of them, by core's own methods where they can
    be asked for many, and is answered for those only. It is closed with the
    computation, since a context may live longer than what it was made for.
    """

    def __init__(self, orderpoints):
        self.orderpoints = frozenset(orderpoints.ids)
        self.products = frozenset(orderpoints.product_id.ids)
        self._open = True
        self._known = {}
        self._read = {}

    @classmethod
    def of(cls, env, subject):
        """Return the memo to ask for a subject, or None if core is to read itself.

        :param str subject: key of `known.MODULES`
        """
        memo = env.context.get(KEY)
        if not memo or not memo._open:
            return None
        if subject not in memo._known:
            memo._known[subject] = is_known(env, subject)
        return memo if memo._known[subject] else None

    def once(self, env, key, read):
        """Return `read()`, called once for a key in environments that read alike.

        :param env: None for what does not depend on any
        """
        if env is not None:
            # Not the environment itself: core's are short-lived, and searched for by
            # going through all that are alive.
            context = {
                name: value
                for name, value in env.context.items()
                if name not in INDIFFERENT
            }
            key = (env.uid, env.su, frozendict(context), *key)
        if key not in self._read:
            self._read[key] = read()
        return self._read[key]

    def close(self):
        self._open = False
        self._read.clear()


@contextmanager
def remembering(orderpoints):
    """Give orderpoints whose computations read in bulk, until the block is left.

    One row is read as core does, and so are rows not saved yet and those inside of
    another block.
    """
    if len(orderpoints) < 2 or not all(orderpoints._ids) or KEY in orderpoints._context:
        yield orderpoints
        return
    memo = Memo(orderpoints)
    try:
        yield orderpoints.with_context(**{KEY: memo})
    finally:
        memo.close()
