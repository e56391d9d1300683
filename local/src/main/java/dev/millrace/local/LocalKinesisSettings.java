package dev.millrace.local;

import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.TargetService;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.local.stream.AccountLimits;
import dev.millrace.local.subscription.SubscriptionTimes;
import java.time.Clock;
import java.util.List;

/** What a {@link LocalKinesisBuilder} has collected for one service. */
record LocalKinesisSettings(
        Reach reach,
        Clock clock,
        boolean strict,
        AccountLimits accountLimits,
        SubscriptionTimes subscriptionTimes,
        FaultPolicy faults,
        List<ConsolePanel> consolePanels,
        List<TargetService> targetServices) {

    LocalKinesisSettings {
        consolePanels = List.copyOf(consolePanels);
        targetServices = List.copyOf(targetServices);
    }
}
