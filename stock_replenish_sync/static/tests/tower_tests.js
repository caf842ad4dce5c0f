/** @odoo-module **/

import {
    changeText,
    sentenceText,
    shortMoney,
} from "@stock_replenish_sync/tower/tower_words";
import {
    click,
    makeDeferred,
    mockTimeout,
    nextTick,
    patchDate,
    patchWithCleanup,
} from "@web/../tests/helpers/utils";
import {createWebClient, doAction} from "@web/../tests/webclient/helpers";
import {setUser, setupScreen} from "./helpers";
import {filtersOfHash, hashOfFilters} from "@stock_replenish_sync/tower/tower_filters";
import {RPCError} from "@web/core/network/rpc_service";
import {browser} from "@web/core/browser/browser";

const MODEL = "stock.replenish.exception";

const drill = (name) => ({
    model: MODEL,
    action: "stock_replenish_sync.stock_replenish_exception_action",
    domain: [["reference", "=", name]],
    name,
});
const figure = (label, count, value, values = {}) => ({
    key: label.toLowerCase().replace(/\W/g, "_"),
    label,
    help: `What ${label} counts.`,
    count,
    value,
    drill: drill(label),
    ...values,
});

function makeTower(values = {}) {
    return {
        currency_id: 1,
        filters: {
            company_ids: [1],
            warehouse_ids: [],
            categ_ids: [],
            user_id: 2,
            days: 28,
        },
        is_filtered: true,
        as_of: {
            planned_on: "2026-11-21 05:12:00",
            stale_before: "2026-11-20 23:00:00",
            failed: 3,
            drill: drill("Failed"),
        },
        sentence: {out: 9, will_be_out: 14, value: 48210, help: "Cost of waiting."},
        tiles: [
            figure("Stocked out", 9, 31020, {
                severity: "3",
                icon: "fa-times-circle",
                change: 2,
            }),
            figure("Surplus on order", 0, 0, {
                severity: "2",
                icon: "fa-cubes",
                change: null,
            }),
        ],
        more_tiles: [figure("Excess", 120, 840, {severity: "0", icon: "fa-cubes"})],
        work: [figure("To order", 22, 12044, {icon: "fa-shopping-cart"})],
        outlook: [
            {...figure("Now", 9, 31020), start: null},
            {...figure("Nov 22 – Nov 28", 6, 5400), start: "2026-11-22"},
        ],
        inbound: {
            columns: [
                {key: "d3", label: "1–3 days"},
                {key: "d7", label: "4–7 days"},
            ],
            rows: [
                {
                    ...figure("Azure", 6, 4200),
                    id: 21,
                    cells: [null, figure("Azure, 4–7 days", 6, 4200)],
                },
            ],
        },
        stuck: [figure("Hub → North", 3, 1800, {hours: 31})],
        ageing: [figure("Expired", 1, 90)],
        risk: {by: {}},
        top: [
            {
                id: 100,
                kind: "stocked_out",
                kind_label: "Stocked out",
                severity: "3",
                product: "Desk",
                warehouse: "North",
                orderpoint_id: [50, "OP/50"],
                problem: "Out since Tuesday.",
                reference: "",
                value: 4120,
                act_by: "2026-11-21",
                state: "open",
                actions: [{code: "transfer", label: "Transfer"}],
            },
        ],
        top_drill: drill("Exceptions"),
        health: {
            worst: "late",
            jobs: [
                {
                    key: "plan",
                    label: "Plan",
                    company: "Hub Co",
                    company_id: 1,
                    state: "late",
                    last_success: "2026-11-19 04:12:00",
                    text: "",
                    drill: drill("Runs"),
                },
            ],
        },
        empty: null,
        options: {
            companies: [{id: 1, name: "Hub Co"}],
            warehouses: [
                {id: 1, name: "Hub"},
                {id: 2, name: "North"},
            ],
            families: [],
            planners: [{id: 2, name: "Pia", is_me: true}],
            periods: [14, 28],
        },
        ...values,
    };
}

function makeError(name, message) {
    const error = new RPCError(message);
    error.exceptionName = name;
    error.data = {message};
    return error;
}

