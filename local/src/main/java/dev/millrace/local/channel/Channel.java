package dev.millrace.local.channel;

import dev.millrace.local.state.State;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.ResourceAttributes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel. The parts that nothing here looks into are trees, as they came.
 *
 * @param account who owns it, and where
 * @param name unique within the account and region
 * @param id unique for ever
 * @param createdMillis when it was created, in milliseconds since 1970
 * @param roleArn in whose name it would deliver
 * @param sources the streams that it would read
 * @param toTables whether it would deliver to tables, and not to a bucket
 * @param destination where it would deliver
 * @param encryption how what it delivers would be encrypted; null if it was not said
 * @param logging where it would log
 * @param attributes its tags
 */
public record Channel(
        Account account,
        String name,
        String id,
        long createdMillis,
        String roleArn,
        List<Source> sources,
        boolean toTables,
        Map<String, Object> destination,
        @Nullable Map<String, Object> encryption,
        Map<String, Object> logging,
        ResourceAttributes attributes) {

    /**
     * A stream that a channel reads.
     *
     * @param streamArn the stream
     * @param streamCreatedMillis when the stream was created, in milliseconds since 1970
     * @param recordConfiguration how its records are to be understood
     */
    public record Source(String streamArn, long streamCreatedMillis, Map<String, Object> recordConfiguration) {}

    static Channel restored(State state, Runnable changed) {
        Account account = new Account(state.text("account"), state.text("region"));
        String name = state.text("name");
        State encryption = state.stateOrNull("encryption");
        return new Channel(
                account,
                name,
                state.text("id"),
                state.number("createdMillis"),
                state.text("roleArn"),
                state.states("sources").stream()
                        .map(source -> new Source(
                                source.text("streamArn"),
                                source.number("streamCreatedMillis"),
                                source.map("recordConfiguration")))
                        .toList(),
                state.flag("toTables"),
                state.map("destination"),
                encryption == null ? null : encryption.tree(),
                state.map("logging"),
                new ResourceAttributes(state.state("attributes"), describe(name, account), changed));
    }

    State state() {
        return State.create()
                .with("account", account.id())
                .with("region", account.region())
                .with("name", name)
                .with("id", id)
                .with("createdMillis", createdMillis)
                .with("roleArn", roleArn)
                .with(
                        "sources",
                        sources.stream()
                                .map(source -> State.create()
                                        .with("streamArn", source.streamArn)
                                        .with("streamCreatedMillis", source.streamCreatedMillis)
                                        .with("recordConfiguration", source.recordConfiguration))
                                .toList())
                .with("toTables", toTables)
                .with("destination", destination)
                .with("encryption", encryption)
                .with("logging", logging)
                .with("attributes", attributes.state());
    }

    public String arn() {
        return "arn:aws:kinesis:" + account.region() + ":" + account.id() + ":channel/" + name;
    }

    /** As error texts name it. */
    public String describe() {
        return describe(name, account);
    }

    static String describe(String name, Account account) {
        return "Channel " + name + " under account " + account.id();
    }

    public boolean reads(String streamArn) {
        return sources.stream().anyMatch(source -> source.streamArn.equals(streamArn));
    }

    public Channel withDestination(Map<String, Object> newDestination) {
        return new Channel(
                account,
                name,
                id,
                createdMillis,
                roleArn,
                sources,
                toTables,
                newDestination,
                encryption,
                logging,
                attributes);
    }

    public Channel withLogging(Map<String, Object> newLogging) {
        return new Channel(
                account,
                name,
                id,
                createdMillis,
                roleArn,
                sources,
                toTables,
                destination,
                encryption,
                newLogging,
                attributes);
    }
}
