package assay.core.record.json;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields that were added within a version. Older records of the version lack them, which means
 * null; every other missing field is an error.
 */
final class Additions {
  /** By the property whose object has them. */
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "training", List.of("testEpochs", "testImages", "fold"),
          "verification", List.of("parts", "effectiveBits", "subnormals"),
          "work", List.of("fusedBytes", "tensorBytes"),
          "context", List.of("jvm"),
          "timing", List.of("steps", "inputSets"),
          "latency", List.of("histogram"),
          "plan", List.of("gate"),
          "marks", List.of("around"));

  /** The result of a profile's fork, which unlike a run's has ceilings. */
  private static final List<String> OF_PROFILES = List.of("energy", "sampled");

  private Additions() {}

  private static List<String> fields(String property, ObjectNode object) {
    return property.equals("result") && object.has("ceilings")
        ? OF_PROFILES
        : FIELDS.getOrDefault(property, List.of());
  }

  /** Gives every object in the tree the fields that it lacks. */
  static void fill(JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(property -> {
            if (property.getValue() instanceof ObjectNode object) {
              fields(property.getKey(), object).stream()
                  .filter(field -> !object.has(field))
                  .forEach(object::putNull);
            }
            fill(property.getValue());
          });
    } else if (node.isArray()) {
      node.forEach(Additions::fill);
    }
  }
}
