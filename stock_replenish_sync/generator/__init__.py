"""Seeded generator of demo and volume data: same seed and same day, same data."""

from . import model
from .demo import create_demo
from .volume import create_volume
