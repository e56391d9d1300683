#!/usr/bin/env python3
"""Counts the words of several shards in one process, in frames: docs/multilang.md, Extensions.

Beside words.py this is all that it takes. Under a daemon that has no frames, it is words.py.
"""
import json
import os
import queue
import struct
import sys
import threading
import traceback

from words import Child, WordCounter

RECORD = struct.Struct(">qqiii")


def batch(body):
    """The body of a frame R as the message processRecords; data are bytes."""
    behind, count = struct.unpack_from(">qi", body)
    at, records, number, key = 12, [], None, None

    def take(length):
        nonlocal at
        at += length
        return body[at - length:at]

    for _ in range(count):
        sub, arrival, number_bytes, key_bytes, data_bytes = RECORD.unpack(take(RECORD.size))
        # -1: as in the record before.
        number = number if number_bytes < 0 else take(number_bytes).decode()
        key = key if key_bytes < 0 else take(key_bytes).decode()
        records.append({
            "data": take(data_bytes),
            "partitionKey": key,
            "sequenceNumber": number,
            "subSequenceNumber": sub,
            "approximateArrivalTimestamp": None if arrival < 0 else arrival,
        })
    return {"action": "processRecords", "records": records, "millisBehindLatest": None if behind < 0 else behind}


class Shard(Child):
    """The loop of one shard, which hears from the process what the daemon says."""

    def __init__(self, shard_id, process):
        self.shard_id, self.process, self.processor = shard_id, process, process.make_processor()
        self.heard = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._run_or_exit, name=shard_id, daemon=True)
        self.thread.start()

    def _run_or_exit(self):
        try:
            self.run()
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)

    def _read(self):
        return self.heard.get()

    def _write(self, message):
        self.process.write({**message, "shardId": self.shard_id} if self.process.framed else message)
        if message.get("responseFor") in ("leaseLost", "shardEnded"):
            self.heard.put(None)


class SharedChild:
    """Reads what the daemon says, always, and hands it to the shard that it is about."""

    def __init__(self, make_processor, shards=16):
        self.make_processor, self.limit = make_processor, shards
        self.input, self.output = sys.stdin.buffer, sys.stdout.buffer
        sys.stdout = sys.stderr
        self.lock, self.framed, self.shards = threading.Lock(), False, {}

    def run(self):
        if "frames" in os.environ.get("MILLRACE_EXTENSIONS", "").split():
            self.write({"action": "extend", "frames": 1, "shards": self.limit})
        only = None
        while (heard := self._read()) is not None:
            shard_id, message = heard
            only = shard_id = shard_id or message.get("shardId", only)
            if message["action"] == "initialize":
                self.shards[shard_id] = Shard(shard_id, self)
            self.shards[shard_id].heard.put(message)
        for shard in self.shards.values():
            shard.heard.put(None)
            shard.thread.join()

    def write(self, message):
        with self.lock:
            self.output.write(b"\n" + json.dumps(message).encode() + b"\n")
            self.output.flush()

    def _read(self):
        """A shard, None in lines, and a message; None at the end."""
        while True:
            if self.input.peek(1)[:1] == b"\xf5":
                self.framed = True
                _, kind, shard_bytes, length = struct.unpack(">BcHi", self.input.read(8))
                shard_id, body = self.input.read(shard_bytes).decode(), self.input.read(length)
                return shard_id, batch(body) if kind == b"R" else json.loads(body)
            line = self.input.readline()
            if not line:
                return None
            if line.strip():
                return None, json.loads(line)


class SharedWordCounter(WordCounter):
    """The same, where data may be bytes already."""

    def _word(self, record):
        data = record["data"]
        return data.decode(errors="replace") if isinstance(data, bytes) else super()._word(record)


if __name__ == "__main__":
    SharedChild(SharedWordCounter).run()
