package dev.millrace.firehose.local.operation;

import dev.millrace.firehose.local.definition.Definition;
import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.definition.DestinationSettings;
import dev.millrace.firehose.local.definition.Encryption;
import dev.millrace.firehose.local.definition.S3Members;
import dev.millrace.firehose.local.definition.Source;
import dev.millrace.firehose.local.delivery.DeliveryStreams;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** CreateDeliveryStream: CREATING when the answer is sent, and ACTIVE soon. */
final class CreateDeliveryStream extends Operation {

    private static final Destinations DESTINATIONS =
            new Destinations(S3Members.configuration(), S3Members.extendedConfiguration(), "DestinationConfiguration");

    private final DeliveryStreams streams;
    private final Clock clock;

    CreateDeliveryStream(DeliveryStreams streams, Clock clock) {
        super(shape());
        this.streams = streams;
        this.clock = clock;
    }

    private static List<Member> shape() {
        List<Member> members = new ArrayList<>(List.of(DeliveryStreamKey.member(), Source.typeMember()));
        members.addAll(Source.members());
        members.add(Encryption.member());
        members.addAll(DESTINATIONS.members());
        members.add(TagMembers.tags());
        return members;
    }

    @Override
    Answer run(Request request, Account caller) {
        DeliveryStreamKey key = DeliveryStreamKey.of(request, caller);
        Stream.of("MSKSourceConfiguration", "DatabaseSourceConfiguration")
                .filter(request::has)
                .forEach(name -> {
                    throw ServiceException.invalidArgument(name + " cannot be run here.");
                });
        Source source = Source.of(request, clock.instant());
        DestinationSettings destination = DestinationSettings.of(DESTINATIONS.of(request));
        Encryption encryption = Encryption.of(request, source, Encryption.NEVER);
        streams.create(Definition.created(key, source, destination, encryption, TagMembers.read(request)));
        return Answer.create().with("DeliveryStreamARN", key.arn());
    }
}
