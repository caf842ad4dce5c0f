# Others inherit from these.
from . import mixins

# isort: split
from . import (
    change,
    company,
    decision,
    detection,
    documents,
    exception,
    exception_action,
    kpi,
    masters,
    message,
    monitor,
    network,
    onboarding,
    plan,
    policy,
    review_month,
    rule,
    runs,
    suggestion,
    tower,
    vendor,
    why,
)

# isort: split
# Around all that the others do with a reordering rule.
from . import neutral
