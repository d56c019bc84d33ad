package assay.core.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The differences between two runs, ordered by name.
 *
 * @param identity in the machine and the inputs
 * @param settings in its configuration, the program and the plan
 */
record Differences(List<Difference> identity, List<Difference> settings) {
  private static final Comparator<Difference> BY_NAME = Comparator.comparing(Difference::name);
  private static final Predicate<String> OWN_CODE = RunRecord.Environment::isOwnCode;

  /** Not {@code plan.threads}: it is of more weight than a parameter of the measurement. */
  private static final String THREADS = "threads";

  static Differences of(RunRecord.Environment left, RunRecord.Environment right) {
    return new Differences(identity(left, right), settings(left, right));
  }

  /** Differences of the environments, and of the plans under {@code plan.…}. */
  static Differences of(RunRecord left, RunRecord right) {
    Differences differences = of(left.environment(), right.environment());
    Map<String, String> first = settings(left);
    Map<String, String> second = settings(right);
    SortedSet<String> names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    differences.settings.addAll(
        between(name -> planned(first, name), name -> planned(second, name), names));
    differences.settings.addAll(
        between(
            name -> new Difference.Side.Known(String.valueOf(left.plan().threads())),
            name -> new Difference.Side.Known(String.valueOf(right.plan().threads())),
            List.of(THREADS)));
    differences.settings.sort(BY_NAME);
    return differences;
  }

  private static Map<String, String> settings(RunRecord run) {
    Map<String, String> settings = new TreeMap<>();
    run.plan().parameters().forEach((name, value) -> settings.put("plan." + name, value));
    settings.put("plan.jvmArgs", String.join(" ", run.plan().jvmArgs()));
    settings.put("plan.seed", String.valueOf(run.seed()));
    return settings;
  }

  private static Difference.Side planned(Map<String, String> settings, String name) {
    String value = settings.get(name);
    return value == null
        ? new Difference.Side.NotKnown("the run's plan does not list it")
        : new Difference.Side.Known(value);
  }

  Comparability verdict() {
    if (identity.isEmpty() && settings.isEmpty()) {
      return new Comparability.Same();
    }
    return identity.stream().allMatch(Difference::oneSided)
        ? new Comparability.Warn(identity, settings)
        : new Comparability.NotComparable(identity, settings);
  }

  private static List<Difference> identity(
      RunRecord.Environment left, RunRecord.Environment right) {
    return left.identityHash().equals(right.identityHash())
        ? new ArrayList<>()
        : group(left, right, Differences::identity);
  }

  private static List<Difference> settings(
      RunRecord.Environment left, RunRecord.Environment right) {
    List<Difference> differences = group(left, right, Differences::settings);
    left.state()
        .forEach((name, value) -> {
          String other = right.state().get(name);
          if (name.startsWith(MeasuredSpeed.PREFIX)
              && other != null
              && MeasuredSpeed.differ(value, other)) {
            differences.add(
                new Difference(
                    name, new Difference.Side.Known(value), new Difference.Side.Known(other)));
          }
        });
    differences.sort(BY_NAME);
    return differences;
  }

  /** Without the hashes of this program's code, which records before 0.2.0 have there. */
  private static Map<String, String> identity(RunRecord.Environment environment) {
    Map<String, String> identity = new TreeMap<>(environment.identity());
    identity.keySet().removeIf(OWN_CODE);
    return identity;
  }

  private static Map<String, String> settings(RunRecord.Environment environment) {
    Map<String, String> settings = new TreeMap<>(environment.identity());
    settings.keySet().removeIf(OWN_CODE.negate());
    settings.putAll(environment.settings());
    return settings;
  }

  private static List<Difference> group(
      RunRecord.Environment left,
      RunRecord.Environment right,
      Function<RunRecord.Environment, Map<String, String>> group) {
    SortedSet<String> names = new TreeSet<>(group.apply(left).keySet());
    names.addAll(group.apply(right).keySet());
    return between(
        name -> side(left, group.apply(left), name),
        name -> side(right, group.apply(right), name),
        names);
  }

  private static List<Difference> between(
      Function<String, Difference.Side> left,
      Function<String, Difference.Side> right,
      Iterable<String> names) {
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      Difference difference = new Difference(name, left.apply(name), right.apply(name));
      if (!difference.left().equals(difference.right())) {
        differences.add(difference);
      }
    }
    return differences;
  }

  private static Difference.Side side(
      RunRecord.Environment environment, Map<String, String> group, String name) {
    String value = group.get(name);
    if (value != null) {
      return new Difference.Side.Known(value);
    }
    return environment.unavailable().stream()
        .filter(unknown -> unknown.what().equals(name))
        .findFirst()
        .map(unknown -> new Difference.Side.NotKnown(unknown.reason()))
        .orElseGet(() -> new Difference.Side.NotKnown("the run does not list it"));
  }
}
