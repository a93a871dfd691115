"""A workflow as a BPMN 2.0 document, for whoever reads processes in that notation."""

from workflow.definition.bpmn.document import bpmn

__all__ = ["bpmn"]
