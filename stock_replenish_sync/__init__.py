from . import cli, controllers, generator, models, wizards


def uninstall_hook(env):
    """Delete what belongs to no module's data: system parameters, sequences, and
    indexes on tables of others."""
    env.cr.execute(
        """DROP INDEX IF EXISTS stock_move_replenish_done_idx,
                                stock_move_replenish_received_idx,
                                stock_move_replenish_returned_idx"""
    )
    env.cr.execute(
        """DROP SEQUENCE IF EXISTS stock_replenish_health_known_seq,
                                   stock_replenish_health_unknown_seq"""
    )
    env["ir.config_parameter"].search(
        [("key", "=like", r"stock\_replenish\_sync.%")]
    ).unlink()
