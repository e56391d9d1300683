package dev.millrace.local.console;

import dev.millrace.local.operation.Operation;
import dev.millrace.local.operation.Operations;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Codec;
import dev.millrace.local.wire.RequestReader;
import dev.millrace.local.wire.ServiceException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a person does in the console: calls of the API, with its own requests, checks and errors. Faults on request do
 * not come to them, and they are not counted as calls.
 */
final class HandWork {

    private static final Set<String> ALLOWED =
            Set.of("CreateStream", "DeleteStream", "PutRecord", "SplitShard", "MergeShards");

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
    private static final String DEFAULT_REGION = "us-east-1";

    private final Operations operations;

    HandWork(Operations operations) {
        this.operations = operations;
    }

    /** The operation's answer, empty if it has none. */
    Map<String, Object> run(String name, Query query, byte[] body) {
        Operation operation = ALLOWED.contains(name) ? operations.get(name) : null;
        if (operation == null) {
            throw ServiceException.nameOnly("UnknownOperationException");
        }
        Map<String, Object> raw = Codec.JSON.read(ByteBuffer.wrap(body));
        if (raw == null) {
            throw ServiceException.nameOnly("SerializationException");
        }
        Answer answer = operation.run(RequestReader.read(operation.members(), raw, Codec.JSON), account(query));
        return answer == null ? Map.of() : answer.members();
    }

    /** Whose streams names mean; ARNs say it themselves. */
    private static Account account(Query query) {
        String id = query.text("account", Account.DEFAULT_ID);
        String region = query.text("region", DEFAULT_REGION);
        if (!ACCOUNT.matcher(id).matches()) {
            throw ServiceException.validation("An account has 12 digits.");
        }
        if (!REGION.matcher(region).matches()) {
            throw ServiceException.validation("A region has 1 to 40 characters of a-z 0-9 and hyphens.");
        }
        return new Account(id, region);
    }
}
