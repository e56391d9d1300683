"""Firehose's API on the local service with boto3 and its default settings. Prints each step that holds.

Arguments: endpoint, folder of buckets; and a third one if the delivery streams are to stay.
"""
import os
import sys
import time

import boto3
from botocore.exceptions import ClientError

endpoint, buckets = sys.argv[1:3]
stay = len(sys.argv) > 3
access = dict(
    endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="local", aws_secret_access_key="local"
)
firehose = boto3.client("firehose", **access)
kinesis = boto3.client("kinesis", **access)
ROLE = "arn:aws:iam::000000000000:role/any"


def step(name, held):
    if not held:
        raise AssertionError(name)
    print(name, flush=True)


def until(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("waited in vain: " + what)
        time.sleep(0.05)


def content(bucket):
    found = []
    for folder, _, files in os.walk(os.path.join(buckets, bucket)):
        if ".incoming" not in folder:
            found += [open(os.path.join(folder, file)).read() for file in files]
    return "".join(sorted(found))


def destination(bucket, **more):
    return {
        "RoleARN": ROLE,
        "BucketARN": "arn:aws:s3:::" + bucket,
        "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0},
        **more,
    }


def describe(name):
    return firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]


def create(name, **settings):
    arn = firehose.create_delivery_stream(DeliveryStreamName=name, **settings)["DeliveryStreamARN"]
    until("ACTIVE", lambda: describe(name)["DeliveryStreamStatus"] == "ACTIVE")
    return arn


arn = create("puts", ExtendedS3DestinationConfiguration=destination("puts"), Tags=[{"Key": "team", "Value": "a"}])
step("create", arn == "arn:aws:firehose:us-east-1:000000000000:deliverystream/puts")
step("list", firehose.list_delivery_streams()["DeliveryStreamNames"] == ["puts"])

answer = firehose.put_record(DeliveryStreamName="puts", Record={"Data": b"one,"})
batch = firehose.put_record_batch(DeliveryStreamName="puts", Records=[{"Data": b"two,"}, {"Data": b"three,"}])
step("put", answer["RecordId"] and batch["FailedPutCount"] == 0 and len(batch["RequestResponses"]) == 2)
until("delivery", lambda: len(content("puts")) == len("one,two,three,"))
step("deliver", "two,three," in content("puts"))

firehose.update_destination(
    DeliveryStreamName="puts",
    CurrentDeliveryStreamVersionId="1",
    DestinationId=describe("puts")["Destinations"][0]["DestinationId"],
    ExtendedS3DestinationUpdate={"Prefix": "new/"},
)
step("update", describe("puts")["VersionId"] == "2")

firehose.tag_delivery_stream(DeliveryStreamName="puts", Tags=[{"Key": "stage", "Value": "test"}])
firehose.untag_delivery_stream(DeliveryStreamName="puts", TagKeys=["team"])
step(
    "tags",
    firehose.list_tags_for_delivery_stream(DeliveryStreamName="puts")["Tags"] == [{"Key": "stage", "Value": "test"}],
)

kinesis.create_stream(StreamName="words", ShardCount=1)
stream = kinesis.describe_stream_summary(StreamName="words")["StreamDescriptionSummary"]["StreamARN"]
create(
    "reader",
    DeliveryStreamType="KinesisStreamAsSource",
    KinesisStreamSourceConfiguration={"KinesisStreamARN": stream, "RoleARN": ROLE},
    ExtendedS3DestinationConfiguration=destination(
        "words",
        CompressionFormat="UNCOMPRESSED",
        ProcessingConfiguration={"Enabled": True, "Processors": [{"Type": "AppendDelimiterToRecord"}]},
    ),
)
kinesis.put_record(StreamName="words", PartitionKey="k", Data=b"cat")
until("delivery", lambda: content("words") == "cat\n")
step("stream as source", True)

try:
    firehose.put_record(DeliveryStreamName="reader", Record={"Data": b"x"})
except firehose.exceptions.InvalidArgumentException as error:
    step("put to a stream's reader", "not permitted" in str(error))
try:
    firehose.create_delivery_stream(DeliveryStreamName="no name", ExtendedS3DestinationConfiguration=destination("b"))
except ClientError as error:
    step("validation", error.response["Error"]["Code"] == "ValidationException")

if stay:
    sys.exit()

firehose.delete_delivery_stream(DeliveryStreamName="puts")
firehose.delete_delivery_stream(DeliveryStreamName="reader")
until("the end", lambda: firehose.list_delivery_streams()["DeliveryStreamNames"] == [])
try:
    describe("puts")
except firehose.exceptions.ResourceNotFoundException:
    step("delete", True)
