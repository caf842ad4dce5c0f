from . import cli, generator, models, wizards


def uninstall_hook(env):
    """Delete the system parameters, which belong to no module's data."""
    env["ir.config_parameter"].search(
        [("key", "=like", r"stock\_replenish\_sync.%")]
    ).unlink()
