"""Everything governed by one policy and planned once."""


def build(env, size):
    """Configure the addon and plan."""
    govern(env)
    plan(env)


def govern(env):
    """Give every row one policy, by one line of the matrix."""
    policy = env["stock.replenish.policy"].create(
        {"name": "Benchmark", "method": "reorder_point"}
    )
    env["stock.replenish.policy.rule"].create({"policy_id": policy.id})


def plan(env):
    """Run the nightly job until nothing is left."""
    if not env["stock.replenish.run"]._cron_plan(budget=24 * 3600):
        raise RuntimeError("planning did not come to an end")
