package dev.millrace.lambda.forwarder;

import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Builds the client for the target. It lives as long as the function's process. */
final class TargetClient {

    private static final String SESSION_NAME = "millrace-forwarder";

    private TargetClient() {}

    /** The producer retries itself. */
    static KinesisAsyncClient of(ForwarderSettings settings) {
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        if (settings.region() != null) {
            builder.region(settings.region());
        }
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (settings.roleArn() != null) {
            builder.credentialsProvider(role(settings));
        }
        return builder.build();
    }

    /** In another account: credentials of the role, renewed before they end. */
    private static StsAssumeRoleCredentialsProvider role(ForwarderSettings settings) {
        StsClientBuilder sts =
                StsClient.builder().overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD));
        if (settings.region() != null) {
            sts.region(settings.region());
        }
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request -> request.roleArn(settings.roleArn())
                        .externalId(settings.externalId())
                        .roleSessionName(SESSION_NAME))
                .build();
    }
}
