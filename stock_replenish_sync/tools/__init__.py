from . import columns
from .isolate import isolate
from .notification import notification
