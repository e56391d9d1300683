package dev.millrace.producer.cloudwatch;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/**
 * One metric of CloudWatch: a name and dimensions.
 *
 * @param metric whose name it bears
 * @param dimensions which tell it apart
 */
record Series(KplMetric metric, List<Dimension> dimensions) {

    Series {
        dimensions = List.copyOf(dimensions);
    }
}
