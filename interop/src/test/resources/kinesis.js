// Uses a Kinesis service with the AWS SDK v3: endpoint, region and credentials are all that is set, so it speaks HTTP/2
// with prior knowledge. Says each step that held.
'use strict';
const { Kinesis, ResourceNotFoundException, waitUntilStreamExists, waitUntilStreamNotExists } = require('@aws-sdk/client-kinesis');
const { isDeepStrictEqual: same } = require('util');

const name = 'from-node';
const half = 2n ** 127n;
const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
const kinesis = new Kinesis({ endpoint: process.argv[2], region: 'us-east-1', credentials });
const stream = { StreamName: name };

function step(said, holds) {
    if (!holds) {
        throw new Error('does not hold: ' + said);
    }
    console.log(said);
}

const text = record => Buffer.from(record.Data).toString('latin1');

async function shards(more) {
    const answer = await kinesis.listShards({ ...stream, ...more });
    return answer.Shards.sort((one, other) => (one.ShardId < other.ShardId ? -1 : 1));
}

async function iterator(shard, kind = 'TRIM_HORIZON', more = {}) {
    const answer = await kinesis.getShardIterator({ ...stream, ShardId: shard, ShardIteratorType: kind, ...more });
    return answer.ShardIterator;
}

async function read(shard, kind, more) {
    return kinesis.getRecords({ ShardIterator: await iterator(shard, kind, more) });
}

async function active() {
    await waitUntilStreamExists({ client: kinesis, maxWaitTime: 30, minDelay: 1 }, stream);
}

async function main() {
    step('HTTP/2', (await kinesis.config.requestHandler.constructor.name) === 'NodeHttp2Handler');
    await kinesis.createStream({ ...stream, ShardCount: 2 });
    await active();
    const summary = (await kinesis.describeStreamSummary(stream)).StreamDescriptionSummary;
    step('create', summary.StreamStatus === 'ACTIVE' && summary.OpenShardCount === 2);
    const [first, second] = (await shards()).map(one => one.ShardId);
    step('list_shards', (await shards()).length === 2 && (await kinesis.listStreams({})).StreamNames.includes(name));

    const latest = await iterator(first, 'LATEST');
    const one = await kinesis.putRecord({ ...stream, Data: Buffer.from('\x00\xff one', 'latin1'), PartitionKey: 'k', ExplicitHashKey: '0' });
    step('put_record', one.ShardId === first);
    const entries = [...Array(10).keys()].map(i => ({
        Data: Buffer.from('record ' + i), PartitionKey: 'key-' + i, ExplicitHashKey: String(BigInt(i % 2) * half) }));
    const many = await kinesis.putRecords({ ...stream, Records: entries });
    step('put_records', many.FailedRecordCount === 0
        && same(many.Records.map(r => r.ShardId), entries.map((_, i) => (i % 2 ? second : first))));

    const records = (await read(first)).Records;
    step('get_records', same(records.map(text), ['\x00\xff one', 'record 0', 'record 2', 'record 4', 'record 6', 'record 8'])
        && records[0].SequenceNumber === one.SequenceNumber && records[1].PartitionKey === 'key-0');
    const from = { StartingSequenceNumber: one.SequenceNumber };
    const counts = [
        (await read(first, 'AT_SEQUENCE_NUMBER', from)).Records.length,
        (await read(first, 'AFTER_SEQUENCE_NUMBER', from)).Records.length,
        (await read(first, 'AT_TIMESTAMP', { Timestamp: records[0].ApproximateArrivalTimestamp })).Records.length,
        (await kinesis.getRecords({ ShardIterator: latest })).Records.length,
        (await read(first, 'LATEST')).Records.length];
    step('shard iterators', same(counts, [6, 5, 6, 6, 0]));
    const page = await kinesis.getRecords({ ShardIterator: await iterator(first), Limit: 4 });
    const rest = await kinesis.getRecords({ ShardIterator: page.NextShardIterator });
    step('pages', page.Records.length === 4 && rest.Records.length === 2);

    await kinesis.splitShard({ ...stream, ShardToSplit: first, NewStartingHashKey: String(half / 2n) });
    await active();
    const parts = (await shards()).filter(shard => shard.ParentShardId === first).map(shard => shard.ShardId);
    step('split', (await shards()).length === 4 && parts.length === 2);
    const end = await read(first);
    step('ChildShards of a split', end.Records.length === 6 && end.NextShardIterator === undefined
        && same(end.ChildShards.map(child => child.ShardId).sort(), parts)
        && end.ChildShards.every(child => same(child.ParentShards, [first])));

    await kinesis.mergeShards({ ...stream, ShardToMerge: parts[1], AdjacentShardToMerge: second });
    await active();
    const opened = await shards({ ShardFilter: { Type: 'AT_LATEST' } });
    step('merge', opened.length === 2 && opened[1].ParentShardId === parts[1] && opened[1].AdjacentParentShardId === second);
    const child = (await read(second)).ChildShards[0];
    step('ChildShards of a merge', child.ShardId === opened[1].ShardId
        && same([...child.ParentShards].sort(), [parts[1], second].sort()));

    await kinesis.deleteStream(stream);
    await waitUntilStreamNotExists({ client: kinesis, maxWaitTime: 30, minDelay: 1 }, stream);
    const failure = await kinesis.describeStreamSummary(stream).catch(e => e);
    step('delete', failure instanceof ResourceNotFoundException && !(await kinesis.listStreams({})).StreamNames.includes(name));
    kinesis.destroy();
}

main().catch(failure => {
    console.error(failure);
    process.exit(1);
});
