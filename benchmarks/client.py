"""What the web client asks the server for when somebody opens a list."""

import json

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.osv import expression
from odoo.tools import date_utils
from odoo.tools.safe_eval import datetime, safe_eval

#: Rows on a page; the worklist unfolds groups until as many are shown.
ROWS = 80


def user_environment(env):
    """Return the environment of the administrator in the company of the data."""
    context = {**env.context, "tz": "UTC", "uid": env.ref("base.user_admin").id}
    return env(user=context["uid"], su=False, context=context)


class ListScreen:
    """A list opened by its action, with the filters and groups it opens with.

    :param str action: external id of a window action
    """

    def __init__(self, env, action):
        self.env = env
        self.action = env["ir.actions.actions"]._for_xml_id(action)
        self.context = safe_eval(self.action["context"], {"uid": env.uid})
        kept = {
            name: value
            for name, value in self.context.items()
            if not name.startswith("search_default_")
        }
        self.model = env[self.action["res_model"]].with_context(**kept)

    def open(self):
        """Ask for everything on the screen; return the answers as they are sent."""
        views = self._views()
        tree = etree.fromstring(views["views"]["list"]["arch"])
        search = etree.fromstring(views["views"]["search"]["arch"])
        domain, groupby = self._defaults(search)
        answers = {"views": views, "panel": self._panel(search, domain)}
        asked = self._specification(tree)
        if groupby:
            answers["groups"] = self._groups(tree, asked, domain, groupby)
        else:
            answers["rows"] = self._rows(tree, asked, domain)
        if hasattr(type(self.model), "replenish_worklist_state"):
            answers["state"] = self.model.replenish_worklist_state()
        return json.dumps(answers, default=date_utils.json_default)

    def _views(self):
        views = [(number, mode) for number, mode in self.action["views"]]
        search = self.action["search_view_id"]
        asked = [("list" if mode == "tree" else mode, id_) for id_, mode in views]
        return self.model.get_views(
            [(id_, mode) for mode, id_ in asked]
            + [(search[0] if search else False, "search")],
            {"action_id": self.action["id"], "load_filters": True, "toolbar": True},
        )

    def _defaults(self, search):
        """Return domain and grouping of the filters that are on at first."""
        domains, groups = [], []
        values = {
            "context_today": fields.Date.today,
            "datetime": datetime,
            "relativedelta": relativedelta,
            "uid": self.env.uid,
        }
        for node in search.iter("filter"):
            if not self.context.get(f"search_default_{node.get('name')}"):
                continue
            if node.get("domain"):
                domains.append(safe_eval(node.get("domain"), values))
            if node.get("context"):
                groups.append(safe_eval(node.get("context"))["group_by"])
        return expression.AND([[], *domains]), groups

    def _specification(self, tree):
        fields_of = self.model._fields
        names = [
            node.get("name")
            for node in tree.iterchildren("field")
            if node.get("name") in fields_of
        ]
        return {
            name: {"fields": {"display_name": {}}} if fields_of[name].relational else {}
            for name in names
        }

    def _panel(self, search, domain):
        """Ask for the sections beside the list."""
        return [
            self.model.search_panel_select_multi_range(
                node.get("name"),
                category_domain=[],
                comodel_domain=[],
                enable_counters=bool(node.get("enable_counters")),
                filter_domain=[],
                expand=False,
                group_by=False,
                group_domain=[],
                limit=int(node.get("limit", 200)),
                search_domain=domain,
            )
            for node in search.iterfind(".//searchpanel/field")
        ]

    def _groups(self, tree, asked, domain, groupby):
        answer = self.model.web_read_group(
            domain,
            [*asked, *groupby],
            groupby[:1],
            limit=int(tree.get("groups_limit", ROWS)),
            orderby=self._order_of_groups(tree, groupby[0]),
        )
        unfolded, shown = [], 0
        for group in answer["groups"]:
            if shown >= ROWS:
                break
            unfolded.append(self._rows(tree, asked, group["__domain"]))
            shown += min(group[f"{groupby[0]}_count"], ROWS)
        return [answer, *unfolded]

    def _order_of_groups(self, tree, groupby):
        """Return the list's order as far as it can be one of groups."""
        terms = (term.split() for term in tree.get("default_order", "").split(","))
        return ", ".join(
            f"{name} {'DESC' if direction else 'ASC'}"
            for name, *direction in terms
            if name == groupby or self.model._fields[name].group_operator
        )

    def _rows(self, tree, asked, domain):
        limit = int(tree.get("count_limit", 10_000))
        return self.model.web_search_read(
            domain,
            asked,
            limit=int(tree.get("limit", ROWS)),
            order=tree.get("default_order"),
            count_limit=limit + 1,
        )
