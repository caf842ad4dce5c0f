/** @odoo-module **/

import {
    click,
    getFixture,
    nextTick,
    patchDate,
    triggerHotkey,
} from "@web/../tests/helpers/utils";
import {editInput} from "@web/../tests/helpers/utils";
import {formatQuantity, relativeDate} from "@stock_replenish_sync/worklist/format";
import {makeView, setupViewRegistries} from "@web/../tests/views/helpers";
import {makeFakeNotificationService} from "@web/../tests/helpers/mock_services";
import {registry} from "@web/core/registry";
import {setUser} from "./helpers";

const {DateTime} = luxon;
const MODEL = "stock.warehouse.orderpoint";
const ARCH = `
    <tree js_class="replenish_worklist" editable="bottom" multi_edit="1" expand="1">
        <field name="currency_id" column_invisible="True"/>
        <field name="typed_on" column_invisible="True"/>
        <field name="typed_uid" optional="hide"/>
        <field name="suggested_qty" column_invisible="True"/>
        <field name="held_qty" column_invisible="True"/>
        <field name="planned_on" column_invisible="True"/>
        <field name="demand_mean" column_invisible="True"/>
        <field name="replenish_status" widget="replenish_status"/>
        <field name="product_id" readonly="1"/>
        <field name="abc_class" widget="replenish_class"/>
        <field name="days_of_supply"/>
        <field name="reorder_point"/>
        <field name="order_by_date" widget="replenish_date" options="{'deadline': True}"/>
        <field name="qty_to_order" widget="replenish_quantity"/>
        <field name="order_value" sum="Value"/>
        <field name="policy_locked" widget="replenish_lock"/>
        <field name="supply_from" readonly="1"/>
        <widget name="replenish_row_actions"/>
    </tree>`;
const FACTS = {
    planned_on: "2026-11-21 05:12:00",
    today: "2026-11-21",
    running: false,
    rows: 567,
    waiting: 12,
    stale_before: "2026-11-21 00:00:00",
    statuses: {stocked_out: 0, runs_out: 0, held: 4, waiting: 0, failed: 3},
    next_day: "2026-11-26",
    next_count: 12,
};

function makeServerData() {
    const char = {type: "char"};
    const float = {type: "float"};
    const fields = {
        currency_id: {type: "many2one", relation: "res.currency"},
        product_id: {type: "many2one", relation: "product.product", string: "Product"},
        typed_on: {type: "datetime"},
        typed_uid: {type: "many2one", relation: "res.users"},
        planned_on: {type: "datetime"},
        snoozed_until: {type: "date"},
        lock_until: {type: "date"},
        order_by_date: {type: "date", sortable: true, store: true},
        policy_locked: {type: "boolean"},
        lock_reason: char,
        supply_from: {...char, string: "Order from", store: true, sortable: true},
        product_uom_name: char,
        trigger: {
            type: "selection",
            selection: [
                ["auto", "Auto"],
                ["manual", "Manual"],
            ],
        },
        abc_class: {type: "selection", selection: [["A", "A"]]},
        xyz_class: {type: "selection", selection: [["X", "X"]]},
        replenish_status: {
            type: "selection",
            selection: [
                ["stocked_out", "Stocked out"],
                ["order_now", "Order now"],
                ["waiting", "Waits for a plan"],
            ],
        },
        order_value: {type: "monetary", group_operator: "sum", store: true},
    };
    for (const name of [
        "suggested_qty",
        "held_qty",
        "demand_mean",
        "days_of_supply",
        "reorder_point",
        "qty_to_order",
        "quantity_step",
    ]) {
        fields[name] = float;
    }
    const row = {
        currency_id: 1,
        planned_on: "2026-11-21 05:12:00",
        supply_from: "Azure",
        product_uom_name: "Units",
        quantity_step: 1,
        trigger: "manual",
        abc_class: "A",
        xyz_class: "X",
        days_of_supply: 4.26,
        demand_mean: 2,
    };
    return {
        models: {
            [MODEL]: {
                fields,
                records: [
                    {
                        ...row,
                        id: 1,
                        product_id: 1,
                        replenish_status: "stocked_out",
                        qty_to_order: 48,
                        suggested_qty: 36,
                        typed_on: "2026-11-21 08:00:00",
                        typed_uid: 1,
                        order_value: 2880,
                        reorder_point: 36.27,
                        order_by_date: "2026-11-19",
                    },
                    {
                        ...row,
                        id: 2,
                        product_id: 2,
                        replenish_status: "order_now",
                        qty_to_order: 5,
                        suggested_qty: 5,
                        held_qty: 7,
                        order_value: 50,
                        order_by_date: "2026-11-21",
                        days_of_supply: 0,
                        demand_mean: 0,
                        policy_locked: true,
                        lock_reason: "Fair",
                        lock_until: "2026-11-20",
                    },
                    {
                        ...row,
                        id: 3,
                        product_id: 3,
                        replenish_status: "waiting",
                        qty_to_order: 0,
                        planned_on: false,
                        supply_from: "Beta",
                    },
                ],
            },
            "product.product": {
                fields: {},
                records: [
                    {id: 1, display_name: "Desk"},
                    {id: 2, display_name: "Chair"},
                    {id: 3, display_name: "Lamp"},
                ],
            },
            "res.users": {fields: {}, records: [{id: 1, display_name: "Pia"}]},
            "res.currency": {fields: {}, records: [{id: 1, display_name: "EUR"}]},
        },
    };
}

