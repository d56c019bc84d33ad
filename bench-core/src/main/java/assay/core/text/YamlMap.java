package assay.core.text;

import assay.core.files.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping in a YAML file that is read strictly: every error is reported with file, line and key.
 * Each key must be taken by a getter; {@link #done} rejects the rest.
 */
public final class YamlMap {
  private final Source source;
  private final MappingNode node;
  private final Map<String, NodeTuple> rest = new LinkedHashMap<>();
  private final List<String> known = new ArrayList<>();

  private YamlMap(Source source, MappingNode node) {
    this.source = source;
    this.node = node;
    for (NodeTuple tuple : node.getValue()) {
      String key = new Item(source, tuple.getKeyNode(), "a key").text();
      if (rest.put(key, tuple) != null) {
        throw source.error(tuple.getKeyNode(), "key '" + key + "' occurs twice");
      }
    }
  }

  /** The file of a mapping, and the factory of the exception that rejects it. */
  private record Source(String file, Function<String, ? extends RuntimeException> refusal) {
    RuntimeException error(Node node, String message) {
      return refusal.apply(
          file + ":" + node.getStartMark().map(m -> m.getLine() + 1).orElse(0) + ": " + message);
    }
  }

  /**
   * Reads a text.
   *
   * @param file its name, for messages
   * @param refusal creates the exception from a message; it is thrown for every error in the file
   */
  public static YamlMap parse(
      String file, String yaml, Function<String, ? extends RuntimeException> refusal) {
    try {
      Node root =
          new Compose(LoadSettings.builder().setLabel(file).build())
              .composeString(yaml)
              .orElseThrow(() -> refusal.apply(file + ": the file is empty"));
      return new Item(new Source(file, refusal), root, "it").map();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
      throw refusal.apply(file + ":" + line + ": not YAML: " + e.getProblem());
    } catch (StackOverflowError e) {
      throw refusal.apply(file + ": it is nested too deeply");
    } catch (ReaderException e) {
      long line = yaml.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
      throw refusal.apply(
          String.format(
              Locale.ROOT,
              "%s:%d: not YAML: character U+%04X is not allowed",
              file,
              line,
              e.getCodePoint()));
    } catch (YamlVersionException e) {
      throw refusal.apply(file + ": %YAML names a version that is not supported; use 1.2");
    } catch (YamlEngineException e) {
      throw refusal.apply(file + ": not YAML: " + e.getMessage());
    }
  }

  /**
   * The text of a file, which must be UTF-8.
   *
   * @param refusal creates the exception from a message; it is thrown if the file cannot be read
   */
  public static String read(Path file, Function<String, ? extends RuntimeException> refusal) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw refusal.apply(file + ": " + IoReason.of(e));
    }
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    boolean malformed = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError();
    text.flip();
    if (malformed) {
      long line = text.chars().filter(c -> c == '\n').count() + 1;
      throw refusal.apply(file + ":" + line + ": not UTF-8 text");
    }
    return text.toString();
  }

  /** Whether the key is present and not yet taken. */
  public boolean has(String key) {
    known.add(key);
    return rest.containsKey(key);
  }

  /** Keys not yet taken, in the file's order. */
  public List<String> keys() {
    return List.copyOf(rest.keySet());
  }

  private Item take(String key) {
    known.add(key);
    NodeTuple tuple = rest.remove(key);
    if (tuple == null) {
      throw source.error(node, "key '" + key + "' is missing");
    }
    return new Item(source, tuple.getValueNode(), "'" + key + "'");
  }

  /** A required text. */
  public String text(String key) {
    return take(key).text();
  }

  /** A required whole number. */
  public int whole(String key, int min) {
    Item item = take(key);
    try {
      int value = Integer.parseInt(item.text());
      if (value >= min) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number out of range
    }
    throw item.refused("must be a whole number of at least " + min);
  }

  /** A required number above 0. */
  public double positive(String key) {
    String refusal = "must be a number above 0";
    return number(take(key), refusal, value -> value > 0 ? "" : refusal);
  }

  /**
   * A required number.
   *
   * @param refusal what is wrong with a number, such as {@code must be at least 0}; empty if
   *     nothing is
   */
  public double number(String key, DoubleFunction<String> refusal) {
    return number(take(key), "must be a number with a decimal point and no unit", refusal);
  }

  private static double number(Item item, String form, DoubleFunction<String> refusal) {
    String wrong = form;
    try {
      double number = Double.parseDouble(item.text());
      if (Double.isFinite(number)) {
        wrong = refusal.apply(number);
        if (wrong.isEmpty()) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      // Reported below, together with non-finite numbers.
    }
    throw item.refused(wrong);
  }

  /** Whether a flag is set; it is not if it is absent. */
  public boolean flag(String key) {
    if (!has(key)) {
      return false;
    }
    Item item = take(key);
    return switch (item.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw item.refused("must be true or false");
    };
  }

  /** A date in ISO 8601, null if absent. */
  public @Nullable LocalDate day(String key) {
    if (!has(key)) {
      return null;
    }
    Item item = take(key);
    try {
      return LocalDate.parse(item.text());
    } catch (DateTimeParseException e) {
      throw item.refused("must be a date such as 2026-11-22");
    }
  }

  /** A required mapping. */
  public YamlMap map(String key) {
    return take(key).map();
  }

  /** The entries of a required, non-empty list. */
  public List<Item> items(String key) {
    Item item = take(key);
    if (item.node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue().stream()
          .map(n -> new Item(source, n, "an entry of '" + key + "'"))
          .toList();
    }
    throw item.refused("must be a list with at least one entry");
  }

  /** Rejects keys that no getter has taken. */
  public void done() {
    if (!rest.isEmpty()) {
      Map.Entry<String, NodeTuple> first = rest.entrySet().iterator().next();
      throw source.error(
          first.getValue().getKeyNode(),
          "unknown key '" + first.getKey() + "'; " + Nearest.hint(first.getKey(), known));
    }
  }

  /** One value of the file. */
  public static final class Item {
    private final Source source;
    private final Node node;
    private final String what;

    private Item(Source source, Node node, String what) {
      this.source = source;
      this.node = node;
      this.what = what;
    }

    /** An exception that says what is wrong with the value. */
    public RuntimeException error(String message) {
      return source.error(node, message);
    }

    /** An exception that names the value and what it must be, such as "must be a number". */
    public RuntimeException refused(String wrong) {
      return error(what + " " + wrong + ", not " + describe());
    }

    /** Whether it is a mapping. */
    public boolean isMap() {
      return node instanceof MappingNode;
    }

    /** The value, which must be a mapping. */
    public YamlMap map() {
      if (node instanceof MappingNode map) {
        return new YamlMap(source, map);
      }
      throw refused("must be a mapping of keys to values");
    }

    /** The value, which must be a scalar. */
    public String text() {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      throw refused("must be a single value");
    }

    private String describe() {
      return switch (node) {
        case ScalarNode s when s.getScalarStyle() == ScalarStyle.PLAIN -> "'" + s.getValue() + "'";
        case ScalarNode s -> "\"" + s.getValue() + "\"";
        case SequenceNode s -> "a list";
        default -> "a mapping";
      };
    }
  }
}
