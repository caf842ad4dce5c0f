from . import columns, roles
from .isolate import isolate
from .notification import notification
