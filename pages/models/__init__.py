"""The content models, one subject a file."""

from .clinical_review import ClinicalReviewTask
from .condition import Condition, ConditionCode
from .condition_page import ConditionIndexPage, ConditionPage
from .content_change import ContentChange
from .content_digest import ContentDigest
from .grading import Certainty, Grade, GradeScheme
from .guideline import Guideline, Recommendation
from .guideline_page import GuidelinePage
from .health_count import HealthCount
from .home_page import HomePage
from .link_check import LinkCheck
from .person import Person
from .preview_draft import PreviewDraft
from .reference import Reference
from .reference_list_page import ReferenceListPage
from .refresh_round import RefreshRound
from .review import ReviewEvent
from .row_state import RowState
from .site_settings import SiteSettings
from .snapshot import Snapshot, TableChange
from .standard_page import StandardPage

__all__ = [
    "Certainty",
    "ClinicalReviewTask",
    "Condition",
    "ConditionCode",
    "ConditionIndexPage",
    "ConditionPage",
    "ContentChange",
    "ContentDigest",
    "Grade",
    "GradeScheme",
    "Guideline",
    "GuidelinePage",
    "HealthCount",
    "HomePage",
    "LinkCheck",
    "Person",
    "PreviewDraft",
    "Recommendation",
    "Reference",
    "ReferenceListPage",
    "RefreshRound",
    "ReviewEvent",
    "RowState",
    "SiteSettings",
    "Snapshot",
    "StandardPage",
    "TableChange",
]
