package dev.millrace.lambda.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

final class ForwarderSettingsTest {

    private static ForwarderSettings of(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "AWS_REGION", "us-east-1"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put("MILLRACE_FORWARD_" + namesAndValues[i], namesAndValues[i + 1]);
        }
        return ForwarderSettings.of(environment);
    }

    @Test
    void streamAloneLeavesTheDefaults() {
        assertThat(of("STREAM", "target"))
                .isEqualTo(
                        new ForwarderSettings("target", null, null, null, null, false, false, Duration.ofSeconds(2)));
    }

    @Test
    void everyVariableIsRead() {
        assertThat(of(
                        "STREAM", " target ",
                        "REGION", "eu-west-1",
                        "ROLE_ARN", "arn:aws:iam::210987654321:role/writer",
                        "EXTERNAL_ID", "shared word",
                        "ENDPOINT", "http://localhost:4567",
                        "ORDERED", "true",
                        "CORRUPT", "fail",
                        "RESERVE_MILLIS", "500"))
                .isEqualTo(new ForwarderSettings(
                        "target",
                        Region.EU_WEST_1,
                        "arn:aws:iam::210987654321:role/writer",
                        "shared word",
                        URI.create("http://localhost:4567"),
                        true,
                        true,
                        Duration.ofMillis(500)));
    }

    @Test
    void arnTellsTheRegion() {
        String arn = "arn:aws:kinesis:ap-southeast-2:123456789012:stream/far";

        assertThat(of("STREAM", arn).region()).isEqualTo(Region.AP_SOUTHEAST_2);
        assertThat(of("STREAM", arn, "REGION", "eu-west-1").region()).isEqualTo(Region.EU_WEST_1);
    }

    @Test
    void whatIsWrongIsRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> of()).hasMessage("no target stream: MILLRACE_FORWARD_STREAM is not set");
        assertThatThrownBy(() -> of("STREAM", "t", "STREM", "t"))
                .hasMessageContaining("unknown variable: MILLRACE_FORWARD_STREM (known: [MILLRACE_FORWARD_STREAM");
        assertThatThrownBy(() -> of("STREAM", "t", "EXTERNAL_ID", "word"))
                .hasMessage("MILLRACE_FORWARD_EXTERNAL_ID says nothing without MILLRACE_FORWARD_ROLE_ARN");
        assertThatThrownBy(() -> of("STREAM", "t", "ORDERED", "yes"))
                .hasMessage("wrong value: MILLRACE_FORWARD_ORDERED=yes (allowed false, true)");
        assertThatThrownBy(() -> of("STREAM", "t", "CORRUPT", "drop"))
                .hasMessage("wrong value: MILLRACE_FORWARD_CORRUPT=drop (allowed forward, fail)");
        assertThatThrownBy(() -> of("STREAM", "t", "RESERVE_MILLIS", "0"))
                .hasMessage("wrong value: MILLRACE_FORWARD_RESERVE_MILLIS=0 (allowed 1 to 60000)");
        assertThatThrownBy(() -> of("STREAM", "t", "RESERVE_MILLIS", "1s"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("STREAM", "arn:aws:kinesis::1:stream/x"))
                .hasMessage("ARN without region: stream=arn:aws:kinesis::1:stream/x");
    }
}
