/** @odoo-module **/

/** A colour of the theme, so that charts follow light and dark. */
export function themeColor(name) {
    const style = getComputedStyle(document.documentElement);
    return style.getPropertyValue(`--${name}`).trim() || "#7f7f7f";
}
