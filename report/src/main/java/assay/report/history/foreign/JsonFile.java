package assay.report.history.foreign;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the parts of a file in JSON, and names the file and the place where one is not usable. */
record JsonFile(String name) {
  // NaN is no JSON; it is read so that it can be refused with its place.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  JsonNode parse(byte[] content) throws ForeignFileException {
    try {
      JsonNode root = MAPPER.readTree(content);
      if (root.isMissingNode()) {
        throw refused("it is empty");
      }
      return root;
    } catch (JacksonException e) {
      String message = String.valueOf(e.getOriginalMessage());
      throw refused("it is no JSON: " + message.lines().findFirst().orElse(""));
    }
  }

  /** A list that must be there and hold something. */
  JsonNode list(JsonNode node, String field) throws ForeignFileException {
    JsonNode list = field.isEmpty() ? node : node.path(field);
    if (!list.isArray() || list.isEmpty()) {
      throw refused(
          field.isEmpty()
              ? "it is no list of results, or an empty one"
              : "'" + field + "' is missing or empty");
    }
    return list;
  }

  String text(JsonNode node, String field, String place) throws ForeignFileException {
    JsonNode text = node.path(field);
    if (!text.isString() || text.asString().isBlank()) {
      throw refused(place + " has no '" + field + "'");
    }
    return text.asString();
  }

  /** A number above 0. */
  double positive(JsonNode node, String field, String place) throws ForeignFileException {
    JsonNode number = node.path(field);
    return positive(number, place + ", '" + field + "'");
  }

  double positive(JsonNode number, String place) throws ForeignFileException {
    Optional<Double> value = number(number);
    if (value.isEmpty()) {
      throw refused(place + " is no number: " + shown(number));
    }
    if (!(Double.isFinite(value.get()) && value.get() > 0)) {
      throw refused(place + " is " + shown(number) + ", but must be finite and above 0");
    }
    return value.get();
  }

  /** The number in a node; some programs write it in quotes. */
  static Optional<Double> number(JsonNode node) {
    if (node.isNumber()) {
      return Optional.of(node.asDouble());
    }
    if (!node.isString()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Double.parseDouble(node.asString()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The unit in s. */
  double seconds(String unit, String place) throws ForeignFileException {
    Double seconds = TimeUnits.seconds(unit.toLowerCase(Locale.ROOT));
    if (seconds == null) {
      throw refused(place + " is in '" + unit + "', which is no unit of time");
    }
    return seconds;
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "missing" : node.toString();
  }

  ForeignFileException refused(String reason) {
    return new ForeignFileException(name + ": " + reason);
  }
}
