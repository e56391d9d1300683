package dev.millrace.local.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of the published test suite for Signature Version 4: one key, one moment, small requests. */
class SignatureVectorsTest {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String DATE = "20150830T123600Z";
    private static final CredentialScope SCOPE =
            new CredentialScope("AKIDEXAMPLE", "20150830", "us-east-1", "service", "aws4_request");
    private static final Map<String, List<String>> FIELDS =
            Map.of("host", List.of("example.amazonaws.com"), "x-amz-date", List.of(DATE));

    @ParameterizedTest
    @CsvSource({
        "GET,,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "POST,,5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "GET,Param2=value2&Param1=value1,b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
    })
    void aRequestHasTheSignatureThatThePublishedExampleHas(String method, String query, String signature) {
        RequestHead head = new RequestHead(method, "/", query, name -> FIELDS.getOrDefault(name, List.of()));
        String canonical =
                CanonicalRequest.text(head, List.of("host", "x-amz-date"), Digests.sha256(ByteBuffer.allocate(0)));
        String text = String.join("\n", "AWS4-HMAC-SHA256", DATE, SCOPE.withoutKey(), Digests.sha256(canonical));
        assertThat(Digests.signature(SECRET, SCOPE, text)).isEqualTo(signature);
    }

    @Test
    void headersAreJoinedAndTrimmed() {
        Map<String, List<String>> fields = Map.of("host", List.of(" a   b "), "my-header", List.of("2", "1"));
        RequestHead head = new RequestHead("GET", "", null, name -> fields.getOrDefault(name, List.of()));
        assertThat(CanonicalRequest.text(head, List.of("host", "my-header"), "digest"))
                .isEqualTo("GET\n/\n\nhost:a b\nmy-header:2,1\n\nhost;my-header\ndigest");
    }

    @ParameterizedTest
    @CsvSource({
        "a=b&a=a,a=a&a=b",
        "b&a,a=&b=",
        "x=%20%41,x=%20A",
        "x=a+b,x=a%2Bb",
        "x=%zz%4,x=%25zz%254",
        "X-Amz-Signature=0&y=1,y=1",
        "x=a/b~c,x=a%2Fb~c"
    })
    void parametersAreEncodedAnewAndOrdered(String query, String canonical) {
        assertThat(new QueryText(query).canonicalWithout("X-Amz-Signature")).isEqualTo(canonical);
    }

    @Test
    void aKeyDoesNotTellItsSecret() {
        assertThat(new AccessKey("id", SECRET)).hasToString("AccessKey[id=id]");
    }
}
