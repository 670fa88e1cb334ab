"""What stands beside a question of an act that was left empty."""

import pytest
from django import forms

from caseapp.core.forms_acts import form_for
from caseapp.core.workflow import row


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (forms.CharField(), "Enter this to go on."),
        (forms.ChoiceField(choices=[("a", "A")]), "Choose one of these to go on."),
        (forms.BooleanField(), "Tick this to go on."),
    ],
)
def test_each_kind_of_question_says_what_to_do(field, words):
    form = form_for(row("act", "Act", "open", "done", "Done.", needs=("asked",)), {"asked": field})({})
    assert form.errors["asked"] == [words]
