package assay.core.record.json;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Properties that the current version got after records of it had been written. They are null in
 * those records: the reader requires every property, so that a misspelt or lost one is noticed.
 */
final class Added {
  /** Names by the place of their object in a line of {@code forks.jsonl}. */
  private static final Map<String, List<String>> FORK =
      Map.of(
          "/context", List.of("jvm"),
          "/outcome/result/timing", List.of("steps"),
          "/outcome/result/timing/latency", List.of("histogram"));

  private Added() {}

  /** Adds what is absent. */
  static void complete(ObjectNode tree, Upgrade.Kind kind) {
    if (kind == Upgrade.Kind.FORK) {
      FORK.forEach((place, names) -> {
        if (tree.at(place) instanceof ObjectNode object) {
          names.stream().filter(name -> !object.has(name)).forEach(object::putNull);
        }
      });
    }
  }
}