let target = null;
let answers = [];
let asked = [];
let calls = [];

/** Open the tower; each question gets the next answer, the last one for ever. */
async function open(...given) {
    answers = given;
    const field = {type: "char", string: "Reference", store: true, searchable: true};
    const webClient = await createWebClient({
        serverData: {
            models: {[MODEL]: {fields: {reference: field}, records: []}},
            views: {
                [`${MODEL},false,list`]: `<tree><field name="reference"/></tree>`,
                [`${MODEL},false,search`]: `<search/>`,
            },
            actions: {
                "stock_replenish_sync.stock_replenish_exception_action": {
                    id: 77,
                    type: "ir.actions.act_window",
                    name: "Exceptions",
                    res_model: MODEL,
                    views: [[false, "list"]],
                    context: {search_default_open: 1},
                },
            },
        },
        async mockRPC(_route, {model, method, args, kwargs}) {
            if (method === "replenish_tower") {
                asked.push(args[0]);
                const answer = answers.length > 1 ? answers.shift() : answers[0];
                const value = await answer;
                if (value instanceof Error) {
                    throw value;
                }
                return value;
            }
            if (method === "web_search_read") {
                calls.push(kwargs.domain);
            }
            if (model === MODEL && method.startsWith("action_")) {
                calls.push([method, args[0]]);
                return false;
            }
        },
    });
    await doAction(webClient, {
        type: "ir.actions.client",
        tag: "stock_replenish_sync.tower",
        name: "Control Tower",
    });
    await nextTick();
    return webClient;
}

const find = (selector) => target.querySelector(selector);
const textOf = (selector) => find(selector).innerText.replace(/\s+/g, " ").trim();

