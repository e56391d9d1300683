package dev.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {

    private final HostRule rule = new HostRule(Set.of(), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "kinesis.localhost",
                "127.0.0.1",
                "127.1.2.3",
                "127.255.255.255",
                "[::1]",
                "::1"
            })
    void namesOfThisMachinesLoopbackAreAllowed(String host) {
        assertThat(rule.allows(host)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil-localhost",
                "notlocalhost",
                "127.0.0.1.evil.example",
                "127.evil.example.com",
                "128.0.0.1",
                "127.0.0",
                "127.0.0.256",
                "127.0.0.0001",
                "127.0.0.+1",
                "127.0.0.",
                "0.0.0.0",
                "10.0.0.1",
                "[::2]",
                "[::1",
                "::1]",
                "[127.0.0.1]",
                ".:1",
                "[localhost]",
                "a:b",
                "[::ffff:127.0.0.1]",
                "kinesis.us-east-1.amazonaws.com",
                "localhost:4567",
                " localhost"
            })
    void allOtherNamesAreRefused(String host) {
        assertThat(rule.allows(host)).isFalse();
    }

    @Test
    void configuredNamesAreAllowedWhateverTheirCase() {
        HostRule configured = new HostRule(Set.of("Kinesis.Test", "10.1.2.3"), false);
        assertThat(configured.allows("kinesis.test")).isTrue();
        assertThat(configured.allows("KINESIS.TEST")).isTrue();
        assertThat(configured.allows("10.1.2.3")).isTrue();
        assertThat(configured.allows("localhost")).isTrue();
        assertThat(configured.allows("other.test")).isFalse();
        assertThat(configured.allows("a.kinesis.test")).isFalse();
    }

    @Test
    void beyondTheLoopbackThisMachinesAddressesAreAllowedAndNamesAreNot() throws Exception {
        HostRule open = new HostRule(Set.of("kinesis.test"), true);
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress())
                .toList();
        assertThat(own).isNotEmpty();
        for (InetAddress address : own) {
            String text = address.getHostAddress().replaceFirst("%.*", "");
            String host = address instanceof Inet6Address ? "[" + text + "]" : text;
            assertThat(open.allows(host)).as(host).isTrue();
            assertThat(open.allows(host)).as(host).isTrue();
            assertThat(rule.allows(host)).as(host).isEqualTo(address.isLoopbackAddress());
        }
        assertThat(open.allows("localhost")).isTrue();
        assertThat(open.allows("kinesis.test")).isTrue();
        for (String other : List.of(
                "evil.example",
                "203.0.113.7",
                "[2001:db8::7]",
                "0.0.0.0",
                "[::]",
                "255.255.255.255",
                "10.0.0.1.evil.example")) {
            assertThat(open.allows(other)).as(other).isFalse();
        }
    }
}
