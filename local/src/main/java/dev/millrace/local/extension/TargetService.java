package dev.millrace.local.extension;

import dev.millrace.local.stream.Account;
import java.util.Map;

/**
 * A further service at the same port: its calls are told by how their header {@code X-Amz-Target} begins. Safe for use
 * by many threads.
 *
 * <p>Requests and answers are trees of maps, lists, texts, {@code Boolean}s and numbers: {@code BigDecimal}s on the way in,
 * {@code Integer} or {@code Long} on the way out. Bytes are base64 text in requests in JSON, and {@code byte[]} in those in
 * CBOR and in all answers; a moment is an {@code Instant} in answers. Faults on request do not come to its calls.
 */
public interface TargetService {

    /** How the header begins, up to and with the dot, such as {@code Firehose_20150804.} */
    String targetPrefix();

    /**
     * Does the work. May take long, since each call has a thread for itself, but there are few of those.
     *
     * @param operation what follows the prefix: any text of the caller's
     * @param request the members of the body; those that are null are left out
     * @return the members of the answer; those that are null are left out
     * @throws dev.millrace.local.wire.ServiceException the error that the caller is answered, also if there is no such
     *     operation
     */
    Map<String, Object> call(String operation, Map<String, Object> request, Account caller);
}
