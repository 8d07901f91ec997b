"""The content models, one subject a file."""

from .clinical_review import ClinicalReviewTask
from .condition import Condition, ConditionCode
from .condition_page import ConditionIndexPage, ConditionPage
from .content_change import ContentChange
from .grading import Certainty, Grade, GradeScheme
from .guideline import Guideline, Recommendation
from .guideline_page import GuidelinePage
from .home_page import HomePage
from .person import Person
from .preview_draft import PreviewDraft
from .reference import Reference
from .reference_list_page import ReferenceListPage
from .review import ReviewEvent
from .row_state import RowState
from .site_settings import SiteSettings
from .standard_page import StandardPage

__all__ = [
    "Certainty",
    "ClinicalReviewTask",
    "Condition",
    "ConditionCode",
    "ConditionIndexPage",
    "ConditionPage",
    "ContentChange",
    "Grade",
    "GradeScheme",
    "Guideline",
    "GuidelinePage",
    "HomePage",
    "Person",
    "PreviewDraft",
    "Recommendation",
    "Reference",
    "ReferenceListPage",
    "ReviewEvent",
    "RowState",
    "SiteSettings",
    "StandardPage",
]
