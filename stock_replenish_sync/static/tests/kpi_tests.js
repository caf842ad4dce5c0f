/** @odoo-module **/

import {axisOf, changeOf, kpiText} from "@stock_replenish_sync/kpi/kpi_format";
import {createWebClient, doAction} from "@web/../tests/webclient/helpers";
import {editSelect} from "@web/../tests/helpers/utils";
import {browser} from "@web/core/browser/browser";
import {setupScreen} from "./helpers";

function card(values) {
    return {
        code: "fill_rate",
        label: "Fill Rate",
        help: "Units on time",
        unit: "%",
        better: "more",
        value: 94.1,
        before: 93.5,
        target: 95,
        baseline: null,
        trend: [{start: "2026-06-03", value: 94.1}],
        worst: {id: 1, name: "North", value: 88},
        action: {},
        ...values,
    };
}

QUnit.module("ReplenishKpi", () => {
    QUnit.module("words");

    QUnit.test("a KPI in its unit", (assert) => {
        assert.strictEqual(kpiText(94.123, "%"), "94.1 %");
        assert.strictEqual(kpiText(250, "days"), "250 d");
        assert.strictEqual(kpiText(4.25, "turns"), "4.3");
        assert.strictEqual(kpiText(0, "hours"), "0.0 h");
        assert.strictEqual(kpiText(null, "%"), "–");
    });

    QUnit.test("how it moved, and whether that is good", (assert) => {
        const {text, isBetter} = changeOf(card());
        assert.deepEqual([text, isBetter], ["▲\u00A00.6 pt better", true]);
        const less = changeOf(card({better: "less"}));
        assert.strictEqual(less.text, "▲\u00A00.6 pt worse");
        const days = changeOf(card({unit: "days", better: "less", value: 20}));
        assert.strictEqual(days.text, "▼\u00A073.5 d better");
        assert.strictEqual(changeOf(card({before: 94.12})).text, "unchanged");
    });

    QUnit.test("without a base nothing has moved", (assert) => {
        assert.strictEqual(changeOf(card({before: null})), null);
        assert.strictEqual(changeOf(card({value: null})), null);
        assert.strictEqual(changeOf(card({before: 0})).text, "▲\u00A094.1 pt better");
    });

    QUnit.test("an axis has room for all, and easy steps", (assert) => {
        assert.deepEqual(axisOf([84, null, 93, 95, 100], "%"), {
            min: 80,
            max: 100,
            step: 10,
        });
        assert.deepEqual(axisOf([0, 3, 2], "%"), {min: 0, max: 4, step: 2});
        assert.deepEqual(axisOf([6.8, 10.4], "turns"), {min: 5, max: 15, step: 5});
        assert.deepEqual(axisOf([100, 100], "%"), {min: 99, max: 100, step: 1});
        assert.deepEqual(axisOf([0], "days"), {min: 0, max: 0.1, step: 0.1});
    });

    QUnit.module("page", (hooks) => {
        let target = null;

        hooks.beforeEach(() => {
            target = setupScreen();
        });

        async function open(page) {
            const asked = [];
            const webClient = await createWebClient({
                serverData: {models: {}, views: {}, actions: {}},
                mockRPC(route, {method, args}) {
                    if (method !== "replenish_kpi_page") {
                        return undefined;
                    }
                    asked.push(args[0]);
                    const {company_ids: ids, days} = args[0];
                    return {
                        filters: {
                            company_ids: ids.length ? ids : [1, 2],
                            days: days || 28,
                        },
                        companies: [
                            {id: 1, name: "Hub"},
                            {id: 2, name: "Branch"},
                        ],
                        periods: [7, 28],
                        cards: [],
                        baseline: false,
                        first: false,
                        last: false,
                        measured_on: false,
                        ...page,
                    };
                },
            });
            await doAction(webClient, {
                type: "ir.actions.client",
                tag: "stock_replenish_sync.kpi_page",
                name: "KPIs",
            });
            return asked;
        }

        QUnit.test("filters are asked for and kept in the address", async (assert) => {
            const asked = await open();
            assert.containsOnce(target, ".o_view_nocontent");
            // Odoo lets what is in there scroll.
            assert.containsOnce(target, ".o_action_manager > .o_action .o_content");
            await editSelect(target, ".o_replenish_kpi_company", "2");
            await editSelect(target, ".o_replenish_kpi_days", "7");
            assert.deepEqual(asked, [
                {company_ids: [], days: false},
                {company_ids: [2], days: 28},
                {company_ids: [2], days: 7},
            ]);
            const hash = new URLSearchParams(browser.location.hash.slice(1));
            assert.strictEqual(hash.get("company_id"), "2");
            assert.strictEqual(hash.get("days"), "7");
        });

        QUnit.test("a card says what there is, and what is not", async (assert) => {
            const first = card({code: "otif", before: null, target: null});
            const unknown = card({code: "turns", value: null, trend: [], worst: false});
            await open({
                cards: [card(), first, unknown],
                first: "2026-05-13",
                last: "2026-06-09",
            });
            const text = (code, figure) => {
                const selector = `[data-kpi=${code}] [data-figure=${figure}]`;
                return target.querySelector(selector).textContent.trim();
            };
            assert.strictEqual(text("fill_rate", "value"), "94.1 %");
            assert.strictEqual(text("fill_rate", "change"), "▲\u00A00.6 pt better");
            assert.strictEqual(text("fill_rate", "target"), "Target 95.0 %");
            assert.strictEqual(text("fill_rate", "worst"), "Worst: North, 88.0 %");
            assert.strictEqual(text("otif", "change"), "first month");
            assert.strictEqual(text("turns", "value"), "–");
            assert.strictEqual(text("turns", "change"), "nothing to measure yet");
            assert.containsOnce(target, "[data-kpi=fill_rate] canvas");
            assert.containsNone(target, "[data-kpi=turns] canvas");
        });
    });
});
