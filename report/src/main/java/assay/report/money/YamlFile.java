package assay.report.money;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file that is read strictly: each key is taken once, {@link #done} refuses
 * what is left, and every refusal names file and line.
 */
public final class YamlFile {
  private final String file;
  private final MappingNode node;
  private final Map<String, NodeTuple> rest = new LinkedHashMap<>();
  private final List<String> known = new ArrayList<>();

  private YamlFile(String file, MappingNode node) {
    this.file = file;
    this.node = node;
    for (NodeTuple tuple : node.getValue()) {
      String key = scalar(file, tuple.getKeyNode());
      if (rest.put(key, tuple) != null) {
        throw error(file, tuple.getKeyNode(), "key '" + key + "' stands twice");
      }
    }
  }

  /**
   * Reads a file's text.
   *
   * @param file its name, for messages
   * @throws PriceException where it is not YAML or no mapping
   */
  public static YamlFile parse(String file, String yaml) {
    try {
      Node root =
          new Compose(LoadSettings.builder().setLabel(file).build())
              .composeString(yaml)
              .orElseThrow(() -> new PriceException(file + ": the file is empty"));
      if (root instanceof MappingNode map) {
        return new YamlFile(file, map);
      }
      throw error(file, root, "it must be a mapping of keys to values");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new PriceException(file + ":" + line + ": not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new PriceException(file + ": not YAML: " + e.getMessage());
    }
  }

  private static PriceException error(String file, Node node, String message) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    return new PriceException(file + ":" + line + ": " + message);
  }

  private static String scalar(String file, Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw error(file, node, "a single value is wanted here");
  }

  /** Keys not yet taken, in the file's order. */
  public List<String> keys() {
    return List.copyOf(rest.keySet());
  }

  private @Nullable Node take(String key) {
    known.add(key);
    NodeTuple tuple = rest.remove(key);
    return tuple == null ? null : tuple.getValueNode();
  }

  private Node need(String key) {
    Node value = take(key);
    if (value == null) {
      throw error(file, node, "key '" + key + "' is missing");
    }
    return value;
  }

  /** A text that must be there. */
  public String text(String key) {
    return scalar(file, need(key));
  }

  /** A day in ISO 8601, null where it is not there. */
  public @Nullable LocalDate day(String key) {
    Node value = take(key);
    if (value == null) {
      return null;
    }
    try {
      return LocalDate.parse(scalar(file, value));
    } catch (DateTimeParseException e) {
      throw error(
          file,
          value,
          "'%s' must be a day such as 2026-11-22, not '%s'".formatted(key, scalar(file, value)));
    }
  }

  /**
   * A number, null where it is not there.
   *
   * @param refusal what is wrong with a number, such as {@code must be at least 0}; empty where
   *     nothing is
   */
  public @Nullable Double number(String key, DoubleFunction<String> refusal) {
    Node value = take(key);
    return value == null ? null : number(key, value, refusal);
  }

  /** A number that must be there. */
  public double needNumber(String key, DoubleFunction<String> refusal) {
    return number(key, need(key), refusal);
  }

  private double number(String key, Node value, DoubleFunction<String> refusal) {
    String text = scalar(file, value);
    String wrong = "must be a number with a decimal point and no unit";
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        wrong = refusal.apply(number);
        if (wrong.isEmpty()) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      // Said below, together with what is not finite.
    }
    throw error(file, value, "'%s' %s, not '%s'".formatted(key, wrong, text));
  }

  /** A mapping, null where it is not there. */
  public @Nullable YamlFile map(String key) {
    Node value = take(key);
    return value == null ? null : mapping(value, key);
  }

  /** A list of mappings that must be there and hold at least one. */
  public List<YamlFile> maps(String key) {
    Node value = need(key);
    if (value instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue().stream().map(each -> mapping(each, key)).toList();
    }
    throw error(file, value, "'" + key + "' must be a list with at least one entry");
  }

  private YamlFile mapping(Node value, String key) {
    if (value instanceof MappingNode map) {
      return new YamlFile(file, map);
    }
    throw error(file, value, "'" + key + "' must be a mapping of keys to values");
  }

  /** Refuses keys that nobody took. */
  public void done() {
    if (!rest.isEmpty()) {
      Map.Entry<String, NodeTuple> first = rest.entrySet().iterator().next();
      throw error(
          file,
          first.getValue().getKeyNode(),
          "unknown key '" + first.getKey() + "'; there are " + String.join(", ", known));
    }
  }
}
