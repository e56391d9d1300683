package dev.millrace.local.operation;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;

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

    private static StreamName ofArn(String arn) {
        String[] parts = arn.split(":", 6);
        return new StreamName(new Account(parts[ACCOUNT], parts[REGION]), parts[5].substring("stream/".length()));
    }
}
