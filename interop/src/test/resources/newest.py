"""Uses with boto3 what other SDKs do not have yet: channels, record distribution, rehearsals. Says each step that held."""
import sys

import boto3

kinesis = boto3.client(
    "kinesis", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="any", aws_secret_access_key="any")
name = "newest"
shard = "shardId-000000000000"
bucket = {"BucketARN": "arn:aws:s3:::lake", "ExpectedBucketOwner": "000000000000"}


def step(said, holds):
    assert holds, said
    print(said, flush=True)


def refusal(operation, **arguments):
    try:
        getattr(kinesis, operation)(**arguments)
        return None
    except kinesis.exceptions.ClientError as e:
        return e


def named(failure, name):
    return isinstance(failure, getattr(kinesis.exceptions, name)) and failure.response["Error"]["Code"] == name


def strategy():
    summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    return summary["RecordDistributionStrategy"]


def shards_of_one_key():
    return {kinesis.put_record(StreamName=name, Data=b"x", PartitionKey="same")["ShardId"] for _ in range(8)}


kinesis.create_stream(
    StreamName=name, StreamModeDetails={"StreamMode": "ON_DEMAND"}, RecordDistributionStrategy="USER_PARTITION_KEY")
kinesis.get_waiter("stream_exists").wait(StreamName=name)
stream = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
arn = stream["StreamARN"]
step("records by partition key", strategy() == "USER_PARTITION_KEY" and len(shards_of_one_key()) == 1)
kinesis.update_stream_record_distribution_strategy(StreamARN=arn, RecordDistributionStrategy="AUTO")
step("records by the stream", strategy() == "AUTO" and len(shards_of_one_key()) == 4
     and "ShardId" in kinesis.put_record(StreamName=name, Data=b"no key"))

channel = kinesis.create_channel(
    ChannelName="lake",
    ServiceExecutionRoleARN="arn:aws:iam::000000000000:role/delivery",
    StreamConfigurationList=[{"StreamARN": arn, "RecordConfiguration": {"RecordFormatType": "BYTE_ARRAY"}}],
    S3DestinationConfiguration={
        "DataFreshnessInSeconds": 60, "StorageConfiguration": {**bucket, "CompressionType": "ZSTD"}},
    LoggingConfiguration={"CloudWatchLogs": {"Enabled": False}},
    Tags={"team": "blue"})["ChannelDescription"]
channel_arn = channel["ChannelARN"]
step("create_channel", channel["ChannelStatus"] == "ACTIVE" and channel["ChannelCreationTimestamp"].year >= 2026
     and channel["StreamConfigurationList"][0]["StreamCreationTimestamp"] == stream["StreamCreationTimestamp"]
     and kinesis.list_tags_for_resource(ResourceARN=channel_arn)["Tags"] == [{"Key": "team", "Value": "blue"}])
step("describe_channel", kinesis.describe_channel(ChannelARN=channel_arn)["ChannelDescription"] == channel)
summaries = kinesis.list_channels(StreamFilter=[
    {"StreamARN": arn, "StreamCreationTimestamp": stream["StreamCreationTimestamp"]}], MaxResults=1)
step("list_channels", "NextToken" not in summaries and [
    (one["ChannelARN"], one["ChannelDestinationType"]) for one in summaries["ChannelSummaries"]] == [(channel_arn, "S3")])
updated = kinesis.update_channel(
    ChannelARN=channel_arn, S3DestinationConfiguration={"DataFreshnessInSeconds": 900})["ChannelDescription"]
step("update_channel", updated["S3DestinationConfiguration"]
     == {**channel["S3DestinationConfiguration"], "DataFreshnessInSeconds": 900})
limits = kinesis.describe_limits()
step("channels are counted", limits["ChannelCount"] == 1 and limits["ChannelCountLimit"] > 0
     and named(refusal("delete_stream", StreamName=name), "ResourceInUseException"))
kinesis.delete_channel(ChannelARN=channel_arn)
step("delete_channel", not kinesis.list_channels()["ChannelSummaries"]
     and named(refusal("describe_channel", ChannelARN=channel_arn), "ResourceNotFoundException"))

consumer = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="reader")["Consumer"]["ConsumerARN"]
position = {"StreamName": name, "ShardId": shard, "ShardIteratorType": "LATEST"}
latest = kinesis.get_shard_iterator(**position)["ShardIterator"]
record = {"Data": b"rehearsed", "PartitionKey": "k"}
for operation, arguments in (
        ("put_record", {"StreamName": name, **record}),
        ("put_records", {"StreamName": name, "Records": [record] * 8}),
        ("get_shard_iterator", position),
        ("get_records", {"ShardIterator": latest}),
        ("subscribe_to_shard", {"ConsumerARN": consumer, "ShardId": shard, "StartingPosition": {"Type": "LATEST"}})):
    step("DryRun of " + operation, named(refusal(operation, **arguments, DryRun=True), "DryRunOperationException"))
step("nothing was stored", not kinesis.get_records(ShardIterator=latest)["Records"])
