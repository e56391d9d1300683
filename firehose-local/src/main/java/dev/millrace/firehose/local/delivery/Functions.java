package dev.millrace.firehose.local.delivery;

import dev.millrace.firehose.transformation.Transformation;

/** The Lambda functions that can be run here. */
@FunctionalInterface
public interface Functions {

    /**
     * A function of this name, for one delivery stream, which closes it.
     *
     * @param arn with which it was asked for
     * @throws IllegalArgumentException if there is none, saying what is to be done
     */
    Transformation function(String name, String arn);
}
