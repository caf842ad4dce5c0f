/** @odoo-module **/

import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {UNKNOWN, counted, formatQuantity, relativeDate} from "../worklist/format";
import {useService} from "@web/core/utils/hooks";
import {LOOKS} from "../worklist/fields/replenish_status";
import {Layout} from "@web/search/layout";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {deserializeDate} from "@web/core/l10n/dates";
import {drawGraph} from "./network_graph";
import {localization} from "@web/core/l10n/localization";
import {plannedText} from "../worklist/banner/worklist_banner";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useSetupAction} from "@web/webclient/actions/action_hook";

const MODEL = "stock.replenish.source";
const RULES = "stock_replenish_sync.stock_warehouse_orderpoint_action";
const LANES = "stock_replenish_sync.stock_replenish_source_action";

/** The network of lanes, and how one product stands along it. */
export class Network extends Component {
    static template = "stock_replenish_sync.Network";
    static components = {Layout, RecordSelector};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.router = useService("router");
        this.ui = useState(useService("ui"));
        this.display = {controlPanel: {}};
        this.state = useState({network: null, graph: null, busy: false});
        const left = this.props.state || {};
        const fromUrl = Number(this.router.current.hash.product_id) || false;
        useSetupAction({getLocalState: () => ({productId: this.productId})});
        onWillStart(() => this.load(left.productId || fromUrl));
        onMounted(() => this.push());
    }

    get network() {
        return this.state.network;
    }

    get rows() {
        return this.state.graph.rows;
    }

    get product() {
        return this.network.product;
    }

    get productId() {
        return this.product ? this.product.id : false;
    }

    async load(productId) {
        const network = await this.orm.call(MODEL, "network", [productId || false]);
        this.state.network = network;
        this.state.graph = drawGraph(network, localization.direction === "rtl");
    }

    /** Keep the product in the address. */
    push() {
        this.router.pushState({product_id: this.productId || undefined});
    }

    async choose(productId) {
        await this.load(productId);
        this.push();
    }

    async takeOver() {
        this.state.busy = true;
        try {
            const action = await this.orm.call(MODEL, "action_take_over", []);
            delete action.params.next;
            await this.action.doAction(action);
            await this.load(this.productId);
        } finally {
            this.state.busy = false;
        }
    }

    get hasLanes() {
        return this.network.lanes.length > 0;
    }

    get productDomain() {
        const ids = this.network.nodes.map((node) => node.id);
        return [["orderpoint_ids.warehouse_id", "in", ids]];
    }

    // Words

    get planned() {
        const moments = this.network.nodes.filter((node) => node.rule && node.own);
        if (moments.some((node) => !node.planned_on)) {
            return "";
        }
        // The oldest: no figure is older than what it says.
        return plannedText(moments.map((node) => node.planned_on).sort()[0]);
    }

    get untakenText() {
        return counted(
            this.network.untaken,
            _t("Take over 1 resupply route"),
            _t("Take over %s resupply routes")
        );
    }

    get emptyText() {
        const {untaken, may_manage: mayManage} = this.network;
        if (!mayManage) {
            return _t("A replenishment manager can add them.");
        }
        return untaken
            ? _t(
                  "Each warehouse that is resupplied from another one gets a lane. What it needs comes over its lanes first."
              )
            : _t("No warehouse is resupplied from another one. Add a lane by hand.");
    }

    look(node) {
        return LOOKS[node.status] || LOOKS.own_rule;
    }

    /** A quantity, or a dash where no plan told any. */
    quantity(value, step) {
        return value === false ? UNKNOWN : formatQuantity(value, {step});
    }

    /** The same with the unit. */
    amount(value, step) {
        return value === false
            ? UNKNOWN
            : `${formatQuantity(value, {step})}\u00A0${this.product.unit}`;
    }

    days(value) {
        return value === false
            ? UNKNOWN
            : sprintf(
                  _t("%s d"),
                  formatQuantity(value, {digits: [16, value < 10 ? 1 : 0]})
              );
    }

    runsOut(node) {
        return node.stockout_date
            ? relativeDate(deserializeDate(node.stockout_date))
            : UNKNOWN;
    }

    /** What is suggested, and how much of it is to be ordered today. */
    need({need, due}) {
        if (!due) {
            return this.amount(need);
        }
        return sprintf(due < need ? _t("%(need)s, %(due)s now") : _t("%(need)s now"), {
            need: this.amount(need),
            due: this.quantity(due),
        });
    }

    cardTitle(card) {
        return sprintf(_t("Open the rule of %(product)s in %(warehouse)s"), {
            product: this.product.name,
            warehouse: card.name,
        });
    }

    /** How long it takes, and of a lane when it leaves and what it gives. */
    wayText({lead_days: lead, ships, mode_label: mode}) {
        return ["", this.days(lead), ships, mode]
            .filter((word) => word !== undefined)
            .join(" · ");
    }

    /** What a chip says to who does not see the arrow. */
    laneLabel(arrow) {
        return `${arrow.sender} → ${arrow.receiver}${this.wayText(arrow)}`;
    }

    laneTitle(arrow) {
        return arrow.problem || _t("Open this lane");
    }

    // Ways on

    openLane(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Lane"),
            res_model: MODEL,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openLanes() {
        return this.action.doAction(LANES);
    }

    openRules(node) {
        return this.action.doAction(RULES, {
            additionalContext: {
                search_default_product_id: this.productId,
                search_default_warehouse_id: node.id,
            },
        });
    }
}

registry.category("actions").add("stock_replenish_sync.network", Network);
