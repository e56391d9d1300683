package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FirehoseCommandTest {

    @Test
    void prefixIsEvaluatedForATimeAndARecord() {
        Command run = Command.run(
                "firehose",
                "prefix",
                "y=!{timestamp:yyyy-HH}/!{partitionKeyFromLambda:customer}/!{partitionKeyFromQuery:kind}/",
                "--error-prefix",
                "bad/!{firehose:error-output-type}/",
                "--lambda-key",
                "customer=../x",
                "--query-key",
                "kind=a",
                "--time",
                "2018-08-27T22:30:05Z",
                "--zone",
                "Asia/Tokyo",
                "--name",
                "words",
                "--extension",
                ".json");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        delivered -> assertThat(delivered)
                                .matches("y=2018-07/\\.\\.%2Fx/a/words-1-2018-08-28-07-30-05-[0-9a-f-]{36}\\.json"),
                        failed -> assertThat(failed)
                                .matches("bad/processing-failed/words-1-2018-08-28-07-30-05-[0-9a-f-]{36}\\.json"));
    }

    @Test
    void prefixThatTheServiceRefusesEndsWithTwo() {
        Command run = Command.run("firehose", "prefix", "!{timestamp:yyyy}/");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("error prefix is missing: prefix=!{timestamp:yyyy}/");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void missingPartitionKeyEndsWithTwo() {
        Command run = Command.run(
                "firehose",
                "prefix",
                "!{partitionKeyFromLambda:k}/",
                "--error-prefix",
                "!{firehose:error-output-type}/");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("partition key is missing: partitionKeyFromLambda:k");
    }
}
