package dev.millrace.local.signature;

import dev.millrace.local.wire.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether requests are signed by who holds one of the keys. Without keys every signature is right. Immutable.
 *
 * <p>Time is this machine's, as it is the callers': theirs does not jump with the service's.
 */
public final class SignatureCheck {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "kinesis";
    private static final String TERMINATOR = "aws4_request";
    private static final String SIGNED_BY_NAME = "x-amz-";

    private final Map<String, AccessKey> keys;
    private final Clock clock;

    public SignatureCheck(Collection<AccessKey> keys, Clock clock) {
        this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity()));
        this.clock = clock;
    }

    /**
     * Checks the signature of a request.
     *
     * @param headerNames of all its headers
     * @throws ServiceException if it is not right
     */
    public void check(RequestSignature signature, RequestHead head, Collection<String> headerNames, ByteBuffer body) {
        if (keys.isEmpty()) {
            return;
        }
        CredentialScope scope = scope(signature);
        AccessKey key = keys.get(scope.accessKeyId());
        if (key == null) {
            throw ServiceException.unrecognizedClient("The security token included in the request is invalid.");
        }
        SignatureDate date = SignatureDate.parse(signature.date());
        if (!date.day().equals(scope.day())) {
            throw ServiceException.invalidSignature("Date in Credential scope does not match YYYYMMDD from ISO-8601"
                    + " version of date from HTTP: '" + scope.day() + "' != '" + date.day() + "', from '"
                    + date.basic() + "'.");
        }
        date.check(clock.instant(), signature);
        checkCover(signature.signedHeaders(), headerNames);
        String text = String.join(
                "\n",
                ALGORITHM,
                date.basic(),
                scope.withoutKey(),
                Digests.sha256(CanonicalRequest.text(head, signature.signedHeaders(), Digests.sha256(body))));
        byte[] right = Digests.signature(key.secret(), scope, text).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(right, signature.digest().getBytes(StandardCharsets.UTF_8))) {
            throw ServiceException.invalidSignature("The request signature we calculated does not match the signature"
                    + " you provided. Check your AWS Secret Access Key and signing method. Consult the service"
                    + " documentation for details.");
        }
    }

    private static CredentialScope scope(RequestSignature signature) {
        if (!signature.algorithm().equals(ALGORITHM)) {
            throw ServiceException.incompleteSignature("Unsupported AWS 'algorithm': '" + signature.algorithm() + "'.");
        }
        CredentialScope scope = CredentialScope.parse(signature.credential());
        if (scope == null) {
            throw ServiceException.incompleteSignature("Credential must have exactly 5 slash-delimited elements,"
                    + " e.g. keyid/date/region/service/term, got '" + signature.credential() + "'.");
        }
        if (!scope.service().equals(SERVICE)) {
            throw ServiceException.invalidSignature("Credential should be scoped to correct service: 'kinesis'.");
        }
        if (!scope.terminator().equals(TERMINATOR)) {
            throw ServiceException.invalidSignature("Credential should be scoped with a valid terminator:"
                    + " 'aws4_request', not '" + scope.terminator() + "'.");
        }
        return scope;
    }

    /** A signature that leaves out where a request goes, or what it asks for, could be used for another one. */
    private static void checkCover(List<String> signedHeaders, Collection<String> headerNames) {
        if (!signedHeaders.contains("host")) {
            throw ServiceException.invalidSignature(
                    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (String name : headerNames) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(SIGNED_BY_NAME) && !signedHeaders.contains(lower)) {
                throw ServiceException.invalidSignature(
                        "'" + lower + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
    }
}
