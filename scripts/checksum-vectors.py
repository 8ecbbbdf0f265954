#!/usr/bin/env python3
"""The checksums of docs/checksums.md, computed from its description alone: scripts/checksum-vectors.py [FILE].

Prints what each vector of testdata/checksums/vectors.yaml gives, and fails where "checksum" there says something else. Needs PyYAML, and for
ConfigMaps the module xxhash; without it they are left out.
"""

import base64
import hashlib
import hmac
import pathlib
import sys

import yaml

try:
    import xxhash
except ImportError:
    xxhash = None


def sized(data):
    return len(data).to_bytes(8, "little") + data


def values(secret, thing):
    """Key to bytes, as the cluster holds it."""
    text = {k: v.encode() for k, v in thing.get("stringData" if secret else "data", {}).items()}
    encoded = thing.get("data" if secret else "binaryData", {})
    return {**{k: base64.b64decode(v) for k, v in encoded.items()}, **text}


def message(thing, keys):
    secret = thing["kind"] == "Secret"
    out = b"\1"
    if secret:
        out += sized(thing["metadata"].get("namespace", "").encode()) + sized(thing["metadata"]["name"].encode())
    for key, value in sorted((k.encode(), v) for k, v in values(secret, thing).items() if keys is None or k in keys):
        out += sized(key) + sized(value)
    return out


def checksum(vector):
    data = message(vector["object"], vector.get("keys"))
    if vector["object"]["kind"] == "ConfigMap":
        return xxhash.xxh3_128(data, seed=0).hexdigest() if xxhash else None
    if "hmac" in vector:
        return hmac.new(vector["hmac"].encode(), data, hashlib.sha256).hexdigest()[:16]
    return hashlib.sha256(data).hexdigest()[:16]


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "testdata/checksums/vectors.yaml"
    wrong = 0
    for vector in yaml.safe_load(path.read_text()):
        got = checksum(vector)
        same = got is None or vector.get("checksum") == got
        wrong += not same
        print(f"{'ok ' if same else 'WRONG'} {got or '-':32} {vector['what']}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
