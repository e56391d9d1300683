package dev.millrace.lambda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the policy for records that cannot be read. */
final class CorruptRecords {

    private CorruptRecords() {}

    /** Hands over one record, or does with it what the policy says. */
    static void take(LambdaUserRecord record, CorruptPolicy policy, UserRecordTaker taker) throws Exception {
        if (record.kind() != RecordKind.CORRUPT || policy instanceof CorruptPolicy.Deliver) {
            taker.take(record);
        } else if (policy instanceof CorruptPolicy.DeadLetter deadLetter) {
            deadLetter.taker().accept(record);
        } else {
            throw new CorruptRecordException(record);
        }
    }

    /**
     * What is to be handed over at once.
     *
     * @param records up to the failure, if there is one; dead letters are not among them and have been taken
     * @param failed the first record that counts as failed
     */
    record Sorted(
            List<LambdaUserRecord> records,
            @Nullable LambdaUserRecord failed,
            @Nullable Exception failure) {}

    static Sorted sort(Iterable<LambdaUserRecord> all, CorruptPolicy policy) {
        List<LambdaUserRecord> records = new ArrayList<>();
        for (LambdaUserRecord record : all) {
            try {
                take(record, policy, records::add);
            } catch (Exception e) {
                return new Sorted(records, record, e);
            }
        }
        return new Sorted(records, null, null);
    }
}
