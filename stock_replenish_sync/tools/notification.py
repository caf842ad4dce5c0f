"""What a button tells the person who pressed it."""


def notification(message, kind="success", title=None, reload=True):
    """Return the client action that shows a message; all but success stays.

    :param str kind: 'success', 'warning' or 'danger'
    :param bool reload: read the screen behind it again
    """
    params = {"type": kind, "sticky": kind != "success", "message": message}
    if title:
        params["title"] = title
    if reload:
        params["next"] = {"type": "ir.actions.client", "tag": "soft_reload"}
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": params,
    }
