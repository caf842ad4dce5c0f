"""The databases of the benchmarks: each variant kept as a template, copied for runs."""

import contextlib
import hashlib
import json

from . import addon, digest, identity, kept, paths, peers, template
from .odoo import Odoo

BENCHMARKS = paths.ROOT / "benchmarks"
# A copy of it, what a run writes, and the log of both.
GIB_PER_MOVE = 1 / 1_000_000


class BenchDatabases:
    """The databases of one size.

    :param catalogue: what `benchmarks.registry` tells
    """

    def __init__(self, odoo, catalogue, size):
        self.odoo, self.size = odoo, size
        self.variants = catalogue["variants"]
        self.data = catalogue["sizes"][size]
        self._ready = {}

    def odoo_for(self, variant):
        """Return the Odoo that can open the databases of a variant."""
        if not self.variants[variant]["peers"]:
            return self.odoo
        return Odoo(self.odoo.home, self.odoo.databases, peers=peers.ensure())

    @contextlib.contextmanager
    def copy(self, variant):
        """Give a copy of a variant's database for as long as the block lasts."""
        database = f"{identity.prefix()}bench_of_{variant}"
        self.odoo.databases.create(database, self.template(variant))
        try:
            yield database
        finally:
            self.odoo.databases.drop(database)

    def template(self, variant):
        """Return the name of a variant's template, made where it is not there."""
        if variant not in self._ready:
            base = self.variants[variant]["base"]
            self._ready[variant] = kept.ensure(
                self.odoo,
                # The empty one serves all sizes.
                f"{identity.prefix()}bench_{self.size if base else 'any'}_{variant}_",
                self._fingerprint(variant),
                lambda name: self._build(variant, name),
                need_gib=0.5 + self.data["moves"] * GIB_PER_MOVE,
            )
        return self._ready[variant]

    def _build(self, variant, name):
        about = self.variants[variant]
        base = self.template(about["base"]) if about["base"] else None
        self.odoo.databases.create(name, base)
        odoo = self.odoo_for(variant)
        if about["modules"]:
            odoo.install(f"Installing modules: {variant}", name, about["modules"])
        if _script(variant).is_file():
            odoo.module(
                f"Filling: {variant}, {self.size}",
                "benchmarks.build",
                *(variant, self.size, "-c", odoo.config, "-d", name),
            )
        # Else the first to read a row would pay for marking it as committed.
        odoo.databases.query("VACUUM (FREEZE, ANALYZE)", name)

    def _fingerprint(self, variant):
        about = self.variants[variant]
        parts = [json.dumps(about, sort_keys=True)]
        if about["base"]:
            parts += [self._fingerprint(about["base"]), json.dumps(self.data)]
        else:
            parts.append(template.fingerprint(self.odoo, about["modules"]))
        for folder in about["source"]:
            own = folder == paths.ADDON_NAME
            parts.append(addon.fingerprint() if own else digest.of(paths.ROOT / folder))
        if about["peers"]:
            parts.append(peers.PINS.read_text())
        if _script(variant).is_file():
            parts.append(_script(variant).read_text())
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _script(variant):
    return BENCHMARKS / "variants" / f"{variant}.py"
