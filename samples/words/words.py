#!/usr/bin/env python3
"""Counts words as a child of a MultiLangDaemon, in Python, with nothing but the protocol.

Child speaks the protocol: copy it. WordCounter is what you write yourself.
"""
import base64
import json
import sys
import time


class CheckpointError(Exception):
    """A checkpoint was refused; the text is the daemon's word for why."""


class Child:
    """The main loop, and the checkpoints of the processor that it runs."""

    RETRIABLE = ("ThrottlingException", "KinesisClientLibDependencyException")

    def __init__(self, processor):
        self.processor = processor
        # Bytes: a line ends with a line feed and with nothing else, and is UTF-8 on every machine.
        self.input, self.output = sys.stdin.buffer, sys.stdout.buffer
        # What is printed goes to the daemon's log and not between the messages.
        sys.stdout = sys.stderr

    def run(self):
        """Returns when the daemon closes the pipe. What the processor raises ends the process, without an answer."""
        while (message := self._read()) is not None:
            self._serve(message)
            self._write({"action": "status", "responseFor": message["action"]})

    def checkpoint(self, sequence_number=None, sub_sequence_number=None, tries=5):
        """Up to a record, or everything that was delivered. Only while processor's methods run, but not in lease_lost."""
        for tried in range(1, tries + 1):
            self._write({
                "action": "checkpoint",
                "sequenceNumber": sequence_number,
                "subSequenceNumber": sub_sequence_number,
            })
            answer = self._read()
            error = "ShutdownException" if answer is None else answer["error"]
            if error is None:
                return
            if error not in self.RETRIABLE or tried == tries:
                raise CheckpointError(error)
            time.sleep(0.1 * 2 ** tried)

    def _serve(self, message):
        action = message["action"]
        if action == "initialize":
            self.processor.initialize(message["shardId"], message["sequenceNumber"], message["subSequenceNumber"])
        elif action == "processRecords":
            self.processor.process_records(message["records"], self)
        elif action == "leaseLost":
            self.processor.lease_lost()
        elif action == "shardEnded":
            self.processor.shard_ended(self)
        elif action == "shutdownRequested":
            self.processor.shutdown_requested(self)
        else:
            raise ValueError("action unknown: " + action)

    def _read(self):
        for line in self.input:
            if line.strip():
                return json.loads(line)
        return None

    def _write(self, message):
        # A line feed before it too: what else was written to the pipe stays a line of its own.
        self.output.write(b"\n" + json.dumps(message).encode() + b"\n")
        self.output.flush()


class WordCounter:
    """Counts the words of a shard and says so on standard error. Checkpoints at most once a minute, and at the end."""

    def __init__(self):
        self.counts = {}
        self.checkpointed = None

    def initialize(self, shard_id, sequence_number, sub_sequence_number):
        self.shard_id = shard_id
        print(f"{shard_id}: counting words behind {sequence_number}")

    def process_records(self, records, checkpointer):
        for record in records:
            word = self._word(record)
            self.counts[word] = self.counts.get(word, 0) + 1
        print(f"{self.shard_id}: {self.counts}")
        if self.checkpointed is None or time.monotonic() - self.checkpointed > 60:
            self._checkpoint(checkpointer)

    def lease_lost(self):
        print(f"{self.shard_id}: another worker counts on")

    def shard_ended(self, checkpointer):
        self._checkpoint(checkpointer)

    def shutdown_requested(self, checkpointer):
        self._checkpoint(checkpointer)

    def _word(self, record):
        return base64.b64decode(record["data"]).decode(errors="replace")

    def _checkpoint(self, checkpointer):
        checkpointer.checkpoint()
        self.checkpointed = time.monotonic()


if __name__ == "__main__":
    Child(WordCounter()).run()
