"""Uses a Kinesis service with boto3: endpoint, region and credentials are all that is set. Says each step that held."""
import sys

import boto3

kinesis = boto3.client(
    "kinesis", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="any", aws_secret_access_key="any")
name = "from-python"
half = 2 ** 127


def step(said, holds):
    assert holds, said
    print(said, flush=True)


def shards(**arguments):
    return sorted(kinesis.list_shards(StreamName=name, **arguments)["Shards"], key=lambda one: one["ShardId"])


def iterator(shard, kind="TRIM_HORIZON", **arguments):
    return kinesis.get_shard_iterator(
        StreamName=name, ShardId=shard, ShardIteratorType=kind, **arguments)["ShardIterator"]


def read(shard, kind="TRIM_HORIZON", **arguments):
    return kinesis.get_records(ShardIterator=iterator(shard, kind, **arguments))


kinesis.create_stream(StreamName=name, ShardCount=2)
kinesis.get_waiter("stream_exists").wait(StreamName=name)
summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
step("create", summary["StreamStatus"] == "ACTIVE" and summary["OpenShardCount"] == 2)
first, second = [one["ShardId"] for one in shards()]
step("list_shards", len(shards()) == 2 and name in kinesis.list_streams()["StreamNames"])

latest = iterator(first, "LATEST")
one = kinesis.put_record(StreamName=name, Data=b"\x00\xff one", PartitionKey="k", ExplicitHashKey="0")
step("put_record", one["ShardId"] == first)
many = kinesis.put_records(StreamName=name, Records=[
    {"Data": b"record %d" % i, "PartitionKey": "key-%d" % i, "ExplicitHashKey": str((i % 2) * half)}
    for i in range(10)])
step("put_records", many["FailedRecordCount"] == 0
     and [r["ShardId"] for r in many["Records"]] == [first, second] * 5)

records = read(first)["Records"]
step("get_records", [r["Data"] for r in records] == [b"\x00\xff one"] + [b"record %d" % i for i in range(0, 10, 2)]
     and records[0]["SequenceNumber"] == one["SequenceNumber"] and records[1]["PartitionKey"] == "key-0")
at, after = [read(first, kind, StartingSequenceNumber=one["SequenceNumber"])["Records"]
             for kind in ("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER")]
since = read(first, "AT_TIMESTAMP", Timestamp=records[0]["ApproximateArrivalTimestamp"])["Records"]
step("shard iterators", (len(at), len(after), len(since)) == (6, 5, 6)
     and len(kinesis.get_records(ShardIterator=latest)["Records"]) == 6 and not read(first, "LATEST")["Records"])
page = kinesis.get_records(ShardIterator=iterator(first), Limit=4)
step("pages", len(page["Records"]) == 4
     and len(kinesis.get_records(ShardIterator=page["NextShardIterator"])["Records"]) == 2)

kinesis.split_shard(StreamName=name, ShardToSplit=first, NewStartingHashKey=str(half // 2))
kinesis.get_waiter("stream_exists").wait(StreamName=name)
parts = [one["ShardId"] for one in shards() if one.get("ParentShardId") == first]
step("split", len(shards()) == 4 and len(parts) == 2)
end = read(first)
step("ChildShards of a split", len(end["Records"]) == 6 and "NextShardIterator" not in end
     and sorted(one["ShardId"] for one in end["ChildShards"]) == parts
     and all(one["ParentShards"] == [first] for one in end["ChildShards"]))

kinesis.merge_shards(StreamName=name, ShardToMerge=parts[1], AdjacentShardToMerge=second)
kinesis.get_waiter("stream_exists").wait(StreamName=name)
opened = shards(ShardFilter={"Type": "AT_LATEST"})
step("merge", len(opened) == 2 and opened[1]["ParentShardId"] == parts[1]
     and opened[1]["AdjacentParentShardId"] == second)
child = read(second)["ChildShards"][0]
step("ChildShards of a merge", child["ShardId"] == opened[1]["ShardId"]
     and sorted(child["ParentShards"]) == sorted([parts[1], second]))

kinesis.delete_stream(StreamName=name)
kinesis.get_waiter("stream_not_exists").wait(StreamName=name)
try:
    kinesis.describe_stream_summary(StreamName=name)
    step("delete", False)
except kinesis.exceptions.ResourceNotFoundException:
    step("delete", name not in kinesis.list_streams()["StreamNames"])
