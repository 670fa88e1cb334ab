"""Keys are changed while people work; nothing is left under the old one, and a kill half-way does no harm."""

import base64

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import BinaryField

from caseapp.core import key_service, rotation, sealing
from caseapp.core.rotation import rotate_keys, waiting
from caseapp.core.sealing import sealed_columns
from caseapp.evidence.models import Vault
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import add
from tests.factories.litigation import CaseFileFactory

pytestmark = pytest.mark.django_db

SEALED_OTHERWISE = {
    # Under a code that its holder alone has, or under the key of a vault or of a caller.
    "intake.Draft.sealed",
    "intake.Draft.sealed_receipt",
    "evidence.Disclosure.sealed_reason",
    "complaints.RecoveryContact.sealed",
    "evidence.EvidenceRequest.sealed_recipient",
    "evidence.Examination.sealed_facts",
    "evidence.ItemNote.sealed_body",
    "evidence.RecognisedWords.sealed_layers",
    "evidence.Upload.sealed_tail",
    "evidence.Upload.sealed_words",
    "api.IdempotentAnswer.sealed_body",
}


def test_every_sealed_column_is_known_to_the_change_of_keys():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField) and field.name.startswith("sealed")
    }
    assert found - SEALED_OTHERWISE == {column.name for column in sealed_columns()}


@pytest.fixture
def new_key(settings):
    """Begin to seal under another key; the old one opens still."""

    def change() -> None:
        fresh = "new:" + base64.b64encode(b"n" * 32).decode()
        settings.KEY_ENCRYPTION_KEYS = f"{fresh},{settings.KEY_ENCRYPTION_KEYS}"

    return change


def test_after_the_change_the_old_key_is_not_needed(settings, new_key):
    items = [add(ComplaintFactory()) for _ in range(3)]
    case_file = CaseFileFactory()
    case_file.seal_notes("Privileged 保密")
    case_file.save()
    keys = [item.vault.key() for item in items]
    new_key()
    done = rotate_keys(batch=2)
    assert done["evidence.Vault.sealed_key"] == 3
    assert done["litigation.CaseFile.sealed_notes"] == 1
    settings.KEY_ENCRYPTION_KEYS = settings.KEY_ENCRYPTION_KEYS.split(",")[0]
    assert [Vault.objects.get(pk=item.vault_id).key() for item in items] == keys
    case_file.refresh_from_db()
    assert case_file.open_notes() == "Privileged 保密"
    assert set(rotate_keys().values()) == {0}


def test_a_change_that_was_cut_off_goes_on(new_key, monkeypatch):
    for _ in range(4):
        add(ComplaintFactory())
    new_key()
    column = next(one for one in sealed_columns() if one.name == "evidence.Vault.sealed_key")
    rounds = []

    def one_round(*arguments):
        if len(rounds) == 2:
            raise KeyboardInterrupt
        rounds.append(1)
        return real(*arguments)

    real = rotation._one_batch
    with monkeypatch.context() as patched:
        patched.setattr(rotation, "sealed_columns", lambda: [column])
        patched.setattr(rotation, "_one_batch", one_round)
        with pytest.raises(KeyboardInterrupt):
            rotate_keys(batch=1)
    assert waiting(column).count() == 2
    with pytest.raises(CommandError):
        call_command("rotate_keys", "--check")
    call_command("rotate_keys")
    assert waiting(column).count() == 0
    call_command("rotate_keys", "--check")


def test_a_key_can_move_into_a_key_service_and_never_leaves_it(settings, monkeypatch):
    fake = key_service.FakeKeyService()
    monkeypatch.setattr(key_service, "key_service", lambda: fake)
    item = add(ComplaintFactory())
    key = item.vault.key()
    settings.KEY_ENCRYPTION_KEYS = f"cloud:kms:alias/countenance,{settings.KEY_ENCRYPTION_KEYS}"
    rotate_keys()
    settings.KEY_ENCRYPTION_KEYS = "cloud:kms:alias/countenance"
    assert Vault.objects.get(pk=item.vault_id).key() == key
    assert fake.calls
    long = "长" * 10_000
    assert sealing.unseal(sealing.seal(long.encode(), context="a:1"), context="a:1").decode() == long
    with pytest.raises(ValueError, match="cannot be opened"):
        sealing.unseal(sealing.seal(b"x", context="a:1"), context="a:2")


def test_the_client_of_aws_is_spoken_to_as_it_wants(settings, monkeypatch):
    import boto3
    from botocore.stub import Stubber

    settings.KMS_REGION = "eu-central-1"
    client = boto3.client("kms", region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="y")
    monkeypatch.setattr(boto3, "client", lambda *_args, **_options: client)
    context = {"countenance": "a:1"}
    with Stubber(client) as stub:
        service = key_service.AwsKeyService()
        told = {"KeyId": "k", "Plaintext": b"secret", "EncryptionContext": context}
        stub.add_response("encrypt", {"CiphertextBlob": b"wrapped"}, told)
        assert service.wrap("k", b"secret", "a:1") == b"wrapped"
        told = {"KeyId": "k", "CiphertextBlob": b"wrapped", "EncryptionContext": context}
        stub.add_response("decrypt", {"Plaintext": b"secret"}, told)
        assert service.unwrap("k", b"wrapped", "a:1") == b"secret"
        stub.add_client_error("decrypt", "InvalidCiphertextException")
        with pytest.raises(ValueError, match="does not know"):
            service.unwrap("k", b"forged", "a:1")
