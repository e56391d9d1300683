package dev.millrace.multilang.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.text.PropertyValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Credentials of a role, from a Security Token Service that a test plays. */
class AssumedRoleTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/reader";

    private static final String ANSWER = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <Credentials><AccessKeyId>lent</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>token</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>
            </AssumeRoleResult></AssumeRoleResponse>
            """;

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private HttpServer service;

    @BeforeEach
    void begin() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8) + " " + signature);
            byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
    }

    @AfterEach
    void end() {
        service.stop(0);
    }

    @Test
    void roleIsAssumedAtTheEndpointOfTheFile() {
        String endpoint = "http://127.0.0.1:" + service.getAddress().getPort();
        AssumedRoleCredentials.Options options = AssumedRoleCredentials.Options.parse(
                List.of(ROLE, "words", "externalId=of others", "endpoint=" + endpoint + "^eu-central-1"));
        try (AssumedRoleCredentials role = new AssumedRoleCredentials(
                options, StaticCredentialsProvider.create(AwsBasicCredentials.create("own", "secret")))) {
            assertThat(role.resolveCredentials()).isInstanceOfSatisfying(AwsSessionCredentials.class, lent -> {
                assertThat(lent.accessKeyId()).isEqualTo("lent");
                assertThat(lent.sessionToken()).isEqualTo("token");
            });
            assertThat(role.resolveCredentials().accessKeyId()).isEqualTo("lent");
        }
        assertThat(asked).as("asked once").hasSize(1);
        assertThat(asked.remove())
                .contains("Action=AssumeRole", "RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Freader")
                .contains("RoleSessionName=words", "ExternalId=of+others")
                .containsPattern("Credential=own/\\d+/eu-central-1/sts/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "StsAssumeRoleCredentialsProvider|R|s|endpointRegion=eu-west-1 - eu-west-1 -",
                "StsAssumeRoleCredentialsProvider|R|s|endpoint=sts.example.org^us-east-2|externalId=i https://sts.example.org us-east-2 i",
                "KclStsAssumeRoleCredentialsProvider|R|s - - -",
                "software.amazon.kinesis.multilang.auth.KclStsAssumeRoleCredentialsProvider|R|s - - -",
            },
            nullValues = "-")
    void filesNameItAsForTheReference(String text, URI endpoint, String region, String externalId) {
        List<CredentialsSpec> specs = CredentialsSpec.parse(new PropertyValue("AwsCredentialsProvider", text));
        assertThat(specs).hasSize(1);
        assertThat(specs.get(0).type()).isEqualTo(AssumedRoleCredentials.class);
        assertThat(AssumedRoleCredentials.Options.parse(specs.get(0).arguments()))
                .isEqualTo(new AssumedRoleCredentials.Options("R", "s", externalId, endpoint, region));
    }

    @ParameterizedTest
    @CsvSource({
        "StsAssumeRoleCredentialsProvider, lacks the role or the session",
        "StsAssumeRoleCredentialsProvider|R, lacks the role or the session",
        "StsAssumeRoleCredentialsProvider|R|s|endpoint=sts.example.org, has no endpoint=HOST^REGION",
        "StsAssumeRoleCredentialsProvider|R|s|externalID=7, has what is not known: externalID=7",
        "StsAssumeRoleCredentialsProvider|R|s|7, has what is not known: 7",
    })
    void whatItCannotTakeIsRefusedWhenTheFileIsRead(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialsSpec.parse(new PropertyValue("AwsCredentialsProvider", text)))
                .withMessageContaining("AwsCredentialsProvider " + reason);
    }
}
