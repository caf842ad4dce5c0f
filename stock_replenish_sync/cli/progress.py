"""How far a command is: a bar where rich is installed, log lines where not."""

import logging

_logger = logging.getLogger(__name__)


class Progress:
    """Shows the steps of a command while the block lasts.

    :param console: where rich writes, if not to the terminal
    """

    def __init__(self, console=None):
        try:
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                TextColumn,
                TimeElapsedColumn,
            )
            from rich.progress import (
                Progress as Bar,
            )
        except ImportError:
            self.bar = None
        else:
            self.bar = Bar(
                TextColumn("{task.description:<16}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=console,
            )
        self.tasks = {}

    def __enter__(self):
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_exception):
        if self.bar:
            self.bar.stop()

    def step(self, name, done, total):
        """Show how far a step is."""
        if not self.bar:
            _logger.info("%s: %s of %s", name, done, total)
            return
        if name not in self.tasks:
            self.tasks[name] = self.bar.add_task(name, total=total)
        self.bar.update(self.tasks[name], completed=done, total=total)

    def say(self, text):
        """Print a sentence."""
        if self.bar:
            self.bar.console.print(text, highlight=False)
        else:
            _logger.info(text)
