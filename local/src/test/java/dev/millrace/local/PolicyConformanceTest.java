package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class PolicyConformanceTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client;

    PolicyConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aPolicyIsKeptAsItCame() {
        assertThat(policy(ARN)).isEqualTo("{}");
        String policy = "{ \"Version\": \"2012-10-17\",\n\"Statement\": [] }";
        client.putResourcePolicy(request -> request.resourceARN(ARN).policy(policy));
        assertThat(policy(ARN)).isEqualTo(policy);
        client.deleteResourcePolicy(request -> request.resourceARN(ARN));
        assertThat(policy(ARN)).isEqualTo("{}");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(Errors.text(
                        ResourceNotFoundException.class,
                        () -> client.deleteResourcePolicy(request -> request.resourceARN(ARN))))
                .isEqualTo("No resource policy found for resource ARN " + ARN + ".");
        assertThat(Errors.text(ResourceNotFoundException.class, () -> policy(ARN + "2")))
                .isEqualTo("Stream orders2 under account 000000000000 not found.");
        assertThat(Errors.text(
                        ValidationException.class, () -> client.putResourcePolicy(request -> request.resourceARN(ARN))))
                .isEqualTo("1 validation error detected: Value null at 'policy' failed to satisfy constraint: Member"
                        + " must not be null");
    }

    private String policy(String arn) {
        return client.getResourcePolicy(request -> request.resourceARN(arn)).policy();
    }
}
