"""Sends UDP packets whose source address and port are not its own; needs a raw socket.

Reads one JSON object from standard input: source, target (addresses), from, to (lists of ports),
payloads (base64). Every payload goes from every port to every port.
"""
import base64
import json
import socket
import struct
import sys

raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
if len(sys.argv) > 1 and sys.argv[1] == "probe":
    sys.exit(0)
raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4194304)
job = json.load(sys.stdin)
source = socket.inet_aton(job["source"])
target = socket.inet_aton(job["target"])
sent = 0
for text in job["payloads"]:
    payload = base64.b64decode(text)
    length = 8 + len(payload)
    # The kernel fills in total length, id and checksum; UDP's checksum 0 means none.
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + length, 0, 0, 64, 17, 0, source, target)
    for start in job["from"]:
        for end in job["to"]:
            raw.sendto(head + struct.pack("!HHHH", start, end, length, 0) + payload,
                       (job["target"], 0))
            sent += 1
print(sent)
