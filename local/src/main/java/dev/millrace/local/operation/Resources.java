package dev.millrace.local.operation;

import dev.millrace.local.stream.ResourceAttributes;
import dev.millrace.local.stream.ResourceDirectory;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.List;
import java.util.regex.Pattern;

/** Resources of all kinds, by ARN. */
final class Resources {

    private static final String ARN = "ResourceARN";

    private final List<ResourceDirectory> directories;

    Resources(List<ResourceDirectory> directories) {
        this.directories = List.copyOf(directories);
    }

    static Member member() {
        return Member.string(ARN)
                .mandatory()
                .between(1, 2048)
                .matching(Pattern.compile("arn:aws.*:kinesis:.*:\\d{12}:.*(stream|channel|queue)/\\S+"));
    }

    static String arn(Request request) {
        return request.requiredText(ARN);
    }

    ResourceAttributes get(Request request) {
        String arn = arn(request);
        for (ResourceDirectory directory : directories) {
            ResourceAttributes attributes = directory.find(arn);
            if (attributes != null) {
                return attributes;
            }
        }
        throw ServiceException.resourceNotFound("Resource " + arn + " not found.");
    }
}
