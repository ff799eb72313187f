"""Tables of the field room."""

from pakhi.field.models.device import Device
from pakhi.field.models.form import Form, Media, Version
from pakhi.field.models.inbox import Answer, Arrival, Attachment

__all__ = ["Answer", "Arrival", "Attachment", "Device", "Form", "Media", "Version"]
