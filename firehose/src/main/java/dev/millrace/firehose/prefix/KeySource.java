package dev.millrace.firehose.prefix;

/** Where a partition key comes from. */
enum KeySource {
    LAMBDA("partitionKeyFromLambda"),
    QUERY("partitionKeyFromQuery");

    private final String namespace;

    KeySource(String namespace) {
        this.namespace = namespace;
    }

    /** As expressions spell it. */
    String namespace() {
        return namespace;
    }
}
