package dev.millrace.system;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom, and what nobody does, over the class files of every module. */
final class ArchitectureTest {

    private static final String ROOT = "dev.millrace.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.millrace");

    /** What each module may know beside itself, the JDK and the annotations for nulls. The command may know all. */
    private static final Map<String, List<String>> MAY_KNOW = Map.ofEntries(
            entry("record", List.of("jdk.incubator.vector..")),
            entry("text", List.of()),
            entry("processor", List.of("dev.millrace.record..", "org.slf4j..")),
            entry("child", List.of("dev.millrace.processor", "dev.millrace.record..", "com.fasterxml.jackson.core..")),
            // Reactive streams stand in the signatures of the SDK's interceptors.
            entry(
                    "producer",
                    List.of(
                            "dev.millrace.record..",
                            "dev.millrace.text..",
                            "software.amazon.awssdk..",
                            "org.slf4j..",
                            "org.reactivestreams..")),
            entry(
                    "consumer",
                    List.of(
                            "dev.millrace.processor..",
                            "dev.millrace.record..",
                            "software.amazon.awssdk..",
                            "org.slf4j..",
                            "org.reactivestreams..",
                            "org.h2.mvstore..")),
            entry(
                    "kcl",
                    List.of(
                            "dev.millrace.processor..",
                            "dev.millrace.record..",
                            "software.amazon.kinesis..",
                            "software.amazon.awssdk..",
                            "com.amazonaws.services.schemaregistry.common..",
                            "org.slf4j..")),
            entry("dynamodb", List.of()),
            entry("lambda", List.of("dev.millrace.record..", "com.amazonaws.services.lambda.runtime..")),
            entry(
                    "lambda.local",
                    List.of(
                            "dev.millrace.consumer",
                            "dev.millrace.processor",
                            "com.fasterxml.jackson..",
                            "com.sun.net.httpserver..",
                            "software.amazon.awssdk..",
                            "org.slf4j..")),
            entry(
                    "firehose",
                    List.of(
                            "dev.millrace.consumer",
                            "dev.millrace.processor",
                            "dev.millrace.lambda.firehose",
                            "dev.millrace.lambda.json",
                            "dev.millrace.lambda.local",
                            "com.amazonaws.services.lambda.runtime..",
                            "software.amazon.awssdk..",
                            "com.github.luben.zstd..",
                            "com.fasterxml.jackson..",
                            "net.thisptr.jackson.jq..",
                            "org.h2.mvstore..",
                            "org.slf4j..")),
            entry(
                    "firehose.local",
                    List.of(
                            "dev.millrace.firehose..",
                            "dev.millrace.local..",
                            "dev.millrace.processor",
                            "software.amazon.awssdk..",
                            "org.slf4j..")),
            entry(
                    "lambda.forwarder",
                    List.of(
                            "dev.millrace.lambda",
                            "dev.millrace.lambda.firehose",
                            "dev.millrace.producer",
                            "dev.millrace.record..",
                            "com.amazonaws.services.lambda.runtime..",
                            "software.amazon.awssdk..")),
            entry(
                    "multilang",
                    List.of(
                            "dev.millrace.child.protocol..",
                            "dev.millrace.consumer",
                            "dev.millrace.kcl",
                            "dev.millrace.processor",
                            "dev.millrace.text..",
                            "software.amazon.kinesis..",
                            "software.amazon.awssdk..",
                            "org.slf4j..")),
            entry(
                    "local",
                    List.of(
                            "dev.millrace.record..",
                            "org.eclipse.jetty..",
                            "com.fasterxml.jackson..",
                            "org.bouncycastle..",
                            "javax.crypto..",
                            "javax.net.ssl..",
                            "org.slf4j..")),
            entry(
                    "local.junit",
                    List.of("dev.millrace.local..", "software.amazon.awssdk..", "org.junit.jupiter.api..")),
            entry("producer.micrometer", List.of("dev.millrace.producer", "io.micrometer.core..")),
            entry("producer.cloudwatch", List.of("dev.millrace.producer", "software.amazon.awssdk..", "org.slf4j..")),
            entry("processor.micrometer", List.of("dev.millrace.processor", "io.micrometer.core..")));

    /** Modules whose packages are below those of another one. */
    private static final List<String> INNER_MODULES = List.of(
            "lambda.forwarder",
            "lambda.local",
            "local.junit",
            "firehose.local",
            "producer.micrometer",
            "producer.cloudwatch",
            "processor.micrometer");

    private static final Pattern NAME_THAT_SAYS_NOTHING = Pattern.compile(".*(Util|Utils|Helper|Common|Impl|Misc)");

    /** Named for the class of the KCL's whose place it takes. */
    private static final String NAME_OF_THE_LIBRARY = "dev.millrace.kcl.LosslessAggregatorUtil";

    private static final String[] PACKAGES_THAT_SAY_NOTHING = {
        "..util..", "..utils..", "..helper..", "..helpers..", "..common..", "..impl..", "..misc.."
    };

    static Stream<String> modules() {
        return MAY_KNOW.keySet().stream().sorted();
    }

    @Test
    void everyModuleHasItsRule() {
        assertThat(CLASSES.stream().map(ArchitectureTest::module).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(modules(), Stream.of("cli")).toList());
        assertThat(CLASSES).hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void moduleKnowsOnlyWhatItMay(String module) {
        String[] allowed = Stream.concat(
                        Stream.of(ROOT + module + "..", "java..", "org.jspecify.annotations.."),
                        MAY_KNOW.getOrDefault(module, List.of()).stream())
                .toArray(String[]::new);
        check(classes()
                .that(describe(
                        "are of " + module, (JavaClass type) -> module(type).equals(module)))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)));
    }

    /** The runtime has its vectors only if it was started with them: what knows them is made by name, where they were found. */
    @Test
    void nothingNeedsTheRuntimesVectors() {
        check(noClasses()
                .that()
                .haveNameNotMatching("dev\\.millrace\\.record\\.VectorMd5.*")
                .should()
                .dependOnClassesThat(resideInAPackage("jdk.incubator.."))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.millrace\\.record\\.VectorMd5.*"));
    }

    @Test
    void packagesFormNoCycle() {
        check(slices().matching("dev.millrace.(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyTheCommandAndWhatIsMadeForItKnowTheLocalService() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.millrace.local..", "dev.millrace.firehose.local..", "dev.millrace.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.millrace.local..")));
    }

    /** What engines share is not for those who write processors. */
    @Test
    void onlyEnginesKnowWhatEnginesShare() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.millrace.processor.engine..", "dev.millrace.consumer..", "dev.millrace.kcl..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.millrace.processor.engine..")));
    }

    @Test
    void namesSaySomething() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(NAME_OF_THE_LIBRARY)
                .should()
                .haveNameMatching(NAME_THAT_SAYS_NOTHING.pattern())
                .orShould()
                .resideInAnyPackage(PACKAGES_THAT_SAY_NOTHING));
    }

    @Test
    void nobodySleeps() {
        check(noClasses().should().callMethodWhere(describe("sleeps", (JavaCall<?> call) -> sleeps(call.getTarget()))));
    }

    @Test
    void onlyProgramsWriteToTheStandardStreams() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.millrace.cli..", "dev.millrace.dynamodb..", "dev.millrace.child", "dev.millrace.multilang")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
    }

    @Test
    void nobodyLogsWithTheLoggingOfTheJdk() {
        check(noClasses().should().dependOnClassesThat(resideInAPackage("java.util.logging..")));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(CLASSES);
    }

    private static boolean sleeps(AccessTarget.CodeUnitCallTarget target) {
        return target.getName().equals("sleep")
                && target.getOwner().getPackageName().startsWith("java.");
    }

    private static String module(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        return INNER_MODULES.stream().filter(below::startsWith).findFirst().orElseGet(() -> below.split("\\.", 2)[0]);
    }
}
