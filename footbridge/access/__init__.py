"""Who may see and do what: permissions, roles, the viewer of a request, and the rule every view must declare.

A view is served only when it says who it is for (`@public`, `@signed_in`, `@requires(Permission.X)`, `@holding("pass")`). Rows of protected
models are reached only through `visible_to(viewer)`; asking without it raises. What is not yours answers 404.
"""

from footbridge.access.http import Request
from footbridge.access.permissions import Permission
from footbridge.access.rules import holding, public, requires, signed_in, writes_on_get
from footbridge.access.viewer import Standing, Viewer

__all__ = ["Permission", "Request", "Standing", "Viewer", "holding", "public", "requires", "signed_in", "writes_on_get"]
