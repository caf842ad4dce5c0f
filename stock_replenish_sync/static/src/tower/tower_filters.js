/** @odoo-module **/

/** Filters that hold ids: their names in the address. */
const LISTS = {
    company_ids: "companies",
    warehouse_ids: "warehouses",
    categ_ids: "families",
};
const ALL = "all";

function idsOf(value) {
    return String(value === undefined ? "" : value)
        .split(",")
        .map(Number)
        .filter((id) => Number.isInteger(id) && id > 0);
}

/**
 * The filters an address asks for; what it does not say is left to the server.
 *
 * @param {Object} hash
 * @returns {Object} company_ids, warehouse_ids, categ_ids (ids), user_id (id, or false
 *     for everybody's), days; each only where the address says it
 */
export function filtersOfHash(hash) {
    const filters = {};
    for (const [name, key] of Object.entries(LISTS)) {
        const ids = idsOf(hash[key]);
        if (ids.length) {
            filters[name] = ids;
        }
    }
    if (hash.planner === ALL) {
        filters.user_id = false;
    } else if (idsOf(hash.planner).length) {
        filters.user_id = idsOf(hash.planner)[0];
    }
    if (idsOf(hash.days).length) {
        filters.days = idsOf(hash.days)[0];
    }
    return filters;
}

/** The same as what an address says; undefined takes a key out of it. */
export function hashOfFilters(filters) {
    const hash = {};
    for (const [name, key] of Object.entries(LISTS)) {
        const ids = filters[name] || [];
        hash[key] = ids.length ? ids.join(",") : undefined;
    }
    hash.planner = filters.user_id === false ? ALL : filters.user_id;
    hash.days = filters.days;
    return hash;
}
