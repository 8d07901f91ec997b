"""Addresses of the app that are not pages: where the form is sent to, and the receipt."""

from django.urls import path

from .views.intake import EnquiryView, ThanksView
from .views.touch import touch

app_name = "citewell_contact"

urlpatterns = [
    path("enquiries/touch/", touch, name="touch"),
    path("enquiries/<int:page_id>/", EnquiryView.as_view(), name="enquiry"),
    path("enquiries/<int:page_id>/thanks/<str:receipt>/", ThanksView.as_view(), name="thanks"),
]
