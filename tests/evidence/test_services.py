"""What adding, removing, attaching and reading evidence writes, whom it tells and what it refuses."""

import datetime
import hashlib

import pytest
from django.db import connection, transaction
from django.utils import timezone

from caseapp.audit.selectors import chain_faults, entries_about, entries_of_chain, facts
from caseapp.complaints.enums import ComplaintState
from caseapp.core import queue, timeline
from caseapp.core.actors import SYSTEM, VISITOR
from caseapp.core.errors import InvalidInput, UnsupportedMedia, WrongState
from caseapp.evidence import selectors, services
from caseapp.evidence.enums import Custody, EvidenceState
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory, receipt_holder
from tests.factories.evidence import add, arrive, files_on_disk, pdf, picture, stored_path

pytestmark = pytest.mark.django_db


def acts(vault: Vault) -> list[str]:
    return [entry.action for entry in entries_of_chain(vault.chain)]


@pytest.fixture
def vault():
    return services.open_vault(actor=VISITOR)


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def complaint(authority):
    return ComplaintFactory(authority=authority)


def test_every_vault_has_a_key_of_its_own_sealed_to_it():
    one, two = services.open_vault(actor=VISITOR), services.open_vault(actor=VISITOR)
    assert len(one.key()) == 32
    assert one.key() != two.key()
    assert one.key() not in bytes(one.sealed_key)
    two.sealed_key = one.sealed_key
    with pytest.raises(ValueError, match="cannot be opened"):
        two.key()


