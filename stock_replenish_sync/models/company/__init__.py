"""Settings of a company."""

from . import (
    res_company,
    res_company_onboarding,
    res_config_settings,
)
