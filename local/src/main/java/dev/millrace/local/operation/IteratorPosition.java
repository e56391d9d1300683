package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.wire.SealedText;
import dev.millrace.local.wire.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a shard iterator stands for.
 *
 * @param stream the stream
 * @param streamCreatedMillis which of several streams of that name
 * @param shardIndex the shard
 * @param recordIndex the record that is read next, or would be
 * @param issuedMillis when it was given out; it expires
 */
record IteratorPosition(
        StreamName stream, long streamCreatedMillis, int shardIndex, long recordIndex, long issuedMillis) {

    private static final int FIXED_LENGTH = 8 + 4 + 8 + 8;

    String seal(SealedText texts) {
        byte[] name = String.join("\0", stream.account().id(), stream.account().region(), stream.name())
                .getBytes(StandardCharsets.UTF_8);
        return texts.seal(ByteBuffer.allocate(FIXED_LENGTH + name.length)
                .putLong(streamCreatedMillis)
                .putInt(shardIndex)
                .putLong(recordIndex)
                .putLong(issuedMillis)
                .put(name)
                .array());
    }

    static IteratorPosition open(String text, SealedText texts) {
        byte[] content = texts.open(text);
        if (content == null || content.length < FIXED_LENGTH) {
            throw ServiceException.invalidArgument("Invalid ShardIterator.");
        }
        ByteBuffer fields = ByteBuffer.wrap(content);
        long created = fields.getLong();
        int shard = fields.getInt();
        long index = fields.getLong();
        long issued = fields.getLong();
        String[] names = StandardCharsets.UTF_8.decode(fields).toString().split("\0", -1);
        if (names.length != 3) {
            throw ServiceException.invalidArgument("Invalid ShardIterator.");
        }
        return new IteratorPosition(
                new StreamName(new Account(names[0], names[1]), names[2]), created, shard, index, issued);
    }
}
