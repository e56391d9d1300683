// Reads and writes aggregated records with aws-kinesis-agg: a JSON object a line in, one a line out.
'use strict';
const readline = require('readline');
const { RecordAggregator, deaggregateSync } = require('aws-kinesis-agg');

function read(request) {
    let userRecords;
    const record = { partitionKey: 'outer', sequenceNumber: '1', data: request.data };
    deaggregateSync(record, true, (failure, records) => {
        if (failure) {
            throw failure;
        }
        userRecords = records.map(one => ({
            partitionKey: one.partitionKey,
            explicitHashKey: one.explicitPartitionKey === undefined ? null : one.explicitPartitionKey,
            subSequenceNumber: one.subSequenceNumber,
            data: one.data,
        }));
    });
    return { userRecords };
}

function write(request) {
    const aggregator = new RecordAggregator();
    for (const one of request.userRecords) {
        const record = { partitionKey: one.partitionKey, data: Buffer.from(one.data, 'base64') };
        if (one.explicitHashKey !== null) {
            record.explicitHashKey = one.explicitHashKey;
        }
        aggregator.addUserRecord(record);
    }
    return { data: aggregator.build().data.toString('base64') };
}

const task = { read, write }[process.argv[2]];
readline.createInterface({ input: process.stdin }).on('line', line => console.log(JSON.stringify(task(JSON.parse(line)))));