let target = null;
let calls = [];
let preview = {};
let isPlanner = true;
let notices = [];

async function makeWorklist(extra = {}) {
    await makeView({
        type: "list",
        resModel: MODEL,
        serverData: extra.serverData || makeServerData(),
        arch: ARCH,
        ...extra,
        mockRPC(route, {method, args}) {
            if (method === "replenish_worklist_state") {
                return FACTS;
            }
            if (method === "replenish_order_preview") {
                calls.push([method, args[0]]);
                return preview;
            }
            if (method.startsWith("action_")) {
                calls.push([method, args[0]]);
                return false;
            }
        },
    });
    await nextTick();
}

const cell = (row, name) =>
    target.querySelectorAll(".o_data_row")[row].querySelector(`[name=${name}]`);

QUnit.module("Replenishment Worklist", (hooks) => {
    hooks.beforeEach(() => {
        target = getFixture();
        calls = [];
        notices = [];
        isPlanner = true;
        preview = {
            ids: [1],
            all_ids: [1, 2],
            ask: false,
            skipped: [],
            total: {count: 1, value: 2880, currency_id: 1, approximate: false},
        };
        setupViewRegistries();
        registry.category("services").add(
            "notification",
            makeFakeNotificationService((message) => notices.push(String(message))),
            {force: true}
        );
        setUser(() => isPlanner);
        patchDate(2026, 10, 21, 9, 0, 0);
    });

    QUnit.test("dates are relative when near", (assert) => {
        const day = (days) => DateTime.local().startOf("day").plus({days});
        assert.strictEqual(String(relativeDate(day(0))), "Today");
        assert.strictEqual(String(relativeDate(day(1))), "Tomorrow");
        assert.strictEqual(relativeDate(day(14)), "in 14 days");
        assert.strictEqual(relativeDate(day(15)), "12/06/2026");
        assert.strictEqual(relativeDate(day(-2)), "2 days ago");
        assert.strictEqual(relativeDate(day(-2), true), "2 days late");
        assert.strictEqual(relativeDate(day(-30), true), "30 days late");
        assert.strictEqual(relativeDate(day(-30)), "10/22/2026");
        assert.strictEqual(relativeDate(false), "–");
    });

    QUnit.test("quantities say no decimals that mean nothing", (assert) => {
        assert.strictEqual(formatQuantity(48), "48");
        assert.strictEqual(formatQuantity(2.5), "2.5");
        assert.strictEqual(formatQuantity(36.27, {step: 1}), "37");
        assert.strictEqual(formatQuantity(12.0000000001, {step: 1}), "12");
    });

    QUnit.test("a row reads as a planner reads it", async (assert) => {
        await makeWorklist();
        const badge = cell(0, "replenish_status").querySelector(".badge");
        assert.hasClass(badge, "text-bg-danger");
        assert.containsOnce(badge, ".fa-times-circle");
        assert.strictEqual(badge.textContent.trim(), "Stocked out");
        assert.strictEqual(cell(0, "abc_class").textContent, "A·X");
        assert.strictEqual(cell(0, "order_by_date").textContent, "2 days late");
        assert.strictEqual(cell(0, "days_of_supply").textContent, "4.3");
        assert.strictEqual(cell(0, "reorder_point").textContent, "37");
        const quantity = cell(0, "qty_to_order")
            .textContent.replace(/\s+/g, " ")
            .trim();
        assert.strictEqual(quantity, "48 Units (plan 36)");
        assert.ok(
            target.querySelector(".o_replenish_typed").title.includes("Pia"),
            "who typed"
        );
        assert.ok(cell(1, "qty_to_order").textContent.includes("7"), "what is held");
        assert.strictEqual(cell(1, "days_of_supply").textContent, "–", "no demand");
        assert.ok(
            cell(1, "policy_locked").textContent.includes("ran out"),
            "lock that ran out"
        );
        assert.strictEqual(cell(2, "days_of_supply").textContent, "–", "not planned");
        assert.strictEqual(cell(2, "qty_to_order").textContent.trim(), "–");
    });

    QUnit.test("the chip tells freshness and what stands out", async (assert) => {
        await makeWorklist();
        const chip = target.querySelector(".o_replenish_banner");
        assert.ok(chip.textContent.includes("567 rules"));
        assert.deepEqual(
            [...chip.querySelectorAll("[data-key]")].map((link) => link.textContent),
            ["4 wait for approval", "12 wait for a plan", "3 failed"]
        );
    });

    QUnit.test("viewers get no button to order", async (assert) => {
        isPlanner = false;
        await makeWorklist();
        assert.containsNone(target, ".o_replenish_order");
        assert.containsN(target, ".o_replenish_more", 3);
    });

    QUnit.test("ordering a row calls the server and reads again", async (assert) => {
        await makeWorklist();
        assert.containsN(target, ".o_replenish_order", 2);
        await click(target.querySelector(".o_replenish_order"));
        assert.deepEqual(calls, [["action_replenish", [1]]]);
    });

    QUnit.test("Alt+O orders the row that has the focus", async (assert) => {
        await makeWorklist();
        cell(1, "product_id").focus();
        await triggerHotkey("alt+o");
        await nextTick();
        assert.deepEqual(calls, [["action_replenish", [2]]]);
    });

    QUnit.test("Alt+W and the row's button explain the row", async (assert) => {
        const hooksRegistry = registry.category("replenish_worklist");
        const before = hooksRegistry.get("why");
        hooksRegistry.add("why", (_env, record) => calls.push(["why", record.resId]), {
            force: true,
        });
        await makeWorklist();
        cell(1, "product_id").focus();
        await triggerHotkey("alt+w");
        await click(target.querySelector(".o_replenish_why"));
        assert.deepEqual(calls, [
            ["why", 2],
            ["why", 1],
        ]);
        hooksRegistry.add("why", before, {force: true});
    });

    QUnit.test("many or much is asked once more, with its total", async (assert) => {
        preview.ask = true;
        await makeWorklist();
        await click(target.querySelector(".o_list_record_selector input"));
        await click(target.querySelector(".d-xl-inline-flex .o_replenish_bulk_order"));
        const dialog = target.querySelector(".modal");
        assert.ok(dialog.textContent.includes("2 items"));
        assert.ok(dialog.textContent.replace(",", "").includes("2880"));
        assert.deepEqual(
            calls.map(([name]) => name),
            ["replenish_order_preview"]
        );
        await click(dialog.querySelector(".modal-footer .btn-primary"));
        assert.deepEqual(calls[1], ["action_replenish", [1, 2]]);
    });

    QUnit.test("a group is ordered without what has a warning", async (assert) => {
        const serverData = makeServerData();
        preview.skipped = [{id: 2, name: "Chair", why: "has no cost"}];
        await makeView({
            type: "list",
            resModel: MODEL,
            serverData,
            arch: ARCH,
            groupBy: ["supply_from"],
            async mockRPC(route, {method, args}, performRPC) {
                if (method === "replenish_worklist_state") {
                    return FACTS;
                }
                if (method === "replenish_order_preview") {
                    return preview;
                }
                if (method === "action_replenish") {
                    calls.push([method, args[0]]);
                    const done = {model: MODEL, method: "unlink", args: [[1, 2]]};
                    await performRPC(route, {...done, kwargs: {}});
                    return false;
                }
                if (method === "web_read_group") {
                    const result = await performRPC(...arguments);
                    const approximate = true;
                    const [group] = result.groups;
                    if (group.supply_from === "Azure") {
                        group.replenish_total = {
                            count: 2,
                            value: 2930,
                            currency_id: 1,
                            approximate,
                        };
                    }
                    return result;
                }
            },
        });
        const [first, second] = target.querySelectorAll(".o_group_header");
        assert.ok(first.textContent.includes("≈"), "says it is converted");
        assert.ok(
            first.textContent.replace(",", "").includes("2930"),
            "what it is worth"
        );
        assert.containsNone(second, ".o_replenish_order_group");
        assert.containsNone(target, "th[data-name=supply_from]", "said by the group");
        await click(first.querySelector(".o_replenish_order_group"));
        await nextTick();
        await nextTick();
        assert.deepEqual(calls, [["action_replenish", [1]]]);
        await nextTick();
        assert.containsOnce(
            target,
            ".o_group_header",
            "emptied, it goes with its total"
        );
        assert.ok(
            notices.some((text) => text.includes("Chair")),
            notices.join()
        );
    });

    QUnit.test("groups below a full screen stay folded", async (assert) => {
        await makeView({
            type: "list",
            resModel: MODEL,
            serverData: makeServerData(),
            arch: ARCH,
            groupBy: ["supply_from"],
            async mockRPC(_route, {method}, performRPC) {
                if (method === "replenish_worklist_state") {
                    return FACTS;
                }
                if (method === "web_read_group") {
                    const result = await performRPC(...arguments);
                    result.groups[0].supply_from_count = 80;
                    return result;
                }
            },
        });
        assert.containsN(target, ".o_group_header", 2);
        assert.containsOnce(target, ".o_group_open");
        assert.containsOnce(target, ".o_group_open .fa-caret-down");
    });

    QUnit.test("a quantity that became another one is told", async (assert) => {
        const serverData = makeServerData();
        await makeView({
            type: "list",
            resModel: MODEL,
            serverData,
            arch: ARCH,
            async mockRPC(_route, {method, args}, performRPC) {
                if (method === "replenish_worklist_state") {
                    return FACTS;
                }
                if (method === "web_save") {
                    args[1].qty_to_order = 12;
                    return performRPC(...arguments);
                }
            },
        });
        await click(cell(1, "qty_to_order"));
        await editInput(target, "[name=qty_to_order] input", "10");
        await click(target.querySelector(".d-xl-inline-flex .o_list_button_save"));
        await nextTick();
        await nextTick();
        assert.ok(
            notices.some((text) => text.includes("10 became 12")),
            notices.join()
        );
    });

    QUnit.test(
        "an empty list tells what was checked and what comes next",
        async (assert) => {
            const serverData = makeServerData();
            serverData.models[MODEL].records = [];
            await makeWorklist({
                serverData,
                noContentHelp: "core's help",
                searchViewArch: `<search><filter name="to_order" string="To Order" domain="[['qty_to_order', '>', 0]]"/></search>`,
                context: {search_default_to_order: 1},
            });
            const empty = target.querySelector(".o_replenish_empty").textContent;
            assert.ok(
                empty.includes("Nothing to order until Thu 11/26/2026 (12 items)")
            );
            assert.ok(empty.includes("567 rules checked"));
            assert.ok(empty.includes("4 items wait for approval"));
            assert.ok(empty.includes("3 items could not be planned"));
        }
    );
});
