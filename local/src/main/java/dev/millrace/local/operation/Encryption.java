package dev.millrace.local.operation;

import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import org.jspecify.annotations.Nullable;

/** What the two operations about server-side encryption share. Records are said to be encrypted, and are not. */
final class Encryption {

    private Encryption() {}

    static Member[] members() {
        return new Member[] {
            Member.string("EncryptionType").mandatory().oneOf("NONE", "KMS"),
            Member.string("KeyId").mandatory().between(1, 2048),
            Member.streamName(),
            Member.streamArn()
        };
    }

    static void requireKms(Request request) {
        if (!request.requiredText("EncryptionType").equals("KMS")) {
            throw ServiceException.invalidArgument("EncryptionType must be KMS.");
        }
    }

    /** As answers about streams and records say it: a member that is there only if there is encryption. */
    static @Nullable String ifEncrypted(boolean encrypted) {
        return encrypted ? "KMS" : null;
    }
}
