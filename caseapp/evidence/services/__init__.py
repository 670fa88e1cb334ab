"""What can be done with evidence, verb by verb; and the door by which files stream in, for pages and API alike."""

from caseapp.evidence.gateways import NoRoom
from caseapp.evidence.services.anchors import anchor_heads, ask_for_anchor, fetch_anchor
from caseapp.evidence.services.attachments import (
    Attachment,
    SealedUpload,
    keep_attachment,
    refuse_malware,
    sealing,
    seals_uploads,
)
from caseapp.evidence.services.copying import make_redacted_copy, propose_boxes
from caseapp.evidence.services.custody import record_act
from caseapp.evidence.services.examination import examine_item, resume_examinations, retry_examination
from caseapp.evidence.services.exports import ask_export, build_export, open_export, remove_expired_exports
from caseapp.evidence.services.items import Added, add_item, add_items, remove_item
from caseapp.evidence.services.letters import write_letter
from caseapp.evidence.services.links import make_link, remove_old_links, use_link
from caseapp.evidence.services.notes import link_element, unlink_element, write_note
from caseapp.evidence.services.parcels import (
    Parcel,
    ParcelWriter,
    open_parcel,
    opened_parcel,
    parcel_context,
    remove_parcel,
)
from caseapp.evidence.services.reading import (
    Content,
    Unreadable,
    open_content,
    open_derivative,
    record_opened,
    record_previewed,
)
from caseapp.evidence.services.redaction import (
    disclose_original,
    drop_redaction,
    edit_boxes,
    make_copy,
    show_frame,
    start_redaction,
    strip_metadata,
    use_copy,
    why_not_redacted,
)
from caseapp.evidence.services.requests import (
    ask_for_evidence,
    give_evidence,
    request_by_code,
    revoke_request,
    standing_request,
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
from caseapp.evidence.services.vaults import attach_vault, discard_vault, open_inquiry_vault, open_vault, vault_of
from caseapp.evidence.uploads import Incoming, ReceivesEvidence, arrived, receiving, streams_evidence

__all__ = [
    "ALGORITHMS",
    "Added",
    "Attachment",
    "Checksum",
    "Content",
    "Incoming",
    "NoRoom",
    "Parcel",
    "ParcelWriter",
    "ReceivesEvidence",
    "SealedUpload",
    "Unreadable",
    "add_item",
    "add_items",
    "anchor_heads",
    "arrived",
    "ask_export",
    "ask_for_anchor",
    "ask_for_evidence",
    "attach_vault",
    "begin_upload",
    "build_export",
    "delete_file",
    "discard_vault",
    "disclose_original",
    "drop_redaction",
    "edit_boxes",
    "end_upload",
    "examine_item",
    "fetch_anchor",
    "give_evidence",
    "keep_attachment",
    "link_element",
    "make_copy",
    "make_link",
    "make_redacted_copy",
    "open_content",
    "open_derivative",
    "open_export",
    "open_inquiry_vault",
    "open_parcel",
    "open_vault",
    "opened_parcel",
    "parcel_context",
    "propose_boxes",
    "receive",
    "receiving",
    "record_act",
    "record_opened",
    "record_previewed",
    "refuse_malware",
    "remove_expired_exports",
    "remove_expired_uploads",
    "remove_item",
    "remove_old_links",
    "remove_orphan_files",
    "remove_parcel",
    "request_by_code",
    "resume_examinations",
    "retry_examination",
    "revoke_request",
    "sealing",
    "seals_uploads",
    "show_frame",
    "shred_vault",
    "standing_request",
    "start_redaction",
    "streams_evidence",
    "strip_metadata",
    "unlink_element",
    "use_copy",
    "use_link",
    "vault_of",
    "why_not_redacted",
    "write_letter",
    "write_note",
]
