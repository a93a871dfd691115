"""Pictures of a workflow: an SVG document, a Mermaid chart, and tables in words."""

from workflow.definition.diagram.mermaid import mermaid
from workflow.definition.diagram.svg import svg
from workflow.definition.diagram.table import table

__all__ = ["mermaid", "svg", "table"]