QUnit.module("ReplenishTower", (hooks) => {
    hooks.beforeEach(() => {
        target = setupScreen();
        asked = [];
        calls = [];
        setUser(() => true);
        patchDate(2026, 10, 21, 9, 0, 0);
    });

    QUnit.test("filters go into the address and come back", (assert) => {
        const filters = {
            company_ids: [3],
            warehouse_ids: [1, 2],
            user_id: false,
            days: 28,
        };
        const hash = hashOfFilters(filters);
        assert.deepEqual(hash, {
            companies: "3",
            warehouses: "1,2",
            families: undefined,
            planner: "all",
            days: 28,
        });
        // The router makes numbers of what looks like one.
        assert.deepEqual(filtersOfHash({...hash, companies: 3}), filters);
        assert.deepEqual(filtersOfHash({planner: 7}), {user_id: 7});
        assert.deepEqual(
            filtersOfHash({warehouses: "x,-1,1.5", planner: "nobody", days: "0"}),
            {},
            "what makes no sense is left to the server"
        );
    });

    QUnit.test("numbers are said as people say them", (assert) => {
        assert.deepEqual(
            [310.4, 999.6, 1420, 9960, 48210, 2400000].map((value) =>
                shortMoney(value, false)
            ),
            ["310", "1k", "1.4k", "10k", "48k", "2.4M"]
        );
        assert.deepEqual(
            [2, -3, 0, null].map((change) => String(changeText(change))),
            ["2 more than yesterday", "3 fewer than yesterday", "As yesterday", ""]
        );
        assert.strictEqual(
            String(sentenceText({out: 1, will_be_out: 14, value: 48210}, false)),
            "1 item is out, 14 will run out before help arrives: 48k at risk."
        );
        assert.strictEqual(
            String(sentenceText({out: 0, will_be_out: 0, value: 0}, false)),
            "No item is out, and none is about to run out."
        );
    });

    QUnit.test("each number opens the very rows it counts", async (assert) => {
        await open(makeTower());
        // Odoo lets what is in there scroll.
        assert.containsOnce(target, ".o_action_manager > .o_action .o_content");
        assert.ok(textOf(".o_replenish_sentence").startsWith("9 items are out, 14"));
        const tile = find(".o_replenish_tile[data-key=stocked_out]");
        assert.ok(
            tile
                .getAttribute("aria-label")
                .match(/^Stocked out, 9 items, \D*31,?020, 2 more than yesterday$/),
            tile.getAttribute("aria-label")
        );
        assert.containsOnce(tile, ".fa-times-circle.text-bg-danger");
        assert.containsNone(
            find(".o_replenish_tile[data-key=surplus_on_order]"),
            ".text-bg-warning",
            "what does not occur has no colour"
        );
        const links = [
            [".o_replenish_tile[data-key=stocked_out]", "Stocked out"],
            [".o_replenish_work a", "To order"],
            ["[data-block=inbound] td:not(.o_replenish_total) a", "Azure, 4–7 days"],
            ["[data-block=inbound] .o_replenish_total a", "Azure"],
            ["[data-block=stuck] a", "Hub → North"],
            ["[data-block=health] a", "Runs"],
        ];
        for (const [selector, name] of links) {
            await click(target, selector);
            assert.deepEqual(calls.pop(), [["reference", "=", name]]);
            assert.strictEqual(textOf(".o_last_breadcrumb_item"), name);
            await click(target, ".breadcrumb-item a");
        }
        await click(target, ".o_replenish_why_table_toggle");
        await click(target, "[data-block=outlook] tbody tr:nth-child(2) button");
        assert.deepEqual(calls.pop(), [["reference", "=", "Nov 22 – Nov 28"]]);
    });

    QUnit.test("a tile says what it counts, also by keyboard", async (assert) => {
        await open(makeTower());
        const infos = ".o_replenish_tiles .o_replenish_info";
        const [info] = target.querySelectorAll(infos);
        assert.containsN(target, infos, 2);
        assert.containsOnce(target, ".o_replenish_sentence .o_replenish_info");
        assert.strictEqual(
            info.getAttribute("aria-label"),
            "Stocked out: What Stocked out counts."
        );
        info.focus();
        await nextTick();
        assert.strictEqual(textOf(".o-tooltip"), "What Stocked out counts.");
        await click(info);
        assert.containsOnce(target, ".o-tooltip");
        assert.containsOnce(target, ".o_replenish_tile[data-key=stocked_out]", "stays");
        info.blur();
        await nextTick();
        assert.containsNone(target, ".o-tooltip");
    });

    QUnit.test("filters ask anew and stay in the address", async (assert) => {
        const webClient = await open(makeTower());
        assert.deepEqual(asked, [{}]);
        assert.containsNone(target, ".o_replenish_filter_company_ids");
        await click(target, ".o_replenish_filter_warehouse_ids .dropdown-toggle");
        await click(target, ".o_replenish_filter_warehouse_ids [data-id='2']");
        assert.deepEqual(asked[1], {warehouse_ids: [2]});
        await nextTick();
        const {hash} = webClient.env.services.router.current;
        assert.strictEqual(hash.warehouses, 2);
        await click(target, ".o_replenish_show_all");
        assert.deepEqual(asked[2], {user_id: false});
    });

    QUnit.test("acting on a row reads again", async (assert) => {
        await open(
            makeTower(),
            makeTower({
                top: [],
                sentence: {out: 8, will_be_out: 14, value: 44000, help: "Waiting."},
            })
        );
        await click(target, ".o_replenish_top .o_replenish_suggested");
        assert.deepEqual(calls, [["action_transfer", [100]]]);
        assert.strictEqual(asked.length, 2);
        assert.ok(textOf(".o_replenish_sentence").startsWith("8 items are out"));
        assert.ok(textOf("[data-block=top]").includes("Nothing open"));
    });

    QUnit.test("it reads again by itself, but not behind a menu", async (assert) => {
        let tick = null;
        const {setInterval} = browser;
        patchWithCleanup(browser, {
            setInterval: (callback, every, ...args) => {
                if (every === 300000) {
                    tick = callback;
                    return 0;
                }
                return setInterval(callback, every, ...args);
            },
        });
        await open(makeTower());
        tick();
        await nextTick();
        assert.strictEqual(asked.length, 2);
        await click(target, ".o_replenish_filter_days .dropdown-toggle");
        tick();
        await nextTick();
        assert.strictEqual(asked.length, 2);
    });

    QUnit.test("shapes after a while, no false 0", async (assert) => {
        const later = makeDeferred();
        const {execRegisteredTimeouts} = mockTimeout();
        const opened = open(later);
        await nextTick();
        await nextTick();
        assert.containsNone(target, ".o_replenish_skeleton");
        execRegisteredTimeouts();
        await opened;
        assert.containsOnce(target, ".o_replenish_skeleton");
        assert.containsNone(target, ".o_replenish_tile");
        later.resolve(makeTower());
        await nextTick();
        assert.containsNone(target, ".o_replenish_skeleton");
        assert.containsN(target, ".o_replenish_tile", 2);
    });

    QUnit.test("what failed can be tried again", async (assert) => {
        await open(new Error("gone"), makeTower(), new Error("gone"), makeTower());
        assert.ok(textOf(".o_replenish_problem").startsWith("Not loaded."));
        assert.containsNone(target, ".o_replenish_tile, .o_replenish_skeleton");
        await click(target, ".o_replenish_problem .o_replenish_retry");
        assert.containsNone(target, ".o_replenish_problem");
        assert.containsN(target, ".o_replenish_tile", 2);
        await click(target, ".o_replenish_refresh");
        assert.ok(textOf(".o_replenish_problem").startsWith("Not refreshed"));
        assert.containsN(target, ".o_replenish_tile", 2, "figures of before stay");
        await click(target, ".o_replenish_problem .o_replenish_retry");
        assert.containsNone(target, ".o_replenish_problem");
    });

    QUnit.test("a part that fails leaves the others alone", async (assert) => {
        const broken = {columns: [], rows: [{id: 1, label: "Azure", cells: null}]};
        await open(makeTower({stuck: {error: true}, inbound: broken}), makeTower());
        await nextTick();
        for (const name of ["stuck", "inbound"]) {
            assert.ok(textOf(`[data-block=${name}]`).includes("Not loaded"), name);
        }
        assert.containsN(target, ".o_replenish_missing", 2);
        assert.containsOnce(target, "[data-block=ageing] a");
        await click(target, "[data-block=inbound] .o_replenish_retry");
        await nextTick();
        assert.containsNone(target, ".o_replenish_missing");
        assert.containsOnce(target, "[data-block=stuck] a");
        assert.containsN(target, "[data-block=inbound] td a", 2);
    });

    QUnit.test("who may not look is told so", async (assert) => {
        const words = "Looking at the control tower needs the Viewer role.";
        await open(makeError("odoo.exceptions.AccessError", words));
        assert.strictEqual(textOf(".o_replenish_problem"), words);
        assert.containsNone(target, ".o_replenish_retry, .o_replenish_filters");
    });

    QUnit.test("filters that make no sense are let go", async (assert) => {
        const words = "These filters cannot be read.";
        await open(makeError("odoo.exceptions.UserError", words), makeTower());
        assert.ok(textOf(".o_replenish_problem").startsWith(words));
        await click(target, ".o_replenish_problem .o_replenish_retry");
        assert.deepEqual(asked[1], {user_id: false});
        assert.containsNone(target, ".o_replenish_problem");
    });

    QUnit.test("nothing to do, and nothing planned yet", async (assert) => {
        const none = {tiles: [], more_tiles: [], work: [], outlook: []};
        const calm = {
            ...none,
            top: [],
            stuck: [],
            ageing: [],
            inbound: {columns: [], rows: []},
            sentence: {out: 0, will_be_out: 0, value: 0, help: "Waiting."},
            is_filtered: false,
        };
        await open(
            makeTower({...calm, empty: "calm"}),
            makeTower({...calm, empty: "onboarding"})
        );
        assert.strictEqual(textOf(".o_replenish_sentence"), "Nothing needs you.");
        assert.ok(textOf("[data-block=inbound]").includes("No vendor is late."));
        assert.ok(textOf("[data-block=risk]").includes("Nothing is at risk."));
        await click(target, ".o_replenish_refresh");
        assert.ok(textOf(".o_nocontent_help").includes("Getting Started"));
        assert.containsNone(target, ".o_replenish_filters, .o_replenish_block");
    });
});
