package dev.millrace.firehose.journal;

/** A shard of a stream. Neither name has a space or a line break. */
public record ShardKey(String stream, String shardId) {

    private static final String SEPARATOR = " ";

    String toText() {
        return stream + SEPARATOR + shardId;
    }

    static ShardKey parse(String text) {
        int space = text.indexOf(SEPARATOR);
        return new ShardKey(text.substring(0, space), text.substring(space + 1));
    }
}
