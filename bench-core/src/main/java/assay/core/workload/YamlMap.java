package assay.core.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file whose every mistake is reported with file, line and key. Each key must
 * be taken by a getter; {@link #done} refuses the rest.
 */
final class YamlMap {
  private final String file;
  private final MappingNode node;
  private final Map<String, NodeTuple> rest = new LinkedHashMap<>();
  private final List<String> known = new ArrayList<>();

  private YamlMap(String file, MappingNode node) {
    this.file = file;
    this.node = node;
    for (NodeTuple tuple : node.getValue()) {
      String key = new Item(file, tuple.getKeyNode(), "a key").text();
      if (rest.put(key, tuple) != null) {
        throw error(file, tuple.getKeyNode(), "key '" + key + "' stands twice");
      }
    }
  }

  static YamlMap parse(String file, String yaml) {
    try {
      Node root =
          new Compose(LoadSettings.builder().setLabel(file).build())
              .composeString(yaml)
              .orElseThrow(() -> new WorkloadException(file + ": the file is empty"));
      if (root instanceof MappingNode map) {
        return new YamlMap(file, map);
      }
      throw error(file, root, "a suite must be a mapping of keys to values");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
      throw new WorkloadException(file + ":" + line + ": not YAML: " + e.getProblem());
    } catch (ReaderException e) {
      long line = yaml.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
      throw new WorkloadException(
          String.format(
              Locale.ROOT,
              "%s:%d: not YAML: character U+%04X is not allowed",
              file,
              line,
              e.getCodePoint()));
    }
  }

  private static WorkloadException error(String file, Node node, String message) {
    int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    return new WorkloadException(file + ":" + line + ": " + message);
  }

  boolean has(String key) {
    known.add(key);
    return rest.containsKey(key);
  }

  private Item take(String key) {
    known.add(key);
    NodeTuple tuple = rest.remove(key);
    if (tuple == null) {
      throw error(file, node, "key '" + key + "' is missing");
    }
    return new Item(file, tuple.getValueNode(), "'" + key + "'");
  }

  String text(String key) {
    return take(key).text();
  }

  int whole(String key, int least) {
    Item item = take(key);
    try {
      int value = Integer.parseInt(item.text());
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, as a number out of range is
    }
    throw item.error(
        "'" + key + "' must be a whole number of at least " + least + ", not " + item.describe());
  }

  double positive(String key) {
    Item item = take(key);
    try {
      double value = Double.parseDouble(item.text());
      if (value > 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, as a number out of range is
    }
    throw item.error("'" + key + "' must be a number above 0, not " + item.describe());
  }

  YamlMap map(String key) {
    return take(key).map();
  }

  List<Item> items(String key) {
    Item item = take(key);
    if (item.node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue().stream()
          .map(n -> new Item(file, n, "an entry of '" + key + "'"))
          .toList();
    }
    throw item.error(
        "'" + key + "' must be a list with at least one entry, not " + item.describe());
  }

  /** Refuses keys that no getter asked for. */
  void done() {
    if (!rest.isEmpty()) {
      Map.Entry<String, NodeTuple> first = rest.entrySet().iterator().next();
      throw error(
          file,
          first.getValue().getKeyNode(),
          "unknown key '" + first.getKey() + "'; " + Nearest.hint(first.getKey(), known));
    }
  }

  /** One value of the file. */
  record Item(String file, Node node, String what) {
    WorkloadException error(String message) {
      return YamlMap.error(file, node, message);
    }

    boolean isMap() {
      return node instanceof MappingNode;
    }

    YamlMap map() {
      if (node instanceof MappingNode map) {
        return new YamlMap(file, map);
      }
      throw error(what + " must be a mapping of keys to values, not " + describe());
    }

    String text() {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      throw error(what + " must be a single value, not " + describe());
    }

    String describe() {
      return switch (node) {
        case ScalarNode s when s.getScalarStyle() == ScalarStyle.PLAIN -> "'" + s.getValue() + "'";
        case ScalarNode s -> "\"" + s.getValue() + "\"";
        case SequenceNode s -> "a list";
        default -> "a mapping";
      };
    }
  }
}
