"""The law firm of the demonstration, from its inbox to its bills."""

from caseapp.complaints.models import Complaint
from caseapp.respondents.models import Respondent
from caseapp.workspace.demo.costs import bill, draft_by_the_hour
from caseapp.workspace.demo.people import Cast
from caseapp.workspace.demo.suing import sue
from caseapp.workspace.demo.together import act_together, fill_the_inbox
from caseapp.workspace.demo.working import bundle_exhibits, work_on


def practise(cast: Cast, respondents: dict[str, Respondent], citizens: Complaint) -> None:
    """Give the firm the citizen's case, a second one with many beside the client, and requests that wait."""
    case_file = sue(cast, citizens)
    work_on(cast, case_file)
    bill(cast, case_file)
    draft_by_the_hour(cast, act_together(cast, respondents))
    fill_the_inbox(cast, respondents)
    bundle_exhibits(cast, case_file)
