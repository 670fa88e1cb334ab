"""Says whether all evidence still is what was received; for a schedule, an auditor, or after a restore."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseapp.core.references import normalise_reference
from caseapp.evidence.models import CHAIN_PREFIX, Vault
from caseapp.evidence.selectors import Checked, check_everything, check_vault


class Command(BaseCommand):
    help = (
        "Recompute every custody chain, decrypt every original and compare it with what was received. "
        "Exit code 0 when all is well, 1 when something was altered, cut, reordered or lost; each finding is named."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--complaint", metavar="REF", help="check the evidence of this complaint alone")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._one(options["complaint"]) if options["complaint"] else check_everything()
        by_chain = self._references({problem.chain for problem in found.problems})
        for problem in found.problems:
            self.stdout.write(f"{by_chain.get(problem.chain, problem.chain)}: {problem}")
        looked = (
            f"{found.vaults} vaults, {found.originals} originals, {found.entries} custody entries, "
            f"{found.anchors} time-stamps ({found.unanchored} vaults without one)"
        )
        if found.problems:
            raise CommandError(f"{len(found.problems)} problems in {looked}.", returncode=1)
        self.stdout.write(self.style.SUCCESS(f"All is as it was received: {looked}."))

    def _one(self, typed: str) -> Checked:
        reference = normalise_reference(typed)
        vault = Vault.objects.filter(complaint__reference=reference).first() if reference else None
        if vault is None:
            raise CommandError(f"No complaint {typed} with evidence.", returncode=2)
        return check_vault(vault)

    def _references(self, chains: set[str]) -> dict[str, str]:
        """The complaints that chains belong to, so that a finding names what people know."""
        if not chains:
            return {}
        named = Vault.objects.filter(complaint__isnull=False).values_list("pk", "complaint__reference").iterator()
        return {chain: str(reference) for pk, reference in named if (chain := f"{CHAIN_PREFIX}{pk}") in chains}
