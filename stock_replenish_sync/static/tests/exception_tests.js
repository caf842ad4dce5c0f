/** @odoo-module **/

import {click, getFixture, nextTick, patchDate} from "@web/../tests/helpers/utils";
import {makeView, setupViewRegistries} from "@web/../tests/views/helpers";
import {stripBars, stripText} from "@stock_replenish_sync/exception/strip/strip";
import {makeFakeNotificationService} from "@web/../tests/helpers/mock_services";
import {registry} from "@web/core/registry";
import {setUser} from "./helpers";
import {triggerEvent, triggerHotkey} from "@web/../tests/helpers/utils";

const MODEL = "stock.replenish.exception";
const ARCH = `
    <tree js_class="replenish_exception_list" edit="false">
        <field name="currency_id" column_invisible="True"/>
        <field name="kind" column_invisible="True"/>
        <field name="severity" widget="replenish_severity"/>
        <field name="product_id"/>
        <field name="problem"/>
        <field name="strip" widget="replenish_strip"/>
        <field name="value_at_risk"/>
        <widget name="replenish_exception_actions"/>
    </tree>`;
const FACTS = {
    checked_on: "2026-11-21 05:20:00",
    stale_before: "2026-11-21 00:00:00",
    items: 4812,
    currency_id: 1,
    counts: {critical: 1, high: 0, without_owner: 2, acknowledged: 3, snoozed: 1},
};
const LOOKS = [
    {code: "why", label: "Why?"},
    {code: "document", label: "Open P00012"},
];

function makeServerData() {
    const char = {type: "char"};
    const selection = (...values) => ({
        type: "selection",
        selection: values,
        store: true,
        sortable: true,
    });
    const many2one = (relation) => ({type: "many2one", relation});
    const row = {
        currency_id: 1,
        kind: "stocked_out",
        state: "open",
        orderpoint_id: 7,
        reference: "P00012",
    };
    return {
        models: {
            [MODEL]: {
                fields: {
                    currency_id: many2one("res.currency"),
                    product_id: many2one("product.product"),
                    orderpoint_id: many2one("stock.warehouse.orderpoint"),
                    kind: selection(["stocked_out", "Stocked out"]),
                    severity: selection(["0", "Low"], ["3", "Critical"]),
                    state: selection(["open", "Open"], ["resolved", "Resolved"]),
                    problem: char,
                    reference: char,
                    strip: {type: "json"},
                    actions: {type: "json"},
                    value_at_risk: {type: "monetary", store: true},
                },
                records: [
                    {
                        ...row,
                        id: 1,
                        product_id: 1,
                        severity: "3",
                        problem: "Out since Tuesday, next in 6 days.",
                        value_at_risk: 4120.4,
                        strip: {days: 3, balance: [12, 8, 0, -4.5]},
                        actions: [
                            {code: "transfer", label: "Transfer"},
                            {code: "order", label: "Order"},
                            ...LOOKS,
                        ],
                    },
                    {
                        ...row,
                        id: 2,
                        product_id: 2,
                        severity: "0",
                        problem: "More than is needed.",
                        value_at_risk: 0,
                        strip: false,
                        actions: [{code: "reduce", label: "Reduce"}, ...LOOKS],
                    },
                    {
                        ...row,
                        id: 3,
                        product_id: 2,
                        severity: "0",
                        state: "resolved",
                        problem: "It was late.",
                        value_at_risk: 5,
                        strip: false,
                        actions: LOOKS,
                    },
                ],
            },
            "product.product": {
                fields: {},
                records: [
                    {id: 1, display_name: "Desk"},
                    {id: 2, display_name: "Chair"},
                ],
            },
            "stock.warehouse.orderpoint": {
                fields: {},
                records: [{id: 7, display_name: "OP/7"}],
            },
            "res.currency": {fields: {}, records: [{id: 1, display_name: "EUR"}]},
        },
    };
}

