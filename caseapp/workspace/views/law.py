"""The administrator's pages of the law: what is recorded, its versions, and editing with a look ahead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import administrators_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest
from caseapp.law import selectors as law
from caseapp.law.models import Framework
from caseapp.law.services import InvalidLaw, Overtaken, preview_version, record_version
from caseapp.workspace.forms.law_record import RecordForm
from caseapp.workspace.forms.law_sections import SECTIONS, Section
from caseapp.workspace.selectors import touched_complaints
from caseapp.workspace.templatetags.frame import all_errors

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.functional import _StrOrPromise

OWN_FIELDS = frozenset({"csrfmiddlewaretoken", "step", "base", "kind", "holds_from", "reason"})
"""What the pages of an edit add to the fields of its section."""

ANSWERS_COUNTED = 20


@administrators_only
@require_safe
def laws(request: ActorRequest) -> HttpResponse:
    """Every law that holds, place by place, with its version and what of it is not verified."""
    return render(request, "workspace/law.html", {"places": law.laws_by_place()})


@administrators_only
@require_safe
def framework(request: ActorRequest, code: str) -> HttpResponse:
    """One law: what is recorded, section by section, what is not verified, and all versions."""
    versions = list(law.versions_of(code))
    if not versions:
        raise NotFound()
    row = _asked_for(request, code)
    return render(
        request,
        "workspace/law_framework.html",
        {
            "framework": row,
            "versions": versions,
            "current": [one for one in versions if one.is_current],
            "gaps": law.gaps(row),
            "sections": [_told(section, row) for section in SECTIONS.values()],
        },
    )


@administrators_only
@require_safe
def compare(request: ActorRequest, code: str) -> HttpResponse:
    """The difference between two versions of a law, line by line and in words."""
    versions = list(law.versions_of(code))
    if not versions:
        raise NotFound()
    newest = versions[0].version
    before = _number(request.GET.get("before"), max(newest - 1, 1))
    after = _number(request.GET.get("after"), newest)
    old, new = law.version_of(code, before), law.version_of(code, after)
    if old is None or new is None:
        raise NotFound()
    return render(
        request,
        "workspace/law_compare.html",
        {
            "framework": new,
            "versions": versions,
            "before": old,
            "after": new,
            "changes": law.changes(law.PlainRecord.of(old), law.PlainRecord.of(new)),
        },
    )


@administrators_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, code: str, section: str) -> HttpResponse:
    """One section of a law: write, look ahead at what would change and whom it touches, then record with a reason.

    Nothing is kept between the pages: what was typed travels with them.
    """
    part = SECTIONS.get(section)
    if part is None:
        raise NotFound()
    row = _asked_for(request, code)
    if request.method != "POST":
        return _edit_page(request, row, part, part.form(law.PlainRecord.of(row), row))
    step = request.POST.get("step", "preview")
    plain = law.PlainRecord.of(row)
    form = part.form(plain, row, request.POST, more=step == "more")
    if not row.is_current:
        newest = law.version_to_edit(code, timezone.localdate())
        if newest is None:
            raise NotFound()
        return _overtaken(request, row, newest, part, form)
    if step in ("more", "back"):
        return _edit_page(request, row, part, form, checked=False)
    if not form.is_valid():
        return _edit_page(request, row, part, form)
    return _recorded(request, row, part, form) if step == "record" else _preview_page(request, row, part, form)


def _asked_for(request: ActorRequest, code: str) -> Framework:
    """The version that the address or the form names, else the one that holds today."""
    given = request.POST.get("base") or request.GET.get("version")
    found = law.version_of(code, _number(given, 0)) if given else law.version_to_edit(code, timezone.localdate())
    if found is None:
        raise NotFound()
    return found


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else default


def _edit_page(
    request: ActorRequest,
    row: Framework,
    section: Section,
    form: Any,
    *,
    checked: bool = True,
    problems: Sequence[str] = (),
    newer: Framework | None = None,
) -> HttpResponse:
    """The section to be written. `problems` are what the law as a whole refuses; `newer` is what overtook it."""
    errors = [{"message": problem, "anchor": ""} for problem in problems]
    if checked and form.is_bound:
        errors += _errors(section, form)
    context = {
        "framework": row,
        "section": section,
        "sections": _navigation(row, section),
        "set": form,
        "errors": errors,
        "newer": newer,
    }
    return render(request, "workspace/law_edit.html", context, status=400 if errors or newer else 200)


def _errors(section: Section, form: Any) -> list[dict[str, str]]:
    if not section.has_rows:
        return all_errors(form)
    found = [{"message": str(message), "anchor": ""} for message in form.non_form_errors()]
    for one in form.forms:
        found += all_errors(one)
    return found


def _navigation(row: Framework, current: Section) -> list[dict[str, Any]]:
    return [{"label": one.title, "slug": one.slug, "current": one.slug == current.slug} for one in SECTIONS.values()]


def _overtaken(request: ActorRequest, row: Framework, newest: Framework, section: Section, form: Any) -> HttpResponse:
    """What was typed, on top of the version that somebody else recorded meanwhile."""
    return _edit_page(
        request, newest, section, form, checked=False, problems=[str(Overtaken(newest.version))], newer=row
    )


def _preview_page(
    request: ActorRequest, row: Framework, section: Section, form: Any, record: RecordForm | None = None
) -> HttpResponse:
    """What would change, which questions and answers with it, and which open complaints rest on this version."""
    before = law.PlainRecord.of(row)
    plain = section.applied(before, form)
    try:
        made = preview_version(actor=request.actor, code=row.code, base=row.version, plain=plain)
    except InvalidLaw as refusal:
        return _edit_page(request, row, section, form, problems=_problems(row, refusal))
    except Overtaken:
        return _after_overtaking(request, row, section, form)
    found = list(law.changes(before, law.PlainRecord(made.columns, made.parts)))
    valid_to = _valid_to(row, form)
    if valid_to != row.valid_to:
        found.append(_end(row, valid_to))
    if not found:
        return _edit_page(request, row, section, form, problems=[_("You changed nothing.")])
    questions = list(_questions(found))
    touched = touched_complaints(request.actor, row, [one.key for one in questions if not one.is_new][:ANSWERS_COUNTED])
    context = {
        "framework": row,
        "section": section,
        "form": record or RecordForm(),
        "carried": _carried(request.POST),
        "changes": found,
        "in_place": made.fingerprint == row.fingerprint,
        "questions": [{"question": one, "answered": touched.answered.get(one.key)} for one in questions],
        "touched": touched,
    }
    return render(request, "workspace/law_preview.html", context, status=400 if record and record.errors else 200)


def _recorded(request: ActorRequest, row: Framework, section: Section, form: Any) -> HttpResponse:
    record = RecordForm(request.POST)
    if not record.is_valid():
        return _preview_page(request, row, section, form, record)
    try:
        new = record_version(
            actor=request.actor,
            code=row.code,
            base=row.version,
            plain=section.applied(law.PlainRecord.of(row), form),
            reason=record.cleaned_data["reason"],
            valid_to=_valid_to(row, form),
            holds_from=record.cleaned_data["holds_from"],
        )
    except InvalidLaw as refusal:
        return _edit_page(request, row, section, form, problems=_problems(row, refusal))
    except Overtaken:
        return _after_overtaking(request, row, section, form)
    except DomainError as refusal:
        add_refusal(record, refusal)
        return _preview_page(request, row, section, form, record)
    if new.version == row.version:
        messages.success(request, _("The change was recorded. It makes no new version."))
    else:
        messages.success(request, _("Version %(version)s was recorded.") % {"version": new.version})
    return redirect("workspace:law_framework", code=row.code)


def _after_overtaking(request: ActorRequest, row: Framework, section: Section, form: Any) -> HttpResponse:
    newest = law.versions_of(row.code).current().first()
    if newest is None:
        raise NotFound()
    return _overtaken(request, row, newest, section, form)


def _problems(row: Framework, refusal: InvalidLaw) -> list[str]:
    """Each problem without the code that begins it, as the page is about one law."""
    return [problem.removeprefix(f"{row.code}: ").removeprefix(f"{row.code} ") for problem in refusal.problems]


def _valid_to(row: Framework, form: Any) -> Any:
    return form.cleaned_data["valid_to"] if "valid_to" in getattr(form, "fields", {}) else row.valid_to


def _end(row: Framework, valid_to: Any) -> law.Change:
    before, after = (law.written_day(day) if day else _("No end") for day in (row.valid_to, valid_to))
    return law.Change(_("The text holds until"), before, after, column="valid_to")


def _carried(data: "QueryDict") -> list[tuple[str, str]]:
    return [(name, value) for name, values in data.lists() if name not in OWN_FIELDS for value in values]


@dataclass(frozen=True)
class TouchedQuestion:
    """One element that people answer, and what becomes of it."""

    key: str
    becomes: "_StrOrPromise"
    is_new: bool = False
    is_gone: bool = False


def _questions(found: Sequence[law.Change]) -> Iterator[TouchedQuestion]:
    """Elements that come, go, ask something else or count otherwise."""
    seen: dict[str, set[str]] = {}
    elements = [one for one in found if one.part == "elements" and one.key]
    for one in elements:
        seen.setdefault(one.key, set()).add(one.column)
    for one in elements:
        columns = seen.pop(one.key, None)
        if columns is None:
            continue
        if columns == {""}:
            gone = one.after == _("Removed")
            words = _("It is gone: its answers count no more.") if gone else _("It is new, and nobody has answered it.")
            yield TouchedQuestion(one.key, words, is_new=not gone, is_gone=gone)
        elif "supports_claim_if" in columns or "inverted" in columns:
            yield TouchedQuestion(one.key, _("The same answer now says the opposite."))
        elif "topic" in columns or "parameter" in columns:
            yield TouchedQuestion(one.key, _("It takes its answer from another question."))
        elif "role" in columns:
            yield TouchedQuestion(one.key, _("Its answer counts for something else."))
        elif columns & {"question_en", "question_zh"}:
            yield TouchedQuestion(one.key, _("It is asked in other words."))


def _told(section: Section, row: Framework) -> dict[str, Any]:
    """A section in a line: how many rows it has, or that it is there."""
    plain = law.PlainRecord.of(row)
    count = len(plain.parts[section.part]) if section.part else None
    if section.listed:
        count = len(plain.columns[section.listed])
    return {"section": section, "count": count}
