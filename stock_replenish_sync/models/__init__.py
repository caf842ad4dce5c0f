# Others inherit from these.
from . import mixins

# isort: split
from . import (
    change,
    company,
    decision,
    documents,
    exception,
    network,
    onboarding,
    plan,
    policy,
    rule,
    runs,
    suggestion,
    why,
)
