from odoo.tests import HttpCase


class TourCase(HttpCase):
    """Tours on machines that have other work too."""

    # Opened at "/web" and moved on from there, a tour races with the home page:
    # tests give the address that the tour starts at.
    def start_tour(self, url_path, tour_name, *, user=None, timeout=300, **options):
        """As in core, with time (seconds) for assets that are built on the way.

        :param user: who takes it; gets a password to log in with
        """
        if user:
            user.password = options["login"] = user.login
        return super().start_tour(url_path, tour_name, timeout=timeout, **options)
