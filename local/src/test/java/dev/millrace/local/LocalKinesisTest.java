package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class LocalKinesisTest {

    @Test
    void aStartedServiceListensOnAFreePortOfTheLoopback() {
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            assertThat(kinesis.port()).isBetween(1, 65_535);
            assertThat(kinesis.endpoint()).hasToString("http://127.0.0.1:" + kinesis.port());
            assertThat(kinesis.tlsEndpoint()).hasToString("https://127.0.0.1:" + kinesis.port());
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        LocalKinesis kinesis = LocalKinesis.start();
        int port = kinesis.port();
        kinesis.close();
        kinesis.close();
        assertThatThrownBy(() -> new RawConnection(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void aClosedServiceStillKnowsItsPortSoThatAnotherCanTakeIt() {
        LocalKinesis first = LocalKinesis.start();
        int port = first.port();
        first.close();
        assertThat(first.port()).isEqualTo(port);
        try (LocalKinesis second = LocalKinesis.builder().port(port).start()) {
            assertThat(second.endpoint()).isEqualTo(first.endpoint());
            assertThat(new RawHttp(second.endpoint()).json("ListStreams", "{}").statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(ClientForm.class)
    void closingDoesNotWaitForClientsThatKeepTheirConnections(ClientForm form) {
        LocalKinesis kinesis = LocalKinesis.start();
        try (KinesisClient client = form.open(kinesis.endpoint(), Region.US_EAST_1)) {
            client.listStreams();
            long before = System.nanoTime();
            kinesis.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_900));
        } finally {
            kinesis.close();
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            LocalKinesisBuilder builder = LocalKinesis.builder().port(taken.getLocalPort());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("port in use: port=" + taken.getLocalPort() + " (choose another, or 0 for a free one)");
        }
    }

    @Test
    void thePortOfAnotherServiceIsInUse() {
        try (LocalKinesis first = LocalKinesis.start()) {
            LocalKinesisBuilder builder = LocalKinesis.builder().port(first.port());
            assertThatThrownBy(builder::start).hasMessageContaining("port in use: port=" + first.port() + " ");
            assertThat(new RawHttp(first.endpoint()).json("ListStreams", "{}").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void twoServicesSeeNothingOfEachOther() {
        try (LocalKinesis left = LocalKinesis.start();
                LocalKinesis right = LocalKinesis.start();
                KinesisClient leftClient = ClientForm.SYNC_CBOR.open(left.endpoint(), Region.US_EAST_1);
                KinesisClient rightClient = ClientForm.SYNC_CBOR.open(right.endpoint(), Region.US_EAST_1)) {
            StreamUnderTest.create(leftClient, "orders", 1).put("key", "left");
            assertThat(rightClient.listStreams().streamNames()).isEmpty();
            StreamUnderTest inRight = StreamUnderTest.create(rightClient, "orders", 1);
            assertThat(inRight.fromStart(StreamUnderTest.SHARD_0).records()).isEmpty();
        }
    }

    @Test
    void aTlsPortInUseIsNamedAndTheOtherPortIsFreeAgain() throws IOException {
        int port;
        try (LocalKinesis first = LocalKinesis.start()) {
            port = first.port();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            LocalKinesisBuilder builder = LocalKinesis.builder().port(port).tlsPort(taken.getLocalPort());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("port in use: port=" + taken.getLocalPort() + " (choose another, or 0 for a free one)");
            assertThatThrownBy(() -> new RawConnection(port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void oneNumberForBothPortsIsInUse() {
        int port;
        try (LocalKinesis first = LocalKinesis.start()) {
            port = first.port();
        }
        LocalKinesisBuilder builder = LocalKinesis.builder().port(port).tlsPort(port);
        assertThatThrownBy(builder::start).hasMessageContaining("port in use: port=" + port + " ");
    }

    @Test
    void settingsAreChecked() {
        LocalKinesisBuilder builder = LocalKinesis.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.port(-1))
                .withMessage("port out of range: port=-1 (allowed 0 to 65535)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.port(65_536))
                .withMessage("port out of range: port=65536 (allowed 0 to 65535)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tlsPort(65_536))
                .withMessage("port out of range: port=65536 (allowed 0 to 65535)");
        assertThatNullPointerException().isThrownBy(() -> builder.clock(missing()));
        assertThatNullPointerException().isThrownBy(() -> builder.furtherHosts(missing()));
    }

    /** A null that the compiler does not see. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T missing() {
        return null;
    }
}
