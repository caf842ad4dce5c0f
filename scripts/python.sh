#!/bin/sh
# Run a script with a Python that Odoo 17.0 supports: $PYTHON, else the first of
# the usual names that is 3.10 to 3.12 and can make virtual environments.
unset PYTHONDONTWRITEBYTECODE # would compile every file on every start

fits() {
    "$1" -c 'import ensurepip, sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))' \
        >/dev/null 2>&1
}

for candidate in ${PYTHON:-python3 python3.12 python3.11 python3.10}; do
    if fits "$candidate"; then
        exec "$candidate" "$@"
    fi
    found="$found $candidate ($("$candidate" --version 2>/dev/null || echo absent))"
done
echo "error: Python 3.10, 3.11 or 3.12 with the venv module is needed, found:$found;" \
    "install one (Debian: python3-venv) or set PYTHON=/path/to/python3" >&2
exit 1
