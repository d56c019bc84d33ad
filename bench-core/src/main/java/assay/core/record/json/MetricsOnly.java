package assay.core.record.json;

import assay.core.record.RunTelemetry;
import assay.core.record.SchemaVersion;
import assay.core.record.Telemetry;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tree of a run's record without what was observed beside its metrics: telemetry and the course
 * of trainings. What is left out is passed over token by token, so that a file must still be JSON.
 */
final class MetricsOnly {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String LEFT_OUT = "not read for the metrics alone";
  private static final JsonNode OF_RUN = tree(RunTelemetry.none(LEFT_OUT));
  private static final JsonNode OF_CELL = tree(Telemetry.missing(LEFT_OUT));

  private MetricsOnly() {}

  private static JsonNode tree(Object value) {
    return JsonMapper.shared().readTree(RecordJson.line(value));
  }

  /**
   * Reads a whole file.
   *
   * @return the tree; empty if it does not begin with the current version
   * @throws IllegalArgumentException if something follows after its end
   */
  static Optional<JsonNode> tree(JsonParser parser) {
    boolean current =
        parser.nextToken() == JsonToken.START_OBJECT
            && "schemaVersion".equals(parser.nextName())
            && parser.nextToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getLongValue() == SchemaVersion.CURRENT;
    if (!current) {
      return Optional.empty();
    }
    ObjectNode root = NODES.objectNode();
    root.put("schemaVersion", SchemaVersion.CURRENT);
    members(parser, root, "");
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("something follows after its end");
    }
    return Optional.of(root);
  }

  private static void members(JsonParser parser, ObjectNode object, String name) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      parser.nextToken();
      object.set(member, value(parser, name, member));
    }
  }

  /** The value that begins here, which its object, called {@code parent}, has under a name. */
  private static JsonNode value(JsonParser parser, String parent, String name) {
    JsonToken token = parser.currentToken();
    boolean ofRun = parent.isEmpty() && name.equals("telemetry");
    boolean ofCell = parent.equals("result");
    if (token == JsonToken.START_OBJECT
        && (ofRun || (ofCell && (name.equals("telemetry") || name.equals("training"))))) {
      parser.skipChildren();
      if (name.equals("training")) {
        return NODES.nullNode();
      }
      return ofRun ? OF_RUN : OF_CELL;
    }
    return switch (token) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        members(parser, object, name);
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, name, "[]"));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new IllegalArgumentException("unexpected " + token);
    };
  }
}
