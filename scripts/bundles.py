"""Build the web client's files ahead; read by `odoo-bin shell`, which gives env."""

for name in (
    "web.assets_web",
    "web.assets_frontend",
    "web.assets_tests",
    "web.tests_assets",
    "web.qunit_suite_tests",
):
    bundle = env["ir.qweb"]._get_asset_bundle(name, assets_params={})  # noqa: F821
    bundle.css()
    bundle.js()
env.cr.commit()  # noqa: F821
