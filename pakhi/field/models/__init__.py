"""Tables of the field room."""

from pakhi.field.models.call import Call, FollowUp, HandOverNote, LineHours, Referral, Shift
from pakhi.field.models.device import Device, VisitName
from pakhi.field.models.entity import Change, Dataset, Entity
from pakhi.field.models.form import Form, Media, Version
from pakhi.field.models.inbox import Answer, Arrival, Attachment
from pakhi.field.models.menu import Counted, Episode, Line, Recording, Tally
from pakhi.field.models.office_report import OfficeReport
from pakhi.field.models.prompt import PromptVoice
from pakhi.field.models.receiving import ClearNames, ReceivingKey
from pakhi.field.models.talk import Talk
from pakhi.field.models.turn import Turn
from pakhi.field.models.visit import DeskVisit

__all__ = [
    "Answer",
    "Arrival",
    "Attachment",
    "Call",
    "Change",
    "ClearNames",
    "Counted",
    "Dataset",
    "DeskVisit",
    "Device",
    "Entity",
    "Episode",
    "FollowUp",
    "Form",
    "HandOverNote",
    "Line",
    "LineHours",
    "Media",
    "OfficeReport",
    "PromptVoice",
    "ReceivingKey",
    "Recording",
    "Referral",
    "Shift",
    "Talk",
    "Tally",
    "Turn",
    "Version",
    "VisitName",
]
