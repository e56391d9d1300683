package dev.millrace.firehose.local.operation;

import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The structures of a request of which one says the destination. */
final class Destinations {

    private static final List<String> OTHERS = List.of(
            "Redshift",
            "Elasticsearch",
            "Amazonopensearchservice",
            "Splunk",
            "HttpEndpoint",
            "AmazonOpenSearchServerless",
            "Snowflake",
            "Iceberg");

    private final Member plain;
    private final Member extended;
    private final List<Member> others;

    /** @param suffix of the names of the other ones: {@code DestinationConfiguration} or {@code DestinationUpdate} */
    Destinations(Member plain, Member extended, String suffix) {
        this.plain = plain;
        this.extended = extended;
        this.others = OTHERS.stream()
                .map(name -> Member.structure(name + suffix, List.of()))
                .toList();
    }

    List<Member> members() {
        List<Member> members = new ArrayList<>(List.of(plain, extended));
        members.addAll(others);
        return members;
    }

    /** @throws ServiceException if there is none or more than one, or it cannot be run here */
    Request of(Request request) {
        for (Member other : others) {
            if (request.has(other.name())) {
                throw ServiceException.invalidArgument(
                        other.name() + " cannot be run here; " + extended.name() + " can.");
            }
        }
        List<Request> given = Stream.of(plain, extended)
                .filter(member -> request.has(member.name()))
                .map(member -> request.requiredStructure(member.name()))
                .toList();
        if (given.size() != 1) {
            throw ServiceException.invalidArgument("Exactly one destination is required, in " + extended.name() + " or "
                    + plain.name() + "; there are " + given.size() + ".");
        }
        return given.get(0);
    }
}
