"""The state of source files, as a short name."""

import hashlib


def of(folder, leave_out=()):
    """Name the state of the files below `folder`, but for some folders in it."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        part = file.relative_to(folder)
        if part.parts[0] in leave_out or "__pycache__" in part.parts:
            continue
        if file.is_file():
            digest.update(f"{part}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
