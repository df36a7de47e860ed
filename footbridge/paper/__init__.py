"""Paper: PDF pages made from data: certificates, signed agreements, registers, name stickers.

`pdf(layout, data)` is the one door. Data reaches the page as data and is never read as layout.
"""

from footbridge.paper.letters import letters_missing
from footbridge.paper.printing import NoSuchLayout, download, pdf, photograph
from footbridge.paper.writing import written

__all__ = ["NoSuchLayout", "download", "letters_missing", "pdf", "photograph", "written"]
