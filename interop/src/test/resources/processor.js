'use strict';

// A record processor on the package aws-kcl, made as its README says: every batch is checkpointed, errors do not matter, and
// the end of the shard is said to be complete twice.
const kcl = require('aws-kcl');

let shard;

function say(words) {
    process.stderr.write(`${shard}: ${words}\n`);
}

kcl({
    initialize(input, completed) {
        shard = input.shardId;
        say(`begins behind ${input.sequenceNumber}`);
        completed();
    },

    processRecords(input, completed) {
        const records = input.records;
        for (const record of records) {
            say(`word ${Buffer.from(record.data, 'base64').toString()}`);
        }
        const last = records[records.length - 1].sequenceNumber;
        input.checkpointer.checkpoint(last, (error, stored) => {
            say(error ? `no checkpoint: ${error}` : `checkpoint ${stored}`);
            completed();
        });
    },

    leaseLost(input, completed) {
        say('lease lost');
        completed();
    },

    shardEnded(input, completed) {
        input.checkpointer.checkpoint((error) => {
            say(error ? `no checkpoint at the end: ${error}` : 'checkpoint at the end');
            completed();
        });
        completed();
    },

    shutdownRequested(input, completed) {
        input.checkpointer.checkpoint((error) => {
            say(error ? `no checkpoint at the stop: ${error}` : 'checkpoint at the stop');
            completed();
        });
    },
}).run();
