/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {jobLook} from "../../monitor/job_look";
import {momentText} from "../../rows/rows_banner";

/** Whether the system's own jobs did their work; each opens its runs. */
export class TowerHealth extends Component {
    static template = "stock_replenish_sync.TowerHealth";
    static props = {
        /** [{key, label, company, company_id, state, state_label, last_success, text, drill}] */
        jobs: Array,
        onDrill: Function,
    };

    /** The jobs of each company; with one company only, it needs no name. */
    get companies() {
        const groups = new Map();
        for (const job of this.props.jobs) {
            const {company_id: id, company: name} = job;
            groups.set(id, groups.get(id) || {id, name, jobs: []});
            groups.get(id).jobs.push(job);
        }
        return [...groups.values()];
    }

    look(job) {
        return jobLook(job.state);
    }

    when(job) {
        return job.last_success
            ? momentText(job.last_success, {
                  today: _t("Today %(time)s"),
                  yesterday: _t("Yesterday %(time)s"),
                  other: _t("%(day)s %(time)s"),
              })
            : "";
    }

    label(job) {
        return [job.label, job.company, job.state_label, this.when(job), job.text]
            .filter(Boolean)
            .join(", ");
    }
}
