"""The append-only, hash-chained record of who did what to which thing; it points at nothing, nothing decides by it."""

import pgtrigger
from django.db import models


def append_only() -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows are only ever added: no update, no delete, no truncate."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;",
        ),
    ]


class ChainHead(models.Model):
    """The newest link of one chain; the row whose lock makes writers of a chain queue up, so that it cannot fork."""

    chain = models.CharField(max_length=80, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "chain head"

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence}"


class Entry(models.Model):
    """One act. `sequence`, `previous_hash` and `hash` are set by the database as the row is inserted.

    hash = SHA-256 over the UTF-8 text of the fields, each preceded by its length in bytes (see
    `caseapp.rules.hash_chain`), so that no two different rows give the same text.
    """

    chain = models.CharField(max_length=80)
    sequence = models.BigIntegerField(default=0, editable=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=80)
    subject_model = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    payload = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_entry_chain_sequence"),
            models.UniqueConstraint(fields=["chain", "previous_hash"], name="audit_entry_no_fork"),
        ]
        indexes = [
            models.Index(fields=["subject_model", "subject_id", "-id"], name="audit_entry_subject"),
            models.Index(fields=["actor_kind", "actor_id", "-id"], name="audit_entry_actor"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="link",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                level=pgtrigger.Row,
                declare=[("head", "audit_chainhead%ROWTYPE"), ("told", "text"), ("part", "text")],
                func="""
                    INSERT INTO audit_chainhead (chain, sequence, hash)
                    VALUES (NEW.chain, 0, encode(sha256(convert_to('countenance chain ' || NEW.chain, 'UTF8')), 'hex'))
                    ON CONFLICT (chain) DO NOTHING;
                    SELECT * INTO head FROM audit_chainhead WHERE chain = NEW.chain FOR UPDATE;
                    NEW.sequence := head.sequence + 1;
                    NEW.previous_hash := head.hash;
                    told := '';
                    FOREACH part IN ARRAY ARRAY[
                        NEW.chain,
                        NEW.sequence::text,
                        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                        NEW.actor_kind,
                        NEW.actor_id,
                        NEW.action,
                        NEW.subject_model,
                        NEW.subject_id,
                        NEW.payload,
                        NEW.previous_hash
                    ] LOOP
                        told := told || octet_length(convert_to(part, 'UTF8'))::text || ':' || part || ',';
                    END LOOP;
                    NEW.hash := encode(sha256(convert_to(told, 'UTF8')), 'hex');
                    UPDATE audit_chainhead SET sequence = NEW.sequence, hash = NEW.hash WHERE chain = NEW.chain;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.action}"
