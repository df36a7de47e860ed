"""The web application, with all its pages loaded and Python's collector told to leave what stays alone.

Left as it is, the collector walks everything ever loaded about twice in a heavy page: 270 ms became 390 (`./run bench pages`). What is
there after the start is never garbage, so it is set aside, and the rest is looked through after 50,000 new objects instead of 700.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "footbridge.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - loads every page
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
