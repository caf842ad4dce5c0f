"""Batches of rows that belong together."""


def split_by(ids, keys, size):
    """Yield lists of ids in the order of their keys, equal keys always together.

    :param ids: ids of rows
    :param keys: a key for each of them, for example their product
    :param int size: rows of a batch; exceeded rather than taking one key apart
    """
    groups = {}
    for key, row in sorted(zip(keys, ids, strict=True)):
        groups.setdefault(key, []).append(row)
    batch = []
    for rows in groups.values():
        if batch and len(batch) + len(rows) > size:
            yield batch
            batch = []
        batch += rows
    if batch:
        yield batch
