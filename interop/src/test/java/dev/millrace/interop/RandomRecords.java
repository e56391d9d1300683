package dev.millrace.interop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTag;
import dev.millrace.record.UserRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** User records of all kinds that the other libraries can handle. */
final class RandomRecords {

    /** How many random aggregates each language gets in each direction. */
    static final int AGGREGATES = Integer.getInteger("millrace.differential.aggregates", 1_000);

    /** How many of them at a time, so that memory is bounded. */
    static final int CHUNK = 500;

    private final Random random;

    RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    static long seed() {
        return Long.getLong("millrace.seed", System.nanoTime());
    }

    /** A few records, keys repeated now and then, each with the hash key that the supplier gives, null for none. */
    List<UserRecord> some(Supplier<@Nullable HashKey> hashKey) {
        List<UserRecord> records = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 30);
        for (int i = 0; i < count; i++) {
            String key = i > 0 && random.nextInt(3) == 0
                    ? records.get(random.nextInt(i)).partitionKey()
                    : key();
            byte[] data = new byte[random.nextInt(random.nextInt(50) == 0 ? 3_000 : 60)];
            random.nextBytes(data);
            // No other library shows tags, and none may be disturbed by them.
            List<RecordTag> tags =
                    random.nextInt(4) == 0 ? List.of(new RecordTag("writer", String.valueOf(i))) : List.of();
            records.add(UserRecord.of(key, hashKey.get(), data).withTags(tags));
        }
        return records;
    }

    /** 1 to 100 characters of all of Unicode. Never like a number: the Node library mixes such keys up. */
    private String key() {
        StringBuilder key = new StringBuilder("k");
        random.ints(random.nextInt(50), 0, random.nextBoolean() ? 0x80 : 0x11_0000)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .forEach(key::appendCodePoint);
        return key.toString();
    }

    /** A hash key above 2^64: the Node library mixes up short ones, which are like numbers for it. */
    HashKey hashKey() {
        return HashKey.of(new BigInteger(127, random).setBit(127));
    }

    boolean coin() {
        return random.nextBoolean();
    }

    static ObjectNode toJson(UserRecord record) {
        HashKey own = record.explicitHashKey();
        return JsonNodeFactory.instance
                .objectNode()
                .put("partitionKey", record.partitionKey())
                .put("explicitHashKey", own == null ? null : own.toString())
                .put("data", base64(record.data()));
    }

    static String base64(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
