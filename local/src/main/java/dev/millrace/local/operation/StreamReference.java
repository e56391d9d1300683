package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import org.jspecify.annotations.Nullable;

/** How requests name a stream: by ARN, which wins, or by name within the caller's account and region. */
final class StreamReference {

    private static final int REGION = 3;
    private static final int ACCOUNT = 4;

    private StreamReference() {}

    static StreamName of(Request request, Account caller) {
        String arn = request.text("StreamARN");
        if (arn != null) {
            return ofArn(arn);
        }
        String name = request.text("StreamName");
        if (name == null) {
            throw ServiceException.invalidArgument("Either StreamName or StreamARN should be provided.");
        }
        return new StreamName(caller, name);
    }

    /** The stream that a request names in any way, as its own or as a consumer's; null if it names none. */
    static @Nullable StreamName mentioned(Request request, Account caller) {
        for (String member : new String[] {"StreamARN", "ConsumerARN", "ResourceARN"}) {
            String arn = request.text(member);
            if (arn != null) {
                int consumer = arn.indexOf("/consumer/");
                return StreamName.parse(consumer < 0 ? arn : arn.substring(0, consumer));
            }
        }
        String name = request.text("StreamName");
        return name == null ? null : new StreamName(caller, name);
    }

    private static StreamName ofArn(String arn) {
        String[] parts = arn.split(":", 6);
        return new StreamName(new Account(parts[ACCOUNT], parts[REGION]), parts[5].substring("stream/".length()));
    }
}
