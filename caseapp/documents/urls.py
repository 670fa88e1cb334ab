"""Addresses of letters and documents."""

from django.urls import path

from caseapp.documents.views import documents, letters, templates

app_name = "documents"

LETTER = "complaints/<reference:reference>/letters/<reference:letter_reference>/"

urlpatterns = [
    path("complaints/<reference:reference>/documents/", documents.complaint_documents, name="of_complaint"),
    path("complaints/<reference:reference>/letters/", letters.letters, name="letters"),
    path("complaints/<reference:reference>/letters/new/<slug:kind>/", letters.write, name="write"),
    path(LETTER, letters.letter, name="letter"),
    path(f"{LETTER}answer/", letters.answer, name="answer"),
    path(f"{LETTER}do/<slug:action>/", letters.act, name="letter_act"),
    path("documents/<reference:reference>/", documents.document, name="document"),
    path("documents/<reference:reference>/pdf/", documents.pdf, name="pdf"),
    path("documents/<reference:reference>/docx/", documents.docx, name="docx"),
    path("letter-texts/", templates.templates, name="templates"),
    path("letter-texts/<int:number>/", templates.template, name="template"),
    path("letter-texts/<int:number>/edit/", templates.edit, name="edit_template"),
]