let target = null;
let calls = [];
let isPlanner = true;

async function makeList(extra = {}) {
    await makeView({
        type: "list",
        resModel: MODEL,
        serverData: makeServerData(),
        arch: ARCH,
        ...extra,
        mockRPC(_route, {method, args}) {
            if (method === "replenish_exception_state") {
                return FACTS;
            }
            if (method === "web_search_read") {
                calls.push("read");
            }
            if (method.startsWith("action_")) {
                calls.push([method, args[0]]);
                return false;
            }
        },
    });
    await nextTick();
    calls = [];
}

const row = (place) => target.querySelectorAll(".o_data_row")[place];
const main = (place) => row(place).querySelector(".o_replenish_suggested");

QUnit.module("Replenishment Exceptions", (hooks) => {
    hooks.beforeEach(() => {
        target = getFixture();
        calls = [];
        isPlanner = true;
        setupViewRegistries();
        registry
            .category("services")
            .add("notification", makeFakeNotificationService(), {force: true});
        setUser(() => isPlanner);
        patchDate(2026, 10, 21, 9, 0, 0);
    });

    QUnit.test("a strip stands on its zero line and hangs below it", (assert) => {
        const {zero, bars} = stripBars([12, 0, -4], 30, 16);
        assert.strictEqual(zero, 12);
        assert.deepEqual(
            bars.map(({x, y, height, isBelow}) => [x, y, height, isBelow]),
            [
                [0, 0, 12, false],
                [10, 12, 0, false],
                [20, 12, 4, true],
            ]
        );
    });

    QUnit.test("a strip of nothing is flat, what is small can be seen", (assert) => {
        const flat = stripBars([0, 0], 20, 16);
        assert.strictEqual(flat.zero, 16);
        assert.deepEqual(
            flat.bars.map(({height}) => height),
            [0, 0]
        );
        const [, small] = stripBars([10000, 1], 20, 16).bars;
        assert.strictEqual(small.height, 1);
        const below = stripBars([-5, -10], 20, 16);
        assert.strictEqual(below.zero, 0);
        assert.strictEqual(below.bars[1].height, 16);
    });

    QUnit.test("a strip is told in words", (assert) => {
        assert.strictEqual(
            stripText({days: 3, balance: [12, 8, 0, -4.5]}),
            "Balance every 3 days: 12, 8, 0, -4.5"
        );
        assert.strictEqual(
            String(stripText({days: 1, balance: [1]})),
            "Balance every day: 1"
        );
    });

    QUnit.test("a row reads as a planner reads it", async (assert) => {
        await makeList();
        const badge = row(0).querySelector(".o_replenish_status");
        assert.hasClass(badge, "text-bg-danger");
        assert.containsOnce(badge, ".fa-times-circle");
        assert.strictEqual(badge.textContent.trim(), "Critical");
        assert.strictEqual(badge.title, "Stocked out");
        assert.ok(
            row(0)
                .querySelector("[name=value_at_risk]")
                .textContent.replace(",", "")
                .includes("4120")
        );
        assert.strictEqual(
            row(1).querySelector("[name=value_at_risk]").textContent,
            "",
            "nothing at risk is no amount"
        );
        const strip = row(0).querySelector(".o_replenish_strip svg");
        assert.strictEqual(
            strip.getAttribute("aria-label"),
            "Balance every 3 days: 12, 8, 0, -4.5"
        );
        assert.containsN(strip, "rect", 4);
        assert.containsOnce(strip, ".o_replenish_below");
        assert.containsNone(row(1), ".o_replenish_strip");
    });

    QUnit.test("the chip tells when and what, the others stay away", async (assert) => {
        await makeList();
        const chip = target.querySelector(".o_replenish_banner");
        assert.ok(chip.textContent.includes("4,812 items"));
        assert.ok(chip.textContent.includes("Checked today"));
        assert.deepEqual(
            [...chip.querySelectorAll("[data-key]")].map((link) => link.textContent),
            ["1 critical", "2 without owner", "1 snoozed"]
        );
    });

    QUnit.test("the suggested action acts and the list reads again", async (assert) => {
        await makeList();
        assert.strictEqual(main(0).textContent, "Transfer");
        await click(main(0));
        assert.deepEqual(calls, [["action_transfer", [1]], "read"]);
    });

    QUnit.test("the menu has the rest, as the status allows", async (assert) => {
        await makeList();
        await click(row(0).querySelector(".o_replenish_more"));
        assert.deepEqual(
            [...row(0).querySelectorAll(".dropdown-item")].map(
                (item) => item.textContent
            ),
            [
                "Order",
                "Acknowledge",
                "Snooze…",
                "Assign…",
                "Resolve…",
                "Why?",
                "Open P00012",
            ]
        );
        await click(row(0).querySelector(".o_replenish_do_snooze"));
        assert.deepEqual(calls[0], ["action_snooze", [1]]);
        await click(row(2).querySelector(".o_replenish_more"));
        assert.strictEqual(main(2).textContent, "Why?");
        assert.deepEqual(
            [...row(2).querySelectorAll(".dropdown-item")].map(
                (item) => item.textContent
            ),
            ["Open P00012"]
        );
    });

    QUnit.test("viewers only look", async (assert) => {
        isPlanner = false;
        await makeList();
        assert.strictEqual(main(0).textContent, "Why?");
        await click(row(0).querySelector(".o_replenish_more"));
        assert.containsOnce(row(0), ".dropdown-item");
        await click(target.querySelector(".o_list_record_selector input"));
        assert.containsNone(target, ".o_replenish_bulk_order");
    });

    QUnit.test("keys go from row to row, act and explain", async (assert) => {
        const hooksRegistry = registry.category("replenish_worklist");
        const before = hooksRegistry.get("why");
        hooksRegistry.add(
            "why",
            (_env, {resModel, resId}) => calls.push([resModel, resId]),
            {force: true}
        );
        await makeList();
        main(0).focus();
        await triggerEvent(main(0), null, "keydown", {key: "ArrowDown"});
        assert.strictEqual(document.activeElement, main(1));
        await triggerEvent(main(1), null, "keydown", {key: "ArrowLeft"});
        assert.ok(document.activeElement.matches("td[name=value_at_risk]"));
        await triggerHotkey("alt+w");
        await triggerHotkey("alt+o");
        await nextTick();
        assert.deepEqual(calls, [
            ["stock.warehouse.orderpoint", 7],
            ["action_reduce", [2]],
            "read",
        ]);
        hooksRegistry.add("why", before, {force: true});
    });

    QUnit.test("several rows are done at once", async (assert) => {
        await makeList();
        await click(target.querySelector(".o_list_record_selector input"));
        const bulk = target.querySelectorAll(
            ".d-xl-inline-flex button[class*=o_replenish_bulk_]"
        );
        assert.deepEqual(
            [...bulk].map((button) => button.textContent),
            ["Order", "Transfer", "Expedite", "Assign", "Snooze", "Acknowledge"]
        );
        await click(bulk[5]);
        assert.deepEqual(calls[0], ["action_acknowledge", [1, 2, 3]]);
    });

    QUnit.test("an empty list tells what was checked and when", async (assert) => {
        const serverData = makeServerData();
        serverData.models[MODEL].records = [];
        await makeList({
            serverData,
            noContentHelp: "core's help",
            searchViewArch: `<search><filter name="open" string="Open" domain="[['state', '=', 'open']]"/></search>`,
            context: {search_default_open: 1},
        });
        const empty = target.querySelector(".o_replenish_empty").textContent;
        assert.ok(empty.includes("Nothing open"), empty);
        assert.ok(empty.includes("4,812 items"), empty);
        assert.ok(empty.includes("3 acknowledged"), empty);
    });
});
