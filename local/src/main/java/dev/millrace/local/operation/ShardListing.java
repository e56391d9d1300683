package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.wire.SealedText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How far a listing of shards has come; this is what a next token holds.
 *
 * @param stream the stream
 * @param lastShardIndex the shard that was listed last
 * @param filter the filter's type
 * @param timestampMillis the filter's moment, in milliseconds since 1970
 * @param issuedMillis when the token was given out; it expires
 */
record ShardListing(StreamName stream, int lastShardIndex, String filter, long timestampMillis, long issuedMillis) {

    private static final int FIXED_LENGTH = 4 + 8 + 8;

    ShardListing after(int shardIndex, long nowMillis) {
        return new ShardListing(stream, shardIndex, filter, timestampMillis, nowMillis);
    }

    String seal(SealedText texts) {
        byte[] names = String.join("\0", stream.account().id(), stream.account().region(), stream.name(), filter)
                .getBytes(StandardCharsets.UTF_8);
        return texts.seal(ByteBuffer.allocate(FIXED_LENGTH + names.length)
                .putInt(lastShardIndex)
                .putLong(timestampMillis)
                .putLong(issuedMillis)
                .put(names)
                .array());
    }

    static ShardListing open(String token, SealedText texts, long nowMillis) {
        byte[] content = texts.open(token);
        if (content == null || content.length < FIXED_LENGTH) {
            throw PageToken.invalid();
        }
        ByteBuffer fields = ByteBuffer.wrap(content);
        int last = fields.getInt();
        long timestamp = fields.getLong();
        long issued = fields.getLong();
        String[] names = StandardCharsets.UTF_8.decode(fields).toString().split("\0", -1);
        if (names.length != 4) {
            throw PageToken.invalid();
        }
        PageToken.checkAge(issued, nowMillis);
        return new ShardListing(
                new StreamName(new Account(names[0], names[1]), names[2]), last, names[3], timestamp, issued);
    }
}
