"""Batches of rows that belong together."""

import itertools


def split_by(ids, keys, size):
    """Yield lists of ids in the order of their keys, equal keys always together.

    :param ids: ids of rows
    :param keys: a key for each of them, for example their product
    :param int size: rows of a batch; exceeded rather than taking one key apart
    """
    batch = []
    pairs = sorted(zip(keys, ids, strict=True))
    for _key, group in itertools.groupby(pairs, key=lambda pair: pair[0]):
        rows = [row for _same, row in group]
        if batch and len(batch) + len(rows) > size:
            yield batch
            batch = []
        batch += rows
    if batch:
        yield batch
