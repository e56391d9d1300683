package dev.millrace.local.channel;

import dev.millrace.local.state.SavedPart;
import dev.millrace.local.state.State;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.DeletionGuard;
import dev.millrace.local.stream.ResourceAttributes;
import dev.millrace.local.stream.ResourceDirectory;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.ServiceException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All channels of the service, by ARN. A stream stays while a channel reads it. Safe for use by many threads. */
public final class Channels implements ResourceDirectory, DeletionGuard {

    private static final Pattern ARN = Pattern.compile("arn:aws[^:]*:kinesis:([^:]*):(\\d{12}):channel/([^/\\s]+)");

    private final Map<String, Channel> byArn = new HashMap<>();
    private final int maxCountPerAccount;
    private final SavedPart saved;

    /** Those that were saved. */
    public Channels(int maxCountPerAccount, SavedPart saved) {
        this.maxCountPerAccount = maxCountPerAccount;
        this.saved = saved;
        State state = saved.saved();
        if (state != null) {
            state.states("channels").forEach(kept -> {
                Channel channel = Channel.restored(kept, this::save);
                byArn.put(channel.arn(), channel);
            });
        }
    }

    /** To be called without this object's lock. */
    private void save() {
        saved.save(() -> {
            synchronized (this) {
                return State.create()
                        .with(
                                "channels",
                                byArn.values().stream().map(Channel::state).toList());
            }
        });
    }

    /** No tags yet, for a channel that is about to be added. */
    public ResourceAttributes newAttributes(String name, Account account) {
        return new ResourceAttributes(Channel.describe(name, account), this::save);
    }

    public int maxCountPerAccount() {
        return maxCountPerAccount;
    }

    public void add(Channel channel) {
        synchronized (this) {
            if (byArn.containsKey(channel.arn())) {
                throw ServiceException.resourceInUse(channel.describe() + " already exists.");
            }
            if (list(channel.account()).size() >= maxCountPerAccount) {
                throw ServiceException.limitExceeded(
                        "Account " + channel.account().id() + " may have " + maxCountPerAccount + " channels in "
                                + channel.account().region() + ".");
            }
            byArn.put(channel.arn(), channel);
        }
        save();
    }

    public synchronized Channel get(String arn) {
        Channel channel = byArn.get(arn);
        if (channel == null) {
            throw notFound(arn);
        }
        return channel;
    }

    public Channel change(String arn, UnaryOperator<Channel> change) {
        Channel changed;
        synchronized (this) {
            changed = change.apply(get(arn));
            byArn.put(arn, changed);
        }
        save();
        return changed;
    }

    public void delete(String arn) {
        synchronized (this) {
            if (byArn.remove(arn) == null) {
                throw notFound(arn);
            }
        }
        save();
    }

    /** An account's channels, by name. */
    public synchronized List<Channel> list(Account account) {
        return byArn.values().stream()
                .filter(channel -> channel.account().equals(account))
                .sorted(Comparator.comparing(Channel::name))
                .toList();
    }

    /** How many channels read the stream. */
    public synchronized int countOf(Stream stream) {
        return (int) byArn.values().stream()
                .filter(channel -> channel.reads(stream.name().arn()))
                .count();
    }

    @Override
    public @Nullable ResourceAttributes find(String arn) {
        return ARN.matcher(arn).matches() ? get(arn).attributes() : null;
    }

    @Override
    public void beforeDeletion(Stream stream, boolean enforceConsumerDeletion) {
        int count = countOf(stream);
        if (count > 0) {
            throw ServiceException.resourceInUse("Stream " + stream.name().describe()
                    + " cannot be deleted while it has channels: it has " + count + ".");
        }
    }

    private static ServiceException notFound(String arn) {
        Matcher parts = ARN.matcher(arn);
        return ServiceException.resourceNotFound(
                parts.matches()
                        ? Channel.describe(parts.group(3), new Account(parts.group(2), parts.group(1))) + " not found."
                        : "Channel " + arn + " not found.");
    }
}
