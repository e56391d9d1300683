"""Breaks each constraint of botocore's model of Firehose once, by itself, and prints how many were told as the service
tells them. Argument: the endpoint.

Left out: what other destinations and sources have, and other formats, for which there is nothing here.
"""
import copy
import re
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

LEFT_OUT = re.compile(
    "(MSKSource|DatabaseSource|Redshift|Elasticsearch|Amazonopen|AmazonOpen|Splunk|HttpEndpoint|Snowflake|Iceberg).*"
    "|(Schema|InputFormat|OutputFormat)Configuration"
)
EXAMPLES = {
    "RoleARN": "arn:aws:iam::000000000000:role/any",
    "BucketARN": "arn:aws:s3:::words",
    "KinesisStreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/words",
    "KeyARN": "arn:aws:kms:us-east-1:000000000000:key/any",
    "AWSKMSKeyARN": "arn:aws:kms:us-east-1:000000000000:alias/any",
    "FileExtension": ".txt",
    "CustomTimeZone": "UTC",
}
firehose = boto3.client(
    "firehose",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="local",
    aws_secret_access_key="local",
    config=Config(parameter_validation=False, retries={"max_attempts": 0}),
)
told = 0
wrong = []


def valid(name, shape):
    """A value that breaks no constraint, with all members."""
    if shape.type_name == "structure":
        return {
            name: valid(name, member) for name, member in shape.members.items() if not LEFT_OUT.fullmatch(name)
        }
    if shape.type_name == "list":
        return [valid(name, shape.member)]
    if shape.type_name == "string":
        return shape.enum[0] if shape.enum else EXAMPLES.get(name, "1")
    return {"integer": 1, "boolean": True, "blob": b"1"}[shape.type_name]


def call(operation, request):
    """The error's code and text."""
    method = re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
    try:
        getattr(firehose, method)(**request)
        return "none", ""
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]


def changed(request, path, value):
    """A copy with another value in one place; without it if the value is None."""
    request = copy.deepcopy(request)
    parent = request
    for step in path[:-1]:
        parent = parent[step]
    if value is None:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return request


def on_the_wire(path):
    return ".".join("%d.member" % (step + 1) if isinstance(step, int) else step[0].lower() + step[1:] for step in path)


def check(operation, request, path, value, constraint):
    global told
    code, text = call(operation, changed(request, path, value))
    place = path[:-1] if isinstance(path[-1], int) else path
    if code == "ValidationException" and "at '%s' failed" % on_the_wire(place) in text and constraint in text:
        told += 1
    else:
        wrong.append("%s %s %s: %s %s" % (operation, path, constraint, code, text[:200]))


def mismatch(pattern):
    """A text that does not match, or None if all do."""
    java = pattern.replace("\\p{L}\\p{Z}\\p{N}", "a-zA-Z0-9 ")
    return next((text for text in ["<", "\u20ac", " ", ":"] if not re.fullmatch(java, text)), None)


def texts(shape, value):
    limits = shape.metadata
    if limits.get("min"):
        yield "" if shape.type_name == "string" else b"", "greater than or equal to %d" % limits["min"]
    if "max" in limits and shape.type_name == "string":
        yield value + "1" * (limits["max"] + 1 - len(value)), "less than or equal to %d" % limits["max"]
    if "max" in limits and shape.type_name == "blob":
        yield b"1" * (limits["max"] + 1), "less than or equal to %d" % limits["max"]
    if "pattern" in limits and mismatch(limits["pattern"]):
        yield mismatch(limits["pattern"]), "regular expression pattern: " + limits["pattern"]
    if shape.type_name == "string" and shape.enum:
        yield "none", "enum value set: [" + ", ".join(shape.enum) + "]"


def numbers(shape, value):
    if "min" in shape.metadata:
        yield shape.metadata["min"] - 1, "greater than or equal to %d" % shape.metadata["min"]
    if "max" in shape.metadata:
        yield shape.metadata["max"] + 1, "less than or equal to %d" % shape.metadata["max"]


def lists(shape, value):
    if "min" in shape.metadata:
        yield [], "greater than or equal to %d" % shape.metadata["min"]
    if "max" in shape.metadata:
        yield value[:1] * (shape.metadata["max"] + 1), "less than or equal to %d" % shape.metadata["max"]


BROKEN = {"string": texts, "blob": texts, "integer": numbers, "list": lists}


def walk(operation, request, shape, path, value):
    for text, constraint in BROKEN.get(shape.type_name, lambda *any: [])(shape, value):
        check(operation, request, path, text, constraint)
    if shape.type_name == "list":
        walk(operation, request, shape.member, path + [0], value[0])
    elif shape.type_name == "structure":
        for name in shape.required_members:
            check(operation, request, path + [name], None, "must not be null")
        for name, member in shape.members.items():
            if name in value:
                walk(operation, request, member, path + [name], value[name])


model = firehose.meta.service_model
for operation in model.operation_names:
    shape = model.operation_model(operation).input_shape
    request = valid("", shape)
    code, text = call(operation, request)
    if code == "ValidationException":
        wrong.append("%s breaks something: %s" % (operation, text))
    walk(operation, request, shape, [], request)
for line in wrong:
    print(line)
print("told", told)
