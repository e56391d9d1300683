package dev.millrace.local.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.local.Trust;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

    @Test
    void thePemIsOfACertificateThatVouchesForItself() throws Exception {
        X509Certificate certificate = certificate(List.of());

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal()).isEqualTo(certificate.getIssuerX500Principal());
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getCurve()
                        .getField()
                        .getFieldSize())
                .isEqualTo(256);
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(certificate.getKeyUsage()).isNull();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTHENTICATION);
    }

    @Test
    void itIsValidFromTheDayBeforeForAYear() throws Exception {
        X509Certificate certificate = certificate(List.of());

        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    }

    @Test
    void itNamesTheLoopbackAndTheFurtherHosts() throws Exception {
        List<String> further = List.of("kinesis.test", "my_container", "10.1.2.3", "[fd00::1]", "bücher.test");

        assertThat(certificate(further).getSubjectAlternativeNames())
                .containsExactly(
                        List.of(DNS_NAME, "localhost"),
                        List.of(IP_ADDRESS, "127.0.0.1"),
                        List.of(IP_ADDRESS, "0:0:0:0:0:0:0:1"),
                        List.of(DNS_NAME, "kinesis.test"),
                        List.of(DNS_NAME, "my_container"),
                        List.of(IP_ADDRESS, "10.1.2.3"),
                        List.of(IP_ADDRESS, "fd00:0:0:0:0:0:0:1"),
                        List.of(DNS_NAME, "xn--bcher-kva.test"));
    }

    @Test
    void whatNoCertificateCanNameIsLeftOut() throws Exception {
        List<String> further = List.of("two words", "", "a".repeat(64) + ".test", "999.1.1.1:80", "localhost");

        assertThat(certificate(further).getSubjectAlternativeNames()).hasSize(3);
    }

    @Test
    void eachHasAKeyAndANameOfItsOwn() throws Exception {
        X509Certificate one = certificate(List.of());
        X509Certificate other = certificate(List.of());

        assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
        assertThat(one.getSerialNumber()).isNotEqualTo(other.getSerialNumber());
        assertThat(one.getSubjectX500Principal()).isNotEqualTo(other.getSubjectX500Principal());
    }

    @Test
    void aSourceGivesTheSameAlways() {
        CertificateSource source = CertificateSource.selfSigned(List.of(), Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(source.get()).isSameAs(source.get());
        assertThat(source.get().pem())
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .doesNotContain("PRIVATE");
    }

    @Test
    void pemIsReadByItsLabel() {
        byte[] bytes = new byte[100];
        String text = "a line before\n" + Pem.write("ONE", new byte[] {1}) + Pem.write("OTHER", bytes);

        assertThat(text.lines()).allMatch(line -> line.length() <= 64);
        assertThat(Pem.read("OTHER", text)).isEqualTo(bytes);
        assertThat(Pem.read("OTHER", text.replace("\n", "\r\n"))).isEqualTo(bytes);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pem.read("THIRD", text))
                .withMessage("no block of this kind: label='THIRD'");
    }

    private static X509Certificate certificate(List<String> furtherHosts) {
        String pem = CertificateSource.selfSigned(furtherHosts, Clock.fixed(NOW, ZoneOffset.UTC))
                .get()
                .pem();
        return Trust.in(pem).certificate();
    }
}
