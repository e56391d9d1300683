package dev.millrace.local.server;

import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultControl;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.local.fault.FaultRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Faults by HTTP, for tests in any language: {@code PUT /_millrace/faults} with a policy as text, {@code DELETE} for
 * none, {@code GET} for the policy in force and how often each of its rules has hit.
 *
 * <p>Who may is decided by {@link ControlAccess}.
 */
final class ControlEndpoint {

    static final String PATH = "/_millrace/faults";

    private final FaultControl faults;
    private final ControlAccess access;

    ControlEndpoint(FaultControl faults, ControlAccess access) {
        this.faults = faults;
        this.access = access;
    }

    /**
     * The reply to a request.
     *
     * @param control the value of the header that controls; null if it has none
     */
    ApiCall.Reply reply(String method, @Nullable String control, byte[] body) {
        if (!access.allows(control)) {
            return text(403, access.refusal());
        }
        switch (method) {
            case "GET" -> {
                return text(200, describe());
            }
            case "DELETE" -> {
                faults.use(FaultPolicy.none());
                return text(200, describe());
            }
            case "PUT" -> {
                try {
                    faults.use(FaultPolicy.parse(new String(body, StandardCharsets.UTF_8).strip()));
                } catch (IllegalArgumentException e) {
                    return text(400, String.valueOf(e.getMessage()));
                }
                return text(200, describe());
            }
            default -> {
                return text(405, "Allowed: GET, PUT, DELETE.");
            }
        }
    }

    private String describe() {
        FaultPolicy policy = faults.policy();
        List<Long> hits = faults.hits();
        StringBuilder lines = new StringBuilder("seed=" + policy.seed());
        for (int i = 0; i < policy.rules().size(); i++) {
            FaultRule rule = policy.rules().get(i);
            lines.append('\n').append(name(rule)).append(" hits=").append(i < hits.size() ? hits.get(i) : 0);
        }
        if (policy.reshardEvery() != null) {
            lines.append("\nreshard=").append(policy.reshardEvery().toMillis()).append("ms");
        }
        return lines.toString();
    }

    private static String name(FaultRule rule) {
        String name = rule.fault().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return rule.fault() == Fault.LATENCY && rule.latency() != null
                ? name + "=" + rule.latency().least().toMillis() + "ms.."
                        + rule.latency().most().toMillis() + "ms"
                : name + "=" + rule.probability();
    }

    private static ApiCall.Reply text(int status, String text) {
        return new ApiCall.Reply(status, "text/plain;charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
