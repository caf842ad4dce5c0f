"""The course of a job: prepared, run while something measures it, looked at."""

from . import session


def run(odoo, job, case, gauge):
    """Take a job through a case in a transaction of its own.

    :param gauge: called with the cursor and the job; what it returns has a `start`, and
        a `stop` that returns the figures
    :return: items that the job was done for, and the figures
    """
    with odoo.cursor() as cr:
        env = session.environment(cr)
        prepared = job.prepare(env, case)
        env.flush_all()
        if job.commits:
            cr.commit()
        env.invalidate_all()
        measured = gauge(cr, job)
        measured.start()
        items = job.run(env, prepared)
        env.flush_all()
        if job.commits:
            cr.commit()
        figures = measured.stop()
        job.finish(env, prepared)
        cr.rollback()
    return items or 1, figures
