package dev.millrace.local.server;

import dev.millrace.local.extension.TargetService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services beside Kinesis, by how {@code X-Amz-Target} begins. */
final class TargetServices {

    private final List<TargetService> services;

    /** Services of which no prefix is the beginning of another one, nor of Kinesis' own. */
    TargetServices(List<TargetService> services) {
        this.services = List.copyOf(services);
        List<String> prefixes = new ArrayList<>(List.of(ApiCall.TARGET_PREFIX));
        for (TargetService service : services) {
            String prefix = service.targetPrefix();
            if (!prefix.matches("[A-Za-z0-9_]{1,100}\\.") || prefixes.contains(prefix)) {
                throw new IllegalArgumentException("target prefix not allowed, or there twice: '" + prefix
                        + "' (1 to 100 characters of a-z A-Z 0-9 _ and then a dot)");
            }
            prefixes.add(prefix);
        }
    }

    /** The service that a target names; null if it is none of these. */
    @Nullable
    TargetService of(@Nullable String target) {
        for (TargetService service : services) {
            if (target != null && target.startsWith(service.targetPrefix())) {
                return service;
            }
        }
        return null;
    }

    /** What a service is called where calls are counted. */
    static String name(TargetService service) {
        String prefix = service.targetPrefix();
        return prefix.substring(0, prefix.length() - 1);
    }
}
