"""Reads and writes aggregated records with aws_kinesis_agg: a JSON object a line in, one a line out."""
import base64
import json
import sys

from aws_kinesis_agg.aggregator import RecordAggregator
from aws_kinesis_agg.deaggregator import deaggregate_records


def read(request):
    record = {"kinesis": {
        "kinesisSchemaVersion": "1.0", "sequenceNumber": "1", "approximateArrivalTimestamp": 1,
        "partitionKey": "outer", "data": request["data"]}}
    return {"userRecords": [{
        "partitionKey": one["kinesis"]["partitionKey"],
        "explicitHashKey": one["kinesis"]["explicitHashKey"],
        "subSequenceNumber": one["kinesis"]["subSequenceNumber"],
        "data": one["kinesis"]["data"].decode("ascii")} for one in deaggregate_records([record])]}


def write(request):
    aggregator = RecordAggregator()
    for one in request["userRecords"]:
        hash_key = one["explicitHashKey"]
        # Keys as bytes: of text the library counts every repetition again.
        full = aggregator.add_user_record(
            one["partitionKey"].encode("utf-8"), base64.b64decode(one["data"]),
            None if hash_key is None else hash_key.encode("ascii"))
        assert full is None, "the records do not fit"
    _, _, data = aggregator.clear_and_get().get_contents()
    return {"data": base64.b64encode(data).decode("ascii")}


for line in sys.stdin:
    print(json.dumps({"read": read, "write": write}[sys.argv[1]](json.loads(line))), flush=True)
