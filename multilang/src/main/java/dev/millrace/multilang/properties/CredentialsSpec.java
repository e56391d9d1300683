package dev.millrace.multilang.properties;

import dev.millrace.text.PropertyValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * A class that provides credentials, as a properties file names it: {@code Name|argument|argument}. The name is one of
 * the SDK's {@code software.amazon.awssdk.auth.credentials}, or that of any class on the class path.
 *
 * @param type the class
 * @param arguments for its constructor or its method {@code create}
 */
public record CredentialsSpec(Class<?> type, List<String> arguments) {

    private static final String SDK_PACKAGE = "software.amazon.awssdk.auth.credentials.";

    /** How the SDK's first version called them, and its second does. */
    private static final Map<String, String> OLD_NAMES = Map.of(
            "DefaultAWSCredentialsProviderChain", "DefaultCredentialsProvider",
            "SystemPropertiesCredentialsProvider", "SystemPropertyCredentialsProvider",
            "EC2ContainerCredentialsProviderWrapper", "ContainerCredentialsProvider",
            "WebIdentityTokenCredentialsProvider", "WebIdentityTokenFileCredentialsProvider");

    private static final String OLD_PACKAGE = "com.amazonaws.auth.";

    /** The reference's own name for a role's, as people write it and in full. */
    private static final Set<String> ROLE_NAMES = Set.of(
            "StsAssumeRoleCredentialsProvider",
            "KclStsAssumeRoleCredentialsProvider",
            "software.amazon.kinesis.multilang.auth.KclStsAssumeRoleCredentialsProvider");

    public CredentialsSpec {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads a list of them, with commas between.
     *
     * @throws IllegalArgumentException if there is no such class, or it provides no credentials
     */
    static List<CredentialsSpec> parse(PropertyValue value) {
        List<CredentialsSpec> specs = Arrays.stream(value.text().split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> one(value, text))
                .toList();
        if (specs.isEmpty()) {
            throw value.wrong("is empty", "allowed are names of classes that provide credentials");
        }
        return specs;
    }

    /** The old names in a value, each with the new one. */
    static List<String> oldNames(PropertyValue value) {
        return Arrays.stream(value.text().split(",", -1))
                .map(text -> name(text.strip()))
                .filter(name -> !today(name).equals(name))
                .map(name -> name + " is now called " + today(name))
                .toList();
    }

    private static String name(String text) {
        int bar = text.indexOf('|');
        return bar < 0 ? text : text.substring(0, bar);
    }

    private static String today(String name) {
        String simple = name.startsWith(OLD_PACKAGE) ? name.substring(OLD_PACKAGE.length()) : name;
        return OLD_NAMES.getOrDefault(simple, simple);
    }

    private static CredentialsSpec one(PropertyValue value, String text) {
        List<String> parts = List.of(text.split("\\|", -1));
        String name = today(parts.get(0));
        if (ROLE_NAMES.contains(name)) {
            return role(value, parts.subList(1, parts.size()));
        }
        Class<?> type = find(SDK_PACKAGE + name)
                .or(() -> find(name))
                .orElseThrow(() -> value.wrong(
                        "names no class", "allowed are classes of " + SDK_PACKAGE + "* and of the class path"));
        if (!AwsCredentialsProvider.class.isAssignableFrom(type)) {
            throw value.wrong("provides no credentials", "an " + AwsCredentialsProvider.class.getSimpleName());
        }
        return new CredentialsSpec(type, parts.subList(1, parts.size()));
    }

    private static CredentialsSpec role(PropertyValue value, List<String> arguments) {
        try {
            var unused = AssumedRoleCredentials.Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(value.key() + " " + e.getMessage(), e);
        }
        return new CredentialsSpec(AssumedRoleCredentials.class, arguments);
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name, false, CredentialsSpec.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Whether it is the SDK's own chain, which finds credentials where they usually are. */
    public boolean isDefault() {
        return type.getName().equals(SDK_PACKAGE + "DefaultCredentialsProvider");
    }

    /**
     * Makes it: by a constructor that takes all arguments as an array, else one that takes so many texts, else by a static
     * method {@code create} that does.
     *
     * @throws IllegalArgumentException if there is no such way, or it fails
     */
    public AwsCredentialsProvider make() {
        Class<?>[] texts = new Class<?>[arguments.size()];
        Arrays.fill(texts, String.class);
        try {
            for (Constructor<?> constructor : type.getConstructors()) {
                if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {String[].class})) {
                    return (AwsCredentialsProvider) constructor.newInstance((Object) arguments.toArray(String[]::new));
                }
            }
            for (Constructor<?> constructor : type.getConstructors()) {
                if (Arrays.equals(constructor.getParameterTypes(), texts)) {
                    return (AwsCredentialsProvider) constructor.newInstance(arguments.toArray());
                }
            }
            for (Method method : type.getMethods()) {
                if (Modifier.isStatic(method.getModifiers())
                        && method.getName().equals("create")
                        && Arrays.equals(method.getParameterTypes(), texts)) {
                    return (AwsCredentialsProvider) method.invoke(null, arguments.toArray());
                }
            }
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("credentials provider fails: " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("credentials provider cannot be made: " + type.getName(), e);
        }
        throw new IllegalArgumentException("credentials provider cannot be made: " + type.getName() + " arguments="
                + arguments.size() + " (a public constructor or a static method create with so many texts)");
    }
}
