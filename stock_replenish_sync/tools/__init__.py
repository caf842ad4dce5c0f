from . import columns, roles
from .batches import split_by
from .errors import error_words
from .forget import forget
from .grouping import connected
from .isolate import isolate
from .notification import notification
from .parameters import number_parameter
from .quantities import format_quantity, format_signed
