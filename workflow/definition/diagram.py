"""Pictures of a workflow: an SVG document, a Mermaid chart, and tables in words."""

from workflow.definition.diagram_mermaid import mermaid
from workflow.definition.diagram_svg import svg
from workflow.definition.diagram_table import table

__all__ = ["mermaid", "svg", "table"]
