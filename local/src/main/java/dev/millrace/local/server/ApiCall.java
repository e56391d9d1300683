package dev.millrace.local.server;

import dev.millrace.local.extension.TargetService;
import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultedCall;
import dev.millrace.local.fault.Faults;
import dev.millrace.local.operation.Operation;
import dev.millrace.local.operation.Operations;
import dev.millrace.local.operation.SubscribeToShard;
import dev.millrace.local.signature.RequestHead;
import dev.millrace.local.signature.RequestSignature;
import dev.millrace.local.signature.SignatureCheck;
import dev.millrace.local.stream.Account;
import dev.millrace.local.subscription.Subscription;
import dev.millrace.local.traffic.ApiTraffic;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Codec;
import dev.millrace.local.wire.EventFrame;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.RequestReader;
import dev.millrace.local.wire.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the head and body of a POST to its reply, in the service's own order of checks: content type, body, name of
 * the operation, who calls, types, constraints, and then the operation itself.
 */
final class ApiCall {

    private static final Logger LOG = LoggerFactory.getLogger(ApiCall.class);
    static final String TARGET_PREFIX = "Kinesis_20131202.";
    private static final byte[] EMPTY = new byte[0];

    private final Operations operations;
    private final Faults faults;
    private final SignatureCheck signatures;
    private final TargetServices others;
    private final ApiTraffic traffic;

    ApiCall(
            Operations operations,
            Faults faults,
            SignatureCheck signatures,
            TargetServices others,
            ApiTraffic traffic) {
        this.operations = operations;
        this.faults = faults;
        this.signatures = signatures;
        this.others = others;
        this.traffic = traffic;
    }

    /**
     * What is sent back.
     *
     * @param status HTTP status
     * @param contentType of the body; null if there is none
     * @param body the bytes, perhaps none
     * @param events what follows instead of a body, or null
     * @param faults what goes wrong on the way to the client
     */
    @SuppressWarnings("ArrayRecordComponent") // Sent as it is, and compared with no other.
    record Reply(
            int status,
            @Nullable String contentType,
            byte[] body,
            @Nullable Subscription events,
            Faults.Hit faults) {

        Reply(int status, @Nullable String contentType, byte[] body) {
            this(status, contentType, body, null, Faults.Hit.NOTHING);
        }

        Reply with(Faults.Hit hit) {
            return new Reply(status, contentType, body, events, hit);
        }

        static Reply xml(int status, String body) {
            return new Reply(status, null, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * The reply to a request.
     *
     * @param uri its target, with the authority that it is addressed to
     */
    Reply reply(String method, HttpURI uri, HttpFields head, ByteBuffer body) {
        String contentType = head.get(HttpHeader.CONTENT_TYPE);
        String target = head.get("X-Amz-Target");
        Codec codec = contentType == null ? null : Codec.of(contentType);
        if (codec == null) {
            return target == null ? notAuthorized() : Reply.xml(404, "<UnknownOperationException/>\n");
        }
        Faults.Hit hit = Faults.Hit.NOTHING;
        long startNanos = System.nanoTime();
        String called = ApiTraffic.UNKNOWN;
        String failure = null;
        try {
            Map<String, Object> raw = codec.read(body);
            if (raw == null) {
                throw ServiceException.nameOnly("SerializationException");
            }
            TargetService other = others.of(target);
            if (other != null && target != null) {
                called = TargetServices.name(other);
                Account caller = caller(method, uri, head, body);
                String operation = target.substring(other.targetPrefix().length());
                return new Reply(200, codec.contentType(), codec.write(other.call(operation, raw, caller)));
            }
            Operation operation = target == null || !target.startsWith(TARGET_PREFIX)
                    ? null
                    : operations.get(target.substring(TARGET_PREFIX.length()));
            if (operation == null) {
                throw ServiceException.nameOnly("UnknownOperationException");
            }
            called = operation.name();
            Account caller = caller(method, uri, head, body);
            Request request = RequestReader.read(operation.members(), raw, codec);
            hit = faults.on(new FaultedCall(operation.name(), streamName(raw)));
            if (hit.has(Fault.CUT_BEFORE)) {
                return new Reply(200, null, EMPTY).with(hit);
            }
            refuse(hit, called);
            operations.admit(operation, request, caller);
            if (operation instanceof SubscribeToShard streaming) {
                return new Reply(200, EventFrame.CONTENT_TYPE, EMPTY, streaming.subscribe(request), hit);
            }
            Answer answer = operation.run(request, caller);
            byte[] bytes = answer == null ? EMPTY : codec.write(answer.members());
            return new Reply(200, codec.contentType(), bytes).with(hit);
        } catch (ServiceException e) {
            failure = e.name();
            return error(codec, e).with(hit);
        } catch (RuntimeException e) {
            LOG.error("request failed: target={}", target, e);
            ServiceException failed = InternalFailure.of(called);
            failure = failed.name();
            return error(codec, failed);
        } finally {
            traffic.answered(called, System.nanoTime() - startNanos, failure);
        }
    }

    private Account caller(String method, HttpURI uri, HttpFields head, ByteBuffer body) {
        RequestHead signed = SignedHead.of(method, uri, head);
        RequestSignature signature = RequestSignature.read(signed);
        signatures.check(signature, signed, head.getFieldNamesCollection(), body);
        return signature.account();
    }

    /** Faults that take the place of the work. */
    private static void refuse(Faults.Hit hit, String operation) {
        if (hit.has(Fault.THROTTLE)) {
            throw ServiceException.throughputExceeded("Rate exceeded.");
        }
        if (hit.has(Fault.LIMIT_EXCEEDED)) {
            throw ServiceException.limitExceeded("Rate exceeded.");
        }
        if (hit.has(Fault.EXPIRED_ITERATOR)) {
            throw ServiceException.expiredIterator("Iterator expired.");
        }
        if (hit.has(Fault.INTERNAL_FAILURE)) {
            throw InternalFailure.of(operation);
        }
    }

    private static @Nullable String streamName(Map<String, Object> raw) {
        if (raw.get("StreamARN") instanceof String arn) {
            return arn.substring(arn.lastIndexOf('/') + 1);
        }
        return raw.get("StreamName") instanceof String name ? name : null;
    }

    static Reply notAuthorized() {
        return Reply.xml(403, """
                <AccessDeniedException>
                  <Message>Unable to determine service/operation name to be authorized</Message>
                </AccessDeniedException>
                """);
    }

    private static Reply error(Codec codec, ServiceException error) {
        Answer body = Answer.create().with("__type", error.name()).with(error.textMember(), error.text());
        return new Reply(error.status(), codec.contentType(), codec.write(body.members()));
    }
}
