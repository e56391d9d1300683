package dev.millrace.local.junit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test class that is run by another test only, which says so. */
@ExtendWith(Sample.OnlyWhenAskedFor.class)
interface Sample {

    String PARAMETER = "millrace.sample";

    /** Whether the other test asks. */
    final class OnlyWhenAskedFor implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getConfigurationParameter(PARAMETER).isPresent()
                    ? ConditionEvaluationResult.enabled("asked for")
                    : ConditionEvaluationResult.disabled("a sample");
        }
    }
}
