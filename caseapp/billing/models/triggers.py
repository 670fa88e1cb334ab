"""The trigger that keeps a ledger's sum from going below zero, whoever writes a line."""

import pgtrigger


def never_below_zero(*, ledger: str, lines: str, column: str, constraint: str) -> pgtrigger.Trigger:
    """Lock the ledger's row, add up its lines, and refuse one that would take the sum below zero.

    The names are those of our own tables. `constraint` is what the database calls the refusal.
    """
    return pgtrigger.Trigger(
        name="never_negative",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        level=pgtrigger.Row,
        declare=[("held", "numeric")],
        func="""
            PERFORM 1 FROM <ledger> WHERE id = NEW.<column> FOR UPDATE;
            SELECT coalesce(sum(amount), 0) INTO held FROM <lines> WHERE <column> = NEW.<column>;
            IF held + NEW.amount < 0 THEN
                RAISE EXCEPTION 'ledger % of <ledger> holds % and cannot give %', NEW.<column>, held, -NEW.amount
                    USING ERRCODE = 'check_violation', CONSTRAINT = '<constraint>';
            END IF;
            RETURN NEW;
        """.replace("<ledger>", ledger)
        .replace("<lines>", lines)
        .replace("<column>", column)
        .replace("<constraint>", constraint),
    )
