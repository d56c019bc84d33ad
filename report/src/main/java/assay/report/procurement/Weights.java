package assay.report.procurement;

import assay.core.text.YamlMap;
import assay.report.money.PriceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which share of the reference system's machine hours each workload takes: its weight ÷ the sum of
 * the weights of all that count, each precision of a workload on its own. The headlines of speed,
 * geometric means, have the same weights. They are such as in this file:
 *
 * <pre>
 * weights:
 *   - workload: train/*      # * matches anything; the first matching entry decides
 *     weight: 3
 * other: 1                   # for workloads that no entry matches
 * </pre>
 *
 * @param file its name, empty if all weights are equal
 * @param rules in the file's order
 * @param other weight of the rest, at least 0
 */
public record Weights(String file, List<Rule> rules, double other) {
  /** Equal weights. */
  public static final Weights EQUAL = new Weights("", List.of(), 1);

  /**
   * Workloads and their weight.
   *
   * @param workloads pattern with {@code *} for anything
   * @param weight at least 0
   */
  public record Rule(String workloads, double weight) {
    boolean fits(String workload) {
      String[] parts = workloads.split("\\*", -1);
      StringBuilder pattern = new StringBuilder();
      for (int i = 0; i < parts.length; i++) {
        pattern.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
      }
      return Pattern.matches(pattern.toString(), workload);
    }
  }

  /** Copies the list. */
  public Weights {
    rules = List.copyOf(rules);
  }

  /**
   * Reads a file of weights.
   *
   * @throws PriceException if it is missing or invalid
   */
  public static Weights read(Path path) {
    Path name = path.getFileName();
    String file = name == null ? path.toString() : name.toString();
    return parse(file, YamlMap.read(path, PriceException::new));
  }

  static Weights parse(String file, String yaml) {
    YamlMap root = YamlMap.parse(file, yaml, PriceException::new);
    List<Rule> rules = new ArrayList<>();
    for (YamlMap.Item item : root.items("weights")) {
      YamlMap entry = item.map();
      rules.add(new Rule(entry.text("workload"), entry.number("weight", Weights::negative)));
      entry.done();
    }
    double other = root.number("other", Weights::negative);
    root.done();
    return new Weights(file, rules, other);
  }

  private static String negative(double weight) {
    return weight < 0 ? "must be at least 0" : "";
  }

  /** Weight of a task. */
  double of(Task task) {
    for (Rule rule : rules) {
      if (rule.fits(task.workload())) {
        return rule.weight();
      }
    }
    return other;
  }
}
