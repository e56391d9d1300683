package dev.millrace.local.operation;

import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a channel would log, as its description tells it. */
final class ChannelLogging {

    private ChannelLogging() {}

    /** What a request asks for, with the service's names where it gives none; off if it says nothing. */
    static Map<String, Object> of(Request request, String channelName, String channelId) {
        Request logging = request.structure(ChannelMembers.LOGGING);
        Request logs = logging == null ? null : logging.requiredStructure(ChannelMembers.LOGS);
        Answer told = Answer.create().with("Enabled", logs != null && logs.flag("Enabled"));
        if (logs != null) {
            String group = "/aws/kinesis/" + channelName + "/" + channelId;
            told.with("LogGroupName", or(logs.text("LogGroupName"), group))
                    .with("LogStreamName", or(logs.text("LogStreamName"), "DestinationDelivery"));
        }
        return Answer.create().with(ChannelMembers.LOGS, told).members();
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }
}