def test_a_file_added_is_told_by_its_hash_and_its_arrival_is_written_down(vault):
    content = picture()
    day = timezone.now()
    item = services.add_item(
        actor=VISITOR,
        vault=vault,
        incoming=arrive(vault, content, "门口.jpg"),
        title="The camera",
        description="Above the door",
        captured_at=day,
    )
    item.refresh_from_db()
    assert (item.sha256, item.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (item.media_type, item.state) == ("image/png", EvidenceState.RECEIVED)
    assert (item.file_name, item.title, str(item)) == ("门口.jpg", "The camera", "The camera")
    assert (item.description, item.captured_at, item.side, item.added_by) == (
        "Above the door",
        day,
        "complainant",
        None,
    )
    (entry,) = entries_about(item)
    assert entry.action == Custody.RECEIVED
    told = facts(entry)
    assert (told["sha256"], told["size"], told["side"]) == (item.sha256, item.size, "complainant")
    assert "门口" not in entry.payload
    assert chain_faults(vault.chain) == []


def test_the_file_lies_in_the_store_before_the_row_is_committed(vault, monkeypatch):
    seen = []
    create = EvidenceItem.objects.create

    def watching(**fields):
        seen.extend(files_on_disk())
        return create(**fields)

    monkeypatch.setattr(EvidenceItem.objects, "create", watching)
    before = files_on_disk()
    item = services.add_item(actor=VISITOR, vault=vault, incoming=arrive(vault, picture()))
    assert set(seen) - before == {stored_path(item)}


def test_a_row_that_cannot_be_written_leaves_no_file(vault, monkeypatch):
    before = files_on_disk()
    incoming = arrive(vault, picture())

    def broken(**fields):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(EvidenceItem.objects, "create", broken)
    with pytest.raises(RuntimeError):
        services.add_item(actor=VISITOR, vault=vault, incoming=incoming)
    assert files_on_disk() == before


def test_good_files_are_added_beside_refused_ones(vault):
    incoming = [
        arrive(vault, picture(), "photo.png"),
        arrive(vault, b"<html>", "page.jpg"),
        arrive(vault, pdf(), "letter.pdf"),
    ]
    added = services.add_items(actor=VISITOR, vault=vault, incoming=incoming, title="ignored for several")
    assert [str(item) for item in added.items] == ["photo.png", "letter.pdf"]
    assert [item.position for item in added.items] == [1, 2]
    (refusal,) = added.refusals
    assert isinstance(refusal, UnsupportedMedia)
    assert "“page.jpg”" in str(refusal.errors["file"])


def test_the_same_file_is_not_added_twice(vault):
    add(vault=vault, content=picture())
    with pytest.raises(InvalidInput) as refused:
        add(vault=vault, content=picture(), name="again.png")
    assert str(refused.value.errors["file"]) == "“again.png” is here already, as file 1."
    assert vault.items.count() == 1


def test_the_limit_holds_even_for_files_that_arrived_at_the_same_time(vault, settings):
    settings.EVIDENCE_MAX_FILES = 2
    incoming = [arrive(vault, picture(colour=colour), f"{colour}.png") for colour in ("red", "green", "blue")]
    added = services.add_items(actor=VISITOR, vault=vault, incoming=incoming)
    assert len(added.items) == 2
    assert [str(refusal.errors["file"]) for refusal in added.refusals] == ["A complaint can hold at most 2 files."]
    incoming[2].close()


def test_words_that_do_not_fit_are_refused_by_field_and_nothing_is_added(vault):
    with pytest.raises(InvalidInput) as refused:
        services.add_item(
            actor=VISITOR,
            vault=vault,
            incoming=arrive(vault, picture()),
            title="x" * 201,
            description="x" * 2001,
            captured_at=timezone.now() + datetime.timedelta(days=2),
        )
    assert set(refused.value.errors) == {"title", "description", "captured_at"}
    assert not vault.items.exists()


def test_removing_from_a_draft_deletes_the_bytes_and_keeps_the_record(vault):
    items = [add(vault=vault, content=picture(colour=colour)) for colour in ("red", "green", "blue")]
    path = stored_path(items[0])
    services.remove_item(actor=VISITOR, item=items[0])
    assert [(item.pk, item.position) for item in selectors.items_in_vault(vault)] == [
        (items[1].pk, 1),
        (items[2].pk, 2),
    ]
    assert path.exists()
    queue.run_pending()
    assert not path.exists()
    assert acts(vault) == [Custody.RECEIVED] * 3 + [Custody.REMOVED]
    assert selectors.check_vault(vault).problems == ()
    services.remove_item(actor=VISITOR, item=items[0])
    assert acts(vault)[-2:] == [Custody.RECEIVED, Custody.REMOVED]


def test_attaching_writes_each_item_as_submitted_and_nothing_can_be_removed_any_more(vault, complaint, owner):
    items = [add(vault=vault, content=picture(colour=colour)) for colour in ("red", "green")]
    services.attach_vault(actor=owner, vault=vault, complaint=complaint)
    services.attach_vault(actor=owner, vault=vault, complaint=complaint)
    assert acts(vault) == [Custody.RECEIVED, Custody.RECEIVED, Custody.SUBMITTED, Custody.SUBMITTED]
    assert [facts(entry)["position"] for entry in entries_of_chain(vault.chain)[2:]] == [1, 2]
    assert list(selectors.items_of(owner, complaint)) == items
    with pytest.raises(WrongState):
        services.remove_item(actor=owner, item=items[0])
    with pytest.raises(WrongState):
        services.discard_vault(vault=vault)
    with pytest.raises(WrongState):
        services.attach_vault(actor=owner, vault=vault, complaint=ComplaintFactory())
    with pytest.raises(WrongState):
        services.attach_vault(actor=owner, vault=services.open_vault(actor=owner), complaint=complaint)


def test_a_discarded_vault_takes_key_rows_and_files_with_it_and_leaves_its_record(vault):
    items = [add(vault=vault, content=picture(colour=colour)) for colour in ("red", "green")]
    paths = [stored_path(item) for item in items]
    chain = vault.chain
    services.discard_vault(vault=vault)
    services.discard_vault(vault=vault)
    queue.run_pending()
    assert not Vault.objects.filter(pk=vault.pk).exists()
    assert not any(path.exists() for path in paths)
    assert [entry.action for entry in entries_of_chain(chain)] == [Custody.RECEIVED] * 2 + [Custody.REMOVED] * 2
    assert selectors.check_everything().problems == ()


def test_adding_to_a_sent_complaint_is_told_in_the_timeline_and_to_the_officer_who_has_it(complaint, owner, authority):
    colleague = officer(authority)
    complaint.assigned_to = colleague
    complaint.save()
    add(complaint, actor=owner)
    assert [timeline.sentence(entry) for entry in timeline.entries(complaint)] == ["A file was added to the evidence."]
    (notice,) = Notice.objects.all()
    assert (notice.user_id, notice.kind) == (colleague.pk, "evidence.added")
    assert notice.path == f"/complaints/{complaint.reference}/evidence/"


def test_several_files_are_told_once(complaint, owner):
    vault = services.vault_of(actor=owner, complaint=complaint)
    incoming = [arrive(vault, picture(colour=colour)) for colour in ("red", "green")]
    services.add_items(actor=owner, vault=vault, incoming=incoming)
    assert [timeline.sentence(entry) for entry in timeline.entries(complaint)] == [
        "2 files were added to the evidence."
    ]


def test_what_an_officer_adds_is_told_to_the_complainant(complaint, authority):
    adding = actor_of(officer(authority))
    item = add(complaint, actor=adding)
    (notice,) = Notice.objects.all()
    assert (notice.user_id, notice.kind) == (complaint.owner_id, "evidence.added")
    assert (item.side, item.added_by_id) == ("authority", adding.user_id)


def test_what_the_holder_of_a_receipt_adds_names_nobody():
    complaint = ComplaintFactory(owner=None, anonymous=True)
    item = add(complaint, actor=receipt_holder(complaint))
    assert (item.side, item.added_by) == ("complainant", None)
    assert entries_about(item).get().actor_id == f"complaint:{complaint.pk}"


def test_a_refused_file_tells_nobody(complaint, owner):
    vault = services.vault_of(actor=owner, complaint=complaint)
    with pytest.raises(UnsupportedMedia):
        services.add_item(actor=owner, vault=vault, incoming=arrive(vault, b"<html>", "page.jpg"))
    assert not timeline.entries(complaint).exists()
    assert not Notice.objects.exists()


def test_nothing_is_added_to_a_withdrawn_complaint(owner, complaint):
    vault = services.vault_of(actor=owner, complaint=complaint)
    complaint.state = ComplaintState.WITHDRAWN
    complaint.save()
    with pytest.raises(WrongState, match="withdrawn"):
        services.add_item(actor=owner, vault=vault, incoming=arrive(vault, picture()))


def test_a_draft_that_was_sent_in_another_tab_refuses_and_says_where_to_go(vault, complaint, owner):
    seen_as_draft = Vault.objects.get(pk=vault.pk)
    services.attach_vault(actor=owner, vault=vault, complaint=complaint)
    with pytest.raises(WrongState, match="sent in the meantime"):
        services.add_item(actor=VISITOR, vault=seen_as_draft, incoming=arrive(seen_as_draft, picture()))


def test_downloading_is_written_down_before_the_first_byte(complaint, owner):
    content = picture() + bytes(200_000)
    item = add(complaint, content, name="door.png")
    original = services.open_content(actor=owner, item=item)
    assert acts(item.vault)[-1] == Custody.DOWNLOADED
    assert b"".join(original.frames) == content
    assert (original.file_name, original.media_type, original.size) == ("door.png", "image/png", len(content))
    assert original.opened.closed


def test_a_file_that_is_not_handed_out_is_not(complaint, owner):
    item = add(complaint)
    item.state = EvidenceState.REJECTED
    item.save()
    with pytest.raises(WrongState):
        services.open_content(actor=owner, item=item)
    assert Custody.DOWNLOADED not in acts(item.vault)


@pytest.mark.parametrize("damage", ["missing", "cut", "first byte", "longer"])
def test_a_damaged_original_is_said_to_be_unreadable_and_no_download_is_claimed(complaint, owner, damage):
    item = add(complaint, picture() + bytes(200_000))
    path = stored_path(item)
    sealed = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    else:
        sealed[100] ^= damage == "first byte"
        path.write_bytes(sealed[:-70_000] if damage == "cut" else sealed + b"x" * (damage == "longer"))
    with pytest.raises(services.Unreadable):
        services.open_content(actor=owner, item=item)
    assert Custody.DOWNLOADED not in acts(item.vault)


def test_custody_is_read_as_sentences(complaint, owner, authority):
    item = add(complaint, actor=owner)
    reader = actor_of(officer(authority))
    services.record_opened(actor=reader, item=item)
    services.open_content(actor=reader, item=item).close()
    steps = selectors.custody(owner, item)
    assert [(str(step.side), str(step.act)) for step in steps] == [
        ("The complainant", "Received"),
        ("The authority", "Opened"),
        ("The authority", "Downloaded"),
    ]
    assert {step.sha256 for step in steps} == {item.sha256}
    assert {step.size for step in steps} == {item.size}
    assert [step.sequence for step in steps] == [1, 2, 3]
    assert len({step.hash for step in steps}) == 3


def test_totals_say_how_much_room_is_left(vault, settings):
    settings.EVIDENCE_MAX_FILES = 3
    assert selectors.totals(None) == selectors.Totals(0, 0, 3)
    item = add(vault=vault)
    assert selectors.totals(vault) == selectors.Totals(1, item.size, 2)


def test_limits_are_told_beforehand(settings):
    limits = selectors.limits()
    assert "HEIC" in limits.kinds
    assert ".heic" in limits.accept
    assert (limits.max_bytes, limits.max_files) == (settings.EVIDENCE_MAX_FILE_BYTES, settings.EVIDENCE_MAX_FILES)


@pytest.mark.django_db(transaction=True)
def test_a_vault_asked_for_twice_at_once_is_one(complaint, owner, monkeypatch):
    """The other request's row appears between the look and the write."""
    new = Vault.new
    made = []

    def racing():
        vault = new()
        if not made:
            other = new()
            other.complaint = complaint
            other.save()
            made.append(other)
        return vault

    monkeypatch.setattr(Vault, "new", racing)
    assert services.vault_of(actor=owner, complaint=complaint) == made[0]
    assert not connection.in_atomic_block


def test_services_refuse_to_write_without_their_record(vault):
    """An act and its entry stand or fall together: outside a transaction nothing can be recorded."""
    item = add(vault=vault)
    with pytest.raises(WrongState), transaction.atomic():
        services.remove_item(actor=SYSTEM, item=item)
        raise WrongState()
    assert acts(vault) == [Custody.RECEIVED]
    assert EvidenceItem.objects.filter(pk=item.pk).exists()


def test_an_account_that_files_is_named_as_the_one_who_added(vault):
    person = UserFactory()
    item = add(vault=vault, actor=actor_of(person))
    assert (item.side, item.added_by) == ("complainant", person)
