from . import cli, generator, models, wizards
