"""The models of enquiries, one file each."""

from .access_log import AccessLog
from .append_only import LogUnlock
from .appointment import Appointment
from .canned_reply import CannedReply
from .clinic_hours import ClinicHours, Holiday
from .consent_text import ConsentText
from .contact_page import ContactPage, NotifyAddress
from .enquiry import Enquiry
from .enquiry_event import EnquiryEvent
from .enquiry_figures import EnquiryFigures, FigureLabel
from .extra_question import ExtraQuestion
from .mail_text import MailText
from .presence import Presence
from .quarantine_digest import QuarantineDigest
from .retention import RetentionSettings
from .saved_filter import SavedFilter
from .search_token import SearchToken
from .spam_lesson import SpamFilter, SpamLesson, SpamToken
from .spam_signal import SpamSignal
from .spam_trace import CountOf, DailySalt, SpamTrace, UsedChallenge

__all__ = [
    "AccessLog",
    "Appointment",
    "CannedReply",
    "ClinicHours",
    "ConsentText",
    "ContactPage",
    "CountOf",
    "DailySalt",
    "Enquiry",
    "EnquiryEvent",
    "EnquiryFigures",
    "ExtraQuestion",
    "FigureLabel",
    "Holiday",
    "LogUnlock",
    "MailText",
    "NotifyAddress",
    "Presence",
    "QuarantineDigest",
    "RetentionSettings",
    "SavedFilter",
    "SearchToken",
    "SpamFilter",
    "SpamLesson",
    "SpamSignal",
    "SpamToken",
    "SpamTrace",
    "UsedChallenge",
]
