"""The citizen's case file at work: people, facts, what each element still lacks, dates, letters, a bundle, messages."""

from datetime import date, timedelta

from caseapp.documents.services.bundles import Chosen, order_bundle
from caseapp.litigation.models import CaseFact, CaseFile, Limitation
from caseapp.litigation.selectors.working import exhibits_of, matrices
from caseapp.litigation.services import limitation, messages, working
from caseapp.litigation.services.papers import make_paper
from caseapp.workspace.demo import clock
from caseapp.workspace.demo.people import Cast

PARTIES = (
    ("supplier", "Lensmith Vision Technology", "镜匠视觉科技有限公司", "Made the system in the sales hall"),
    ("adverse_counsel", "Du & Partners, Ningbo", "宁波杜氏律师事务所", ""),
    ("witness", "He Jing", "何静", "Worked at the door until the spring; saw the screen every day"),
)
FACTS = (
    # days ago, standing, text
    (234, "agreed", "The client visited the show flat for the second time."),
    (234, "agreed", "A camera over the door compared every visitor with those of the weeks before."),
    (234, "disputed", "No sign told of it and nobody asked."),
    (228, "unknown", "The agent wrote that the data is kept for three years."),
)
WORDS = (
    ("citizen", "They paid a part of it. Does the rest come by itself?"),
    ("lawyer", "Not by itself. We asked the court to enforce it; the hearing is in the calendar on this page."),
    ("citizen", "Thank you. Should I keep the messages from the agent?"),
)


def work_on(cast: Cast, case_file: CaseFile) -> None:
    """Fill the case file as a team of three would have."""
    lawyer, today = cast.actor("lawyer"), clock.today()
    team = {name: cast.users[name].pk for name in ("lawyer", "partner", "paralegal")}
    working.choose_team(actor=lawyer, case_file=case_file, user_ids=team.values(), responsible_id=team["lawyer"])
    for role, name, others, note in PARTIES:
        working.add_party(actor=lawyer, case_file=case_file, role=role, name=name, other_names=others, note=note)
    facts = [
        working.add_fact(
            actor=lawyer,
            case_file=case_file,
            text=text,
            standing=standing,
            happened_on=today - timedelta(days=days),
        )
        for days, standing, text in FACTS
    ]
    _prove(cast, case_file, facts)
    _tasks(cast, case_file)
    engagement = case_file.engagements.get()
    for who, body in WORDS:
        messages.write_message(actor=cast.actor(who), engagement=engagement, body=body)
    make_paper(actor=lawyer, case_file=case_file, kind="letter_before_claim", language="en")
    make_paper(actor=lawyer, case_file=case_file, kind="evidence_list", language="zh-hans")


def bundle_exhibits(cast: Cast, case_file: CaseFile) -> None:
    """Order a bundle of every exhibit. The worker builds it once it has looked at the files, so it is ordered last."""
    lawyer = cast.actor("lawyer")
    sections = ("The system", "The system", "What they answered")
    order_bundle(
        actor=lawyer,
        firm_id=case_file.firm_id,
        matter=case_file.reference,
        title="Exhibits of the claimant",
        language="en",
        chosen=[
            Chosen(item.pk, section) for item, section in zip(exhibits_of(lawyer, case_file), sections, strict=True)
        ],
    )


def _prove(cast: Cast, case_file: CaseFile, facts: list[CaseFact]) -> None:
    lawyer, today = cast.actor("lawyer"), clock.today()
    exhibits = exhibits_of(lawyer, case_file)
    rows = matrices(lawyer, case_file)[0].rows
    plans = (
        ("strong", facts[:2], exhibits[:2], "", None),
        ("fair", facts[2:3], exhibits[:1], "Written statement of the former receptionist", "paralegal"),
        ("weak", facts[3:], exhibits[2:], "Contract between the respondent and its supplier", "lawyer"),
    )
    for row, (strength, shown, proof, gap, who) in zip(rows, plans, strict=False):
        working.plan_proof(
            actor=lawyer,
            case_file=case_file,
            framework_id=row.framework_id,
            element=row.key,
            facts=shown,
            exhibits=proof,
            strength=strength,
            gap=gap,
            assignee_id=cast.users[who].pk if who else None,
            due_on=today + timedelta(days=9) if gap else None,
        )


def _tasks(cast: Cast, case_file: CaseFile) -> None:
    partner, today = cast.actor("partner"), clock.today()
    tasks = working.add_tasks_from_template(actor=partner, case_file=case_file, kind="collecting")
    if tasks:
        working.finish_task(actor=cast.actor("lawyer"), task=tasks[0])
    working.add_task(
        actor=partner,
        case_file=case_file,
        title="Ask the supplier for its log of the deletion",
        assignee_id=cast.users["lawyer"].pk,
        due_on=today - timedelta(days=2),
    )
    working.add_task(
        actor=cast.actor("lawyer"),
        case_file=case_file,
        title="Decide whether to ask for interest until payment",
        assignee_id=partner.user_id,
        due_on=today + timedelta(days=5),
    )


def confirm_dates(cast: Cast, case_file: CaseFile) -> None:
    """One date was worked out by the associate and by the partner before the suit was filed."""
    row = case_file.limitations.exclude(last_day=None).order_by("pk").first()
    if row is not None and row.event_on is not None:
        date_and_confirm(cast, row, event_on=row.event_on, known_on=row.event_on + timedelta(days=3))


def date_and_confirm(cast: Cast, row: Limitation, *, event_on: date, known_on: date) -> None:
    """Let the associate say when it was and the partner work the date out once more."""
    changed = limitation.change_facts(actor=cast.actor("lawyer"), limitation=row, event_on=event_on, known_on=known_on)
    if changed.last_day is not None:
        limitation.confirm(actor=cast.actor("partner"), limitation=changed, last_day=changed.last_day)
