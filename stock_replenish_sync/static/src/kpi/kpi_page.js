/** @odoo-module **/

import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {KpiCard} from "./kpi_card";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {dayOf} from "../worklist/format";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/webclient/actions/action_hook";

const DETAIL = "stock_replenish_sync.stock_replenish_kpi_action";
const REVIEW = "stock_replenish_sync.stock_replenish_month_action";

/** The eight KPIs that tell how good replenishment is. */
export class KpiPage extends Component {
    static template = "stock_replenish_sync.KpiPage";
    static components = {KpiCard, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.router = useService("router");
        this.display = {controlPanel: {}};
        this.state = useState({page: null, isBusy: false});
        const {company_id: company, days} = this.router.current.hash;
        const left = this.props.state || {
            company_ids: company ? [Number(company)] : [],
            days: Number(days) || false,
        };
        useSetupAction({getLocalState: () => this.asked});
        onWillStart(() => this.load(left));
        onMounted(() => this.push());
    }

    get page() {
        return this.state.page;
    }

    get filters() {
        return this.page.filters;
    }

    /** The one company that is looked at, or none for all of them. */
    get companyId() {
        const ids = this.filters.company_ids;
        return ids.length === 1 && this.page.companies.length > 1 ? ids[0] : false;
    }

    get asked() {
        return {
            company_ids: this.companyId ? [this.companyId] : [],
            days: this.filters.days,
        };
    }

    async load(filters) {
        this.state.isBusy = true;
        try {
            this.state.page = await this.orm.call(
                "stock.replenish.kpi",
                "replenish_kpi_page",
                [filters]
            );
        } finally {
            this.state.isBusy = false;
        }
    }

    /** Keep what is looked at in the address. */
    push() {
        this.router.pushState({
            company_id: this.companyId || undefined,
            days: this.filters.days,
        });
    }

    async filter(changes) {
        await this.load({...this.asked, ...changes});
        this.push();
    }

    onCompany(ev) {
        const id = Number(ev.target.value);
        return this.filter({company_ids: id ? [id] : []});
    }

    onDays(ev) {
        return this.filter({days: Number(ev.target.value)});
    }

    // Words

    periodText(days) {
        return days < 14
            ? sprintf(_t("Last %s days"), days)
            : sprintf(_t("Last %s weeks"), days / 7);
    }

    get trendText() {
        const isLong = this.filters.days > 91;
        return isLong ? _t("52 weeks, 4 at a time") : _t("13 weeks");
    }

    get daysText() {
        return `${dayOf(this.page.first)} – ${dayOf(this.page.last)}`;
    }

    get baselineText() {
        const [first, last] = this.page.baseline;
        return sprintf(_t("Before the start: %(first)s – %(last)s"), {
            first: dayOf(first),
            last: dayOf(last),
        });
    }

    // Ways on

    open(card) {
        return this.action.doAction(card.action);
    }

    openDetail() {
        return this.action.doAction(DETAIL);
    }

    openReview() {
        return this.action.doAction(REVIEW, {
            additionalContext: {default_company_id: this.filters.company_ids[0]},
        });
    }
}

registry.category("actions").add("stock_replenish_sync.kpi_page", KpiPage);
