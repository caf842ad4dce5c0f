from . import generate, replenish
