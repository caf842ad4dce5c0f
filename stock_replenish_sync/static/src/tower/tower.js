/** @odoo-module **/

import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
    useSubEnv,
} from "@odoo/owl";
import {ExceptionActions, MODEL} from "../exception/exception_actions";
import {filtersOfHash, hashOfFilters} from "./tower_filters";
import {freshnessText, sentenceText, titles} from "./tower_words";
import {Layout} from "@web/search/layout";
import {ReplenishInfo} from "../info/info";
import {TowerBlock} from "./block/block";
import {TowerFilters} from "./filters/filters";
import {TowerHealth} from "./health/health";
import {TowerHeat} from "./heat/heat";
import {TowerLines} from "./lines/lines";
import {TowerLoader} from "./tower_load";
import {TowerOutlook} from "./outlook/outlook";
import {TowerRisk} from "./risk/risk";
import {TowerTiles} from "./tiles/tiles";
import {TowerTop} from "./top/top";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useRowsActions} from "../rows/rows_actions";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/webclient/actions/action_hook";

const EVERY = 5 * 60 * 1000;
// Until then nobody misses anything; after it, shapes tell that something comes.
const SKELETON_AFTER = 300;
const ADDON = "stock_replenish_sync";

/** The control tower: where to act first. It owns the data, its parts show them. */
export class Tower extends Component {
    static template = "stock_replenish_sync.Tower";
    static components = {
        Layout,
        ReplenishInfo,
        TowerBlock,
        TowerFilters,
        TowerHealth,
        TowerHeat,
        TowerLines,
        TowerOutlook,
        TowerRisk,
        TowerTiles,
        TowerTop,
    };
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.router = useService("router");
        this.root = useRef("root");
        this.display = {controlPanel: {}};
        this.model = MODEL;
        this.titles = titles();
        const left = this.props.state || {};
        this.filters = left.filters || filtersOfHash(this.router.current.hash);
        this.state = useState({
            // Coming back one finds what one left, until newer figures are there.
            data: left.data || null,
            problem: null,
            isBusy: false,
        });
        this.loader = new TowerLoader(useService("orm"), this.state);
        this.load = () => this.loader.load(this.filters);
        this.drill = this.drill.bind(this);
        useSetupAction({
            rootRef: this.root,
            getLocalState: () => ({filters: this.filters, data: this.state.data}),
        });
        this.useActing();
        onWillStart(() => this.start());
        onMounted(() => {
            this.push();
            this.timer = browser.setInterval(() => this.refresh(), EVERY);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    /** Acting beside a row leaves scroll and focus where they are. */
    useActing() {
        this.actions = useRowsActions(ExceptionActions, this.load);
        this.actions.onActing = () => this.rememberFocus();
        useSubEnv({replenishActions: this.actions});
        this.focusAt = null;
        useEffect(() => this.restoreFocus());
    }

    get data() {
        return this.state.data;
    }

    get currencyId() {
        return this.data.currency_id || false;
    }

    get sentence() {
        return sentenceText(this.data.sentence, this.currencyId);
    }

    get freshness() {
        return freshnessText(this.data.as_of);
    }

    /** A plan of before today is told with an icon and a word. */
    get isStale() {
        const {planned_on: planned, stale_before: before} = this.data.as_of;
        return !planned || planned < before;
    }

    get isOnboarding() {
        return this.data.empty === "onboarding";
    }

    // --- Reading ---

    start() {
        const loaded = this.load();
        if (this.data) {
            return;
        }
        return Promise.race([
            loaded,
            new Promise((resolve) => browser.setTimeout(resolve, SKELETON_AFTER)),
        ]);
    }

    /** What happens by itself must not disturb who is in the middle of something. */
    refresh() {
        if (!document.hidden && !document.querySelector(".modal, .o-dropdown--menu")) {
            return this.load();
        }
    }

    /** Keep the filters in the address. */
    push() {
        this.router.pushState(hashOfFilters(this.filters));
    }

    filter(changes) {
        this.filters = {...this.filters, ...changes};
        this.push();
        return this.load();
    }

    /** The same question again; another one where the question was wrong. */
    retry() {
        return this.state.problem.isAsked ? this.showAll() : this.load();
    }

    showAll() {
        this.filters = {user_id: false};
        this.push();
        return this.load();
    }

    // --- Focus ---

    rememberFocus() {
        const rows = [...this.root.el.querySelectorAll(".o_data_row")];
        const {activeElement} = document;
        const place = rows.indexOf(activeElement && activeElement.closest("tr"));
        this.focusAt = place < 0 ? this.focusAt : place;
    }

    /** The row that moved up takes the place of one that is done. */
    restoreFocus() {
        const rows = this.root.el.querySelectorAll(".o_data_row");
        const isLost =
            !document.activeElement || document.activeElement === document.body;
        if (this.focusAt === null || !isLost || !rows.length) {
            return;
        }
        if (!document.querySelector(".modal")) {
            const row = rows[Math.min(this.focusAt, rows.length - 1)];
            const target = row.querySelector(".o_replenish_suggested, a");
            target.focus({preventScroll: true});
            this.focusAt = null;
        }
    }

    // --- Ways on ---

    /** Open the very rows that a number counts. */
    async drill(drill) {
        if (!drill) {
            return;
        }
        const action = await this.action.loadAction(drill.action);
        // By its number the action would be opened with its own rows after a reload.
        delete action.id;
        return this.action.doAction({
            ...action,
            name: drill.name,
            display_name: drill.name,
            domain: drill.domain,
            // Neither the action's own filters nor anybody's favourite may narrow it.
            context: {search_disable_custom_filters: true},
        });
    }

    openRow(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openRuns() {
        return this.action.doAction(`${ADDON}.stock_replenish_run_action`);
    }

    openStart() {
        return this.action.doAction(`${ADDON}.stock_replenish_onboarding_action`);
    }
}

registry.category("actions").add("stock_replenish_sync.tower", Tower);
