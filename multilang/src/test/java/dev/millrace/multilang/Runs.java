package dev.millrace.multilang;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** Holds what children have read against what was put. */
final class Runs {

    private static final Pattern NOTED = Pattern.compile("(\\d+) (\\{.*})");
    private static final Pattern CHECKPOINT = Pattern.compile("\"sequenceNumber\":\"([^\"]*)\"");

    private Runs() {}

    /**
     * Every process has read all records of its shard behind the checkpoint that it began with, in order and without a
     * hole, as far as it got.
     */
    static void assertUnbroken(Journal child, List<PutRecordResponse> put) {
        Map<String, List<String>> stored = put.stream()
                .collect(Collectors.groupingBy(
                        PutRecordResponse::shardId,
                        TreeMap::new,
                        Collectors.mapping(PutRecordResponse::sequenceNumber, Collectors.toList())));
        stored.forEach((shard, sequenceNumbers) -> {
            Map<String, List<String>> linesOfProcesses = new TreeMap<>();
            for (String line : child.journal(shard)) {
                Matcher noted = NOTED.matcher(line);
                if (noted.matches()) {
                    linesOfProcesses
                            .computeIfAbsent(noted.group(1), pid -> new ArrayList<>())
                            .add(noted.group(2));
                }
            }
            linesOfProcesses.forEach((pid, lines) -> {
                List<String> expected = behind(lines.get(0), sequenceNumbers);
                List<String> read = child.places(Long.parseLong(pid)).stream()
                        .map(place -> place.substring(0, place.indexOf('/')))
                        .toList();
                assertThat(read)
                        .as("shard=%s pid=%s began with %s", shard, pid, lines.get(0))
                        .isEqualTo(expected.subList(0, Math.min(read.size(), expected.size())));
            });
        });
    }

    private static List<String> behind(String initialize, List<String> sequenceNumbers) {
        Matcher matcher = CHECKPOINT.matcher(initialize);
        assertThat(initialize).startsWith("{\"action\":\"initialize\"");
        assertThat(matcher.find()).as(initialize).isTrue();
        String checkpoint = matcher.group(1);
        if (checkpoint.equals("TRIM_HORIZON")) {
            return sequenceNumbers;
        }
        return sequenceNumbers.stream()
                .filter(number -> new BigInteger(number).compareTo(new BigInteger(checkpoint)) > 0)
                .toList();
    }
}
