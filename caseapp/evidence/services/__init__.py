"""What can be done with evidence, verb by verb; and the door by which files stream in, for pages and API alike."""

from caseapp.evidence.gateways import NoRoom
from caseapp.evidence.services.custody import record_act
from caseapp.evidence.services.examination import examine_item, resume_examinations, retry_examination
from caseapp.evidence.services.items import Added, add_item, add_items, remove_item
from caseapp.evidence.services.letters import write_letter
from caseapp.evidence.services.parcels import Parcel, ParcelWriter, open_parcel, remove_parcel
from caseapp.evidence.services.reading import (
    Content,
    Unreadable,
    open_content,
    open_derivative,
    record_opened,
    record_previewed,
)
from caseapp.evidence.services.resumable import (
    ALGORITHMS,
    Checksum,
    begin_upload,
    end_upload,
    receive,
    remove_expired_uploads,
)
from caseapp.evidence.services.shredding import shred_vault
from caseapp.evidence.services.upkeep import delete_file, remove_orphan_files
from caseapp.evidence.services.vaults import attach_vault, discard_vault, open_vault, vault_of
from caseapp.evidence.uploads import Incoming, ReceivesEvidence, arrived, receiving, streams_evidence

__all__ = [
    "ALGORITHMS",
    "Added",
    "Checksum",
    "Content",
    "Incoming",
    "NoRoom",
    "Parcel",
    "ParcelWriter",
    "ReceivesEvidence",
    "Unreadable",
    "add_item",
    "add_items",
    "arrived",
    "attach_vault",
    "begin_upload",
    "delete_file",
    "discard_vault",
    "end_upload",
    "examine_item",
    "open_content",
    "open_derivative",
    "open_parcel",
    "open_vault",
    "receive",
    "receiving",
    "record_act",
    "record_opened",
    "record_previewed",
    "remove_expired_uploads",
    "remove_item",
    "remove_orphan_files",
    "remove_parcel",
    "resume_examinations",
    "retry_examination",
    "shred_vault",
    "streams_evidence",
    "vault_of",
    "write_letter",
]
