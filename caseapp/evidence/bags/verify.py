#!/usr/bin/env python3
"""Checks this bag with Python alone: no internet, no other program, nothing of ours.  Run:  python3 -I verify.py

1. every file is listed with its SHA-256, and is what the list says;
2. the chain of custody holds: every entry carries the hash of the one before it;
3. every exhibit has the SHA-256 that the chain wrote down when it was received;
4. every time-stamp speaks of an entry of this chain (that it is genuine, `openssl` says: see the end).

Exit code 0 when all of it holds, 1 when not; each fault is named.
"""

import hashlib
import json
import os
import sys

FIELDS = (
    "chain",
    "sequence",
    "at",
    "actor_kind",
    "actor_id",
    "action",
    "subject_model",
    "subject_id",
    "payload",
    "previous_hash",
)


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def listed(bag, manifest):
    """Path and SHA-256 of every line of a manifest."""
    with open(os.path.join(bag, manifest), encoding="utf-8") as file:
        for line in file:
            digest, _, path = line.rstrip("\n").partition("  ")
            yield path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"), digest


def check_files(bag, faults):
    known = set()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for path, digest in listed(bag, manifest):
            known.add(path)
            try:
                if sha256_of(os.path.join(bag, path)) != digest:
                    faults.append(path + ": is not what the list says")
            except OSError:
                faults.append(path + ": is missing")
    for folder, _folders, names in os.walk(os.path.join(bag, "data")):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), bag).replace(os.sep, "/")
            if path not in known:
                faults.append(path + ": is in no list")
    return len(known)


def link_hash(entry):
    """SHA-256 over the fields as netstrings: their length in bytes, a colon, the text, a comma."""
    told = b""
    for field in FIELDS:
        text = str(entry[field]).encode("utf-8")
        told += str(len(text)).encode("ascii") + b":" + text + b","
    return hashlib.sha256(told).hexdigest()


def check_chain(bag, faults):
    entries = []
    with open(os.path.join(bag, "custody", "chain.jsonl"), encoding="utf-8") as file:
        for line in file:
            entries.append(json.loads(line))
    if not entries:
        faults.append("the chain is empty")
        return entries
    chain = entries[0]["chain"]
    previous = hashlib.sha256(("countenance chain " + chain).encode("utf-8")).hexdigest()
    for number, entry in enumerate(entries, 1):
        where = "chain, entry " + str(number) + ": "
        if entry["chain"] != chain or entry["sequence"] != number:
            faults.append(where + "missing or out of order")
        if entry["previous_hash"] != previous:
            faults.append(where + "does not follow the one before it")
        if link_hash(entry) != entry["hash"]:
            faults.append(where + "was altered")
        previous = entry["hash"]
    return entries


def check_exhibits(bag, entries, faults):
    with open(os.path.join(bag, "custody", "exhibits.json"), encoding="utf-8") as file:
        exhibits = json.load(file)
    received = {}
    for entry in entries:
        if entry["action"] == "evidence.received":
            received[entry["subject_id"]] = json.loads(entry["payload"])
    for exhibit in exhibits:
        facts = received.get(exhibit["id"])
        if facts is None:
            faults.append(exhibit["path"] + ": no entry says that it was received")
            continue
        path = os.path.join(bag, exhibit["path"])
        if not os.path.exists(path):
            faults.append(exhibit["path"] + ": is missing")
        elif sha256_of(path) != facts["sha256"] or os.path.getsize(path) != facts["size"]:
            faults.append(exhibit["path"] + ": is not what was received")
    return len(exhibits)


def check_stamps(bag, entries, faults):
    folder = os.path.join(bag, "timestamps")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    stamps = [name[:-4] for name in names if name.endswith(".tsr")]
    for stamp in stamps:
        number = int(stamp.rpartition("-")[2])
        entry = entries[number - 1] if 0 < number <= len(entries) else {"chain": "", "hash": ""}
        told = "Countenance chain\nchain: %s\nentry: %d\nsha256: %s\n" % (entry["chain"], number, entry["hash"])
        with open(os.path.join(folder, stamp + ".txt"), "rb") as file:
            if file.read() != told.encode("utf-8"):
                faults.append("timestamps/" + stamp + ".txt: does not speak of entry " + str(number))
    return stamps


def main():
    bag = os.path.dirname(os.path.abspath(__file__))
    faults = []
    files = check_files(bag, faults)
    entries = check_chain(bag, faults)
    exhibits = check_exhibits(bag, entries, faults)
    stamps = check_stamps(bag, entries, faults)
    print("%d files, %d entries, %d exhibits, %d time-stamps" % (files, len(entries), exhibits, len(stamps)))
    for fault in faults:
        print("FAULT  " + fault)
    if stamps:
        print("To see that a time-stamp is genuine:")
    for stamp in stamps:
        print(
            "  openssl ts -verify -data timestamps/%s.txt -in timestamps/%s.tsr -CAfile timestamps/certificates.pem"
            % (stamp, stamp)
        )
    print("Something is wrong: see above." if faults else "All of it holds.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
