package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.definition.DestinationSettings;
import dev.millrace.firehose.local.definition.S3Members;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.firehose.local.delivery.LocalDelivery;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** UpdateDestination: members that are there take the place of those before. */
final class UpdateDestination extends Operation {

    private static final Destinations DESTINATIONS =
            new Destinations(S3Members.update(), S3Members.extendedUpdate(), "DestinationUpdate");

    private final DeliveryStreams streams;
    private final Clock clock;

    UpdateDestination(DeliveryStreams streams, Clock clock) {
        super(shape());
        this.streams = streams;
        this.clock = clock;
    }

    private static List<Member> shape() {
        List<Member> members = new ArrayList<>(List.of(
                DeliveryStreamKey.member(),
                Member.string("CurrentDeliveryStreamVersionId")
                        .between(1, 50)
                        .matching(Pattern.compile("[0-9]+"))
                        .mandatory(),
                Member.string("DestinationId")
                        .between(1, 100)
                        .matching(Pattern.compile("[a-zA-Z0-9-]+"))
                        .mandatory()));
        members.addAll(DESTINATIONS.members());
        return members;
    }

    @Override
    Answer run(Request request, Account caller) {
        LocalDelivery delivery = streams.get(DeliveryStreamKey.of(request, caller));
        if (!request.requiredText("DestinationId").equals(DestinationSettings.ID)) {
            throw ServiceException.invalidArgument(
                    "Destination " + request.requiredText("DestinationId") + " not found in delivery stream "
                            + delivery.definition().key().name() + ".");
        }
        Request update = DESTINATIONS.of(request);
        delivery.update(
                request.requiredText("CurrentDeliveryStreamVersionId"), before -> before.updated(update), clock);
        return Answer.create();
    }
}
