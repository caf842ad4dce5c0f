from . import cli, generator, models
