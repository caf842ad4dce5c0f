"""What went wrong, in words for a person."""


def error_words(error):
    """Return the message of an exception, whatever kind it is."""
    # Core's procurements that failed, and what went wrong with each.
    failures = getattr(error, "procurement_exceptions", None)
    if failures:
        return "\n".join(text for _procurement, text in failures)
    return str(error.args[0] if error.args else "") or type(error).__name__
