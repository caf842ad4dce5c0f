FROM odoo:17.0

USER root
# numpy is the addon's; rich draws the summary of `odoo replenish`.
RUN PIP_BREAK_SYSTEM_PACKAGES=1 pip3 install --no-cache-dir numpy==1.26.4 rich==15.0.0
COPY odoo.conf /etc/odoo/odoo.conf
# Not below /mnt/extra-addons: that is a volume of the base image, and compose keeps
# a volume's content, here the old addon, when a container is made from a new image.
COPY stock_replenish_sync /opt/addons/stock_replenish_sync
USER odoo
