"""Pictures of a workflow: an SVG document, a Mermaid chart, and tables in words."""

from workflow.definition.diagram_svg import svg

__all__ = ["svg"]
