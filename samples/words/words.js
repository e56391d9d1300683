#!/usr/bin/env node
// Counts words as a child of a MultiLangDaemon, in JavaScript, with nothing but the protocol.
//
// Child speaks the protocol: copy it. WordCounter is what you write yourself.
'use strict';

const { setTimeout: after } = require('node:timers/promises');

// A checkpoint was refused; the message is the daemon's word for why.
class CheckpointError extends Error {}

// The main loop, and the checkpoints of the processor that it runs.
class Child {
  static RETRIABLE = ['ThrottlingException', 'KinesisClientLibDependencyException'];

  constructor(processor) {
    this.processor = processor;
    this.lines = linesOf(process.stdin);
    // What is printed goes to the daemon's log and not between the messages.
    console.log = console.error;
  }

  // Returns when the daemon closes the pipe. What the processor throws ends the process, without an answer.
  async run() {
    for (let message = await this.read(); message !== null; message = await this.read()) {
      await this.serve(message);
      await this.write({ action: 'status', responseFor: message.action });
    }
  }

  // Up to a record, or everything that was delivered. Only while the processor's methods run, but not in leaseLost.
  async checkpoint(sequenceNumber = null, subSequenceNumber = null, tries = 5) {
    for (let tried = 1; ; tried++) {
      await this.write({ action: 'checkpoint', sequenceNumber, subSequenceNumber });
      const answer = await this.read();
      const error = answer === null ? 'ShutdownException' : answer.error;
      if (error === null) {
        return;
      }
      if (!Child.RETRIABLE.includes(error) || tried === tries) {
        throw new CheckpointError(error);
      }
      await after(100 * 2 ** tried);
    }
  }

  async serve(message) {
    switch (message.action) {
      case 'initialize':
        return this.processor.initialize(message.shardId, message.sequenceNumber, message.subSequenceNumber);
      case 'processRecords':
        return this.processor.processRecords(message.records, this);
      case 'leaseLost':
        return this.processor.leaseLost();
      case 'shardEnded':
        return this.processor.shardEnded(this);
      case 'shutdownRequested':
        return this.processor.shutdownRequested(this);
      default:
        throw new Error('action unknown: ' + message.action);
    }
  }

  async read() {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) {
        return null;
      }
      if (value.trim() !== '') {
        return JSON.parse(value);
      }
    }
  }

  // With a line feed before it too: what else was written to the pipe stays a line of its own.
  write(message) {
    return new Promise((done, failed) => {
      process.stdout.write('\n' + JSON.stringify(message) + '\n', error => (error ? failed(error) : done()));
    });
  }
}

// Lines end with a line feed and with nothing else. The module readline also ends them at U+2028, which JSON may hold.
async function* linesOf(stream) {
  let begun = [];
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      begun.push(chunk.subarray(from, end));
      yield Buffer.concat(begun).toString('utf8');
      begun = [];
      from = end + 1;
    }
    begun.push(chunk.subarray(from));
  }
}

// Counts the words of a shard and says so on standard error. Checkpoints at most once a minute, and at the end.
class WordCounter {
  counts = new Map();
  checkpointed = null;

  initialize(shardId, sequenceNumber) {
    this.shardId = shardId;
    console.log(`${shardId}: counting words behind ${sequenceNumber}`);
  }

  async processRecords(records, checkpointer) {
    for (const record of records) {
      const word = Buffer.from(record.data, 'base64').toString('utf8');
      this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
    }
    console.log(`${this.shardId}: ${JSON.stringify(Object.fromEntries(this.counts))}`);
    if (this.checkpointed === null || Date.now() - this.checkpointed > 60_000) {
      await this.checkpoint(checkpointer);
    }
  }

  leaseLost() {
    console.log(`${this.shardId}: another worker counts on`);
  }

  async shardEnded(checkpointer) {
    await this.checkpoint(checkpointer);
  }

  async shutdownRequested(checkpointer) {
    await this.checkpoint(checkpointer);
  }

  async checkpoint(checkpointer) {
    await checkpointer.checkpoint();
    this.checkpointed = Date.now();
  }
}

new Child(new WordCounter()).run();
