package dev.millrace.local.state;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of something at one moment, to be kept: named texts, numbers, flags, lists and further states. Getters
 * throw {@link IllegalArgumentException} if a member is missing or of another kind.
 */
public final class State {

    private final Map<String, Object> members;

    private State(Map<String, Object> members) {
        this.members = members;
    }

    public static State create() {
        return new State(new LinkedHashMap<>());
    }

    /** A state that was kept as a tree of maps, lists, texts, numbers and booleans. */
    public static State of(Map<String, Object> tree) {
        return new State(tree);
    }

    /** Adds a member; null adds none. States and lists of states become trees. */
    public State with(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, plain(value));
        }
        return this;
    }

    private static Object plain(Object value) {
        if (value instanceof State state) {
            return state.members;
        }
        if (value instanceof List<?> values) {
            return values.stream().map(State::plain).toList();
        }
        return value;
    }

    public Map<String, Object> tree() {
        return members;
    }

    public String text(String name) {
        return value(name, String.class);
    }

    public @Nullable String textOrNull(String name) {
        return members.containsKey(name) ? text(name) : null;
    }

    public boolean flag(String name) {
        return value(name, Boolean.class);
    }

    public long number(String name) {
        return number(name, members.get(name));
    }

    public int integer(String name) {
        return Math.toIntExact(number(name));
    }

    public @Nullable Long numberOrNull(String name) {
        return members.containsKey(name) ? number(name) : null;
    }

    public List<Long> numbers(String name) {
        List<Long> numbers = new ArrayList<>();
        list(name).forEach(value -> numbers.add(number(name, value)));
        return numbers;
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        list(name).forEach(value -> texts.add(of(name, value, String.class)));
        return texts;
    }

    public State state(String name) {
        return new State(map(name));
    }

    public @Nullable State stateOrNull(String name) {
        return members.containsKey(name) ? state(name) : null;
    }

    public List<State> states(String name) {
        List<State> states = new ArrayList<>();
        list(name).forEach(value -> states.add(new State(named(of(name, value, Map.class)))));
        return states;
    }

    /** Members whose names are a caller's. */
    public Map<String, Object> map(String name) {
        return named(value(name, Map.class));
    }

    /** The same where all are texts. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(name).forEach((key, value) -> texts.put(key, of(name, value, String.class)));
        return texts;
    }

    private List<?> list(String name) {
        return value(name, List.class);
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, value) -> named.put(String.valueOf(key), written(value)));
        return named;
    }

    /** As it was before it was written: whole numbers are read back in a wider type. */
    private static Object written(Object value) {
        if (value instanceof BigDecimal exact && exact.scale() <= 0) {
            return exact.longValueExact();
        }
        if (value instanceof Map<?, ?> map) {
            return named(map);
        }
        return value instanceof List<?> list ? list.stream().map(State::written).toList() : value;
    }

    private static long number(String name, @Nullable Object value) {
        return value instanceof BigDecimal exact
                ? exact.longValueExact()
                : of(name, value, Number.class).longValue();
    }

    private <T> T value(String name, Class<T> type) {
        return of(name, members.get(name), type);
    }

    private static <T> T of(String name, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("kept state has no " + type.getSimpleName() + " named '" + name + "'");
        }
        return type.cast(value);
    }
}
