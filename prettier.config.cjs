module.exports = {
    // Odoo's own style for JavaScript; XML as the community formats it.
    bracketSpacing: false,
    printWidth: 88,
    proseWrap: "always",
    semi: true,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
    // By path: an editor may run prettier from elsewhere.
    plugins: [require.resolve("@prettier/plugin-xml")],
};
