#!/usr/bin/env python3
"""A record processor that does next to nothing: it counts, tells the count of each batch to a port, and makes a checkpoint.

Argument: the port, on this machine.
"""
import socket
import sys

BEGINNING = b'{"action":"'

counts = socket.create_connection(("127.0.0.1", int(sys.argv[1])))


def write(message):
    sys.stdout.buffer.write(b"\n" + message + b"\n")
    sys.stdout.buffer.flush()


for line in sys.stdin.buffer:
    action = line[len(BEGINNING) : line.index(b'"', len(BEGINNING))]
    if action == b"processRecords":
        counts.sendall(b"%d\n" % line.count(b'"action":"record"'))
    if action in (b"processRecords", b"shardEnded"):
        write(b'{"action":"checkpoint","sequenceNumber":null,"subSequenceNumber":null}')
        sys.stdin.buffer.readline()
    write(b'{"action":"status","responseFor":"%s"}' % action)
