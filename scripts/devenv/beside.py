"""One thing done while another one is: most of what the tests do takes one core."""

import concurrent.futures
import contextlib


@contextlib.contextmanager
def beside(work):
    """Do `work` in a thread while the block runs; give the future of its result.

    The block ends when both are done. What `work` starts may write to the screen at
    any time, so it had better keep its output together.
    """
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        yield pool.submit(work)
