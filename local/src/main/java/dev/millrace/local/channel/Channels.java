package dev.millrace.local.channel;

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

    public Channels(int maxCountPerAccount) {
        this.maxCountPerAccount = maxCountPerAccount;
    }

    public int maxCountPerAccount() {
        return maxCountPerAccount;
    }

    public synchronized void add(Channel channel) {
        if (byArn.containsKey(channel.arn())) {
            throw ServiceException.resourceInUse(channel.describe() + " already exists.");
        }
        if (list(channel.account()).size() >= maxCountPerAccount) {
            throw ServiceException.limitExceeded("Account " + channel.account().id() + " may have " + maxCountPerAccount
                    + " channels in " + channel.account().region() + ".");
        }
        byArn.put(channel.arn(), channel);
    }

    public synchronized Channel get(String arn) {
        Channel channel = byArn.get(arn);
        if (channel == null) {
            throw notFound(arn);
        }
        return channel;
    }

    public synchronized Channel change(String arn, UnaryOperator<Channel> change) {
        Channel changed = change.apply(get(arn));
        byArn.put(arn, changed);
        return changed;
    }

    public synchronized void delete(String arn) {
        if (byArn.remove(arn) == null) {
            throw notFound(arn);
        }
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
