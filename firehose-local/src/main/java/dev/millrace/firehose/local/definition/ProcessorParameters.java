package dev.millrace.firehose.local.definition;

import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a processor, all of them texts on the wire. */
final class ProcessorParameters {

    private final String type;
    private final Map<String, String> byName = new LinkedHashMap<>();

    private ProcessorParameters(String type) {
        this.type = type;
    }

    /** @throws ServiceException if one is there twice */
    static ProcessorParameters of(Request processor) {
        ProcessorParameters parameters = new ProcessorParameters(processor.requiredText("Type"));
        for (Request parameter : processor.structures("Parameters")) {
            String name = parameter.requiredText("ParameterName");
            if (parameters.byName.put(name, parameter.requiredText("ParameterValue")) != null) {
                throw parameters.wrong(name, "is there twice");
            }
        }
        return parameters;
    }

    /** @throws ServiceException if there is one that the processor does not have */
    void checkNames(List<String> allowed) {
        for (String name : byName.keySet()) {
            if (!allowed.contains(name)) {
                throw wrong(name, "is not allowed");
            }
        }
    }

    @Nullable
    String text(String name) {
        return byName.get(name);
    }

    String required(String name) {
        String value = byName.get(name);
        if (value == null) {
            throw wrong(name, "is required");
        }
        return value;
    }

    /** @throws ServiceException if it is no number in this range */
    BigDecimal number(String name, String otherwise, String min, String max) {
        String value = byName.getOrDefault(name, otherwise);
        // A dozen characters at most, so that no exponent makes arithmetic long.
        boolean isNumber = value.matches("[0-9]{1,6}(\\.[0-9]{1,5})?");
        if (isNumber) {
            BigDecimal number = new BigDecimal(value);
            if (number.compareTo(new BigDecimal(min)) >= 0 && number.compareTo(new BigDecimal(max)) <= 0) {
                return number;
            }
        }
        throw wrong(name, "is no number from " + min + " to " + max + ": " + value);
    }

    ServiceException wrong(String name, String problem) {
        return ServiceException.invalidArgument("Parameter " + name + " of processor " + type + " " + problem + ".");
    }
}
