/** @odoo-module **/

import {click, getFixture} from "@web/../tests/helpers/utils";
import {makeView, setupViewRegistries} from "@web/../tests/views/helpers";
import {makeFakeUserService} from "@web/../tests/helpers/mock_services";
import {registry} from "@web/core/registry";

let target = null;
let serverData = null;

/** Give the user some groups and no others. */
function setGroups(groups) {
    registry.category("services").add(
        "user",
        makeFakeUserService((group) => groups.includes(group)),
        {
            force: true,
        }
    );
}

QUnit.module("ReplenishWhy", (hooks) => {
    hooks.beforeEach(() => {
        target = getFixture();
        serverData = {
            models: {
                "stock.warehouse.orderpoint": {
                    fields: {name: {string: "Name", type: "char"}},
                    records: [{id: 7, name: "OP/7"}],
                },
            },
        };
        setupViewRegistries();
        setGroups(["stock_replenish_sync.group_replenish_viewer"]);
    });

    QUnit.test("the button of a row opens the explanation", async (assert) => {
        await makeView({
            type: "list",
            resModel: "stock.warehouse.orderpoint",
            serverData,
            arch: `<tree><field name="name"/><widget name="replenish_why"/></tree>`,
            mockRPC(route, args) {
                if (args.method === "explain") {
                    assert.deepEqual(args.args, ["stock.warehouse.orderpoint", 7]);
                    return {title: "Desk for Hub", tone: "order", sentence: "Order 5."};
                }
            },
        });
        await click(target, ".o_replenish_why_button");
        assert.containsOnce(target, ".o_replenish_why");
        assert.strictEqual(
            target.querySelector(".o_replenish_why_sentence").textContent,
            "Order 5."
        );
    });
});
