package dev.millrace.local.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Policies as people write them on a command line. */
final class FaultText {

    private FaultText() {}

    static FaultPolicy parse(String text) {
        FaultPolicy.Builder policy = FaultPolicy.builder();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("fault without a value: '" + part.strip() + "' (" + allowed() + ")");
            }
            read(
                    policy,
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return policy.build();
    }

    private static void read(FaultPolicy.Builder policy, String name, String value) {
        switch (name) {
            case "seed" -> policy.seed(number(name, value));
            case "reshard" -> policy.reshardEvery(duration(name, value));
            case "latency" -> {
                int dots = value.indexOf("..");
                Duration least = duration(name, dots < 0 ? value : value.substring(0, dots));
                policy.latency(new Latency(least, dots < 0 ? least : duration(name, value.substring(dots + 2))));
            }
            default -> policy.rule(fault(name), probability(name, value));
        }
    }

    private static Fault fault(String name) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault != Fault.LATENCY && fault.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such fault: '" + name + "' (" + allowed() + ")"));
    }

    private static String allowed() {
        return "allowed: "
                + Stream.concat(
                                Arrays.stream(Fault.values())
                                        .filter(fault -> fault != Fault.LATENCY)
                                        .map(fault -> fault.text() + "=PROBABILITY"),
                                Stream.of("latency=10ms..50ms", "reshard=5s", "seed=N"))
                        .collect(Collectors.joining(", "));
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no whole number: " + name + "=" + value, e);
        }
    }

    private static double probability(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no probability: " + name + "=" + value + " (allowed 0 to 1)", e);
        }
    }

    /** A whole number with ms, s, or m. */
    private static Duration duration(String name, String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        String digits = text.replaceFirst("(ms|s|m)$", "");
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("no duration: " + name + "=" + value + " (such as 250ms, 5s, 1m)");
        }
        long count = Long.parseLong(digits);
        return switch (text.substring(digits.length())) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default ->
                throw new IllegalArgumentException(
                        "duration without a unit: " + name + "=" + value + " (such as 250ms, 5s, 1m)");
        };
    }
}
