package dev.millrace.record;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random keys, payloads and user records. */
final class RandomRecords {

    private static final int SURROGATES = 0x800;

    private RandomRecords() {}

    /** 1 to the given number of UTF-16 units from all of Unicode, or from a part of it, without halves of pairs. */
    static String partitionKey(SplittableRandom random, int maxUnits) {
        int units = 1 + random.nextInt(maxUnits);
        int codePoints = switch (random.nextInt(4)) {
            case 0 -> 0x80;
            case 1 -> 0x800;
            case 2 -> Character.MIN_SUPPLEMENTARY_CODE_POINT;
            default -> Character.MAX_CODE_POINT + 1;
        };
        StringBuilder key = new StringBuilder(units);
        while (key.length() < units) {
            boolean onlyOneUnitLeft = units - key.length() == 1;
            int bound = onlyOneUnitLeft ? Math.min(codePoints, Character.MIN_SUPPLEMENTARY_CODE_POINT) : codePoints;
            key.appendCodePoint(codePoint(random, bound));
        }
        return key.toString();
    }

    private static int codePoint(SplittableRandom random, int bound) {
        if (bound <= Character.MIN_SURROGATE) {
            return random.nextInt(bound);
        }
        int codePoint = random.nextInt(bound - SURROGATES);
        return codePoint < Character.MIN_SURROGATE ? codePoint : codePoint + SURROGATES;
    }

    /** From 0 to 2^128-1, of any length. */
    static HashKey hashKey(SplittableRandom random) {
        byte[] magnitude = bytes(random, 16);
        return HashKey.of(new BigInteger(1, magnitude).shiftRight(random.nextInt(129)));
    }

    static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A small user record; every third one has an explicit hash key. */
    static UserRecord userRecord(SplittableRandom random) {
        @Nullable HashKey own = random.nextInt(3) == 0 ? hashKey(random) : null;
        return UserRecord.of(partitionKey(random, 12), own, bytes(random, random.nextInt(40)))
                .withTags(tags(random));
    }

    /** None for most; else some with and without value, now and then long or empty. */
    static List<RecordTag> tags(SplittableRandom random) {
        List<RecordTag> tags = new ArrayList<>();
        for (int left = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0; left > 0; left--) {
            String key = random.nextInt(8) == 0 ? "" : partitionKey(random, random.nextInt(8) == 0 ? 200 : 10);
            tags.add(new RecordTag(key, random.nextInt(3) == 0 ? null : partitionKey(random, 20)));
        }
        return tags;
    }

    /** One aggregated record of up to eight small user records. */
    static byte[] aggregate(SplittableRandom random) {
        AggregationLayout layout = random.nextBoolean() ? AggregationLayout.KPL : AggregationLayout.PINNED;
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(layout).frameLoneRecords(true).build();
        for (int left = 1 + random.nextInt(8); left > 0; left--) {
            aggregator.addUserRecord(userRecord(random));
        }
        return ReadBack.bytes(aggregator.clearAndGet().get(0).data());
    }
}
