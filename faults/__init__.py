"""Faults on purpose: killed processes, and several of them on the same rows."""
