package dev.millrace.kcl;

import java.time.Instant;
import software.amazon.awssdk.arns.Arn;

/**
 * A stream as it was found.
 *
 * @param name its name
 * @param arn its name in full
 * @param created when it was created
 * @param seen the service's clock when it was found
 */
record KinesisStream(String name, Arn arn, Instant created, Instant seen) {

    /** As applications name it that read many streams: account, name, time of creation in seconds. */
    String identifier() {
        return account() + ":" + name + ":" + created.getEpochSecond();
    }

    String account() {
        return arn.accountId().orElseThrow();
    }
}
