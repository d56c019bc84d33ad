package assay.core.record.json;

import assay.core.availability.Availability;
import assay.core.record.Bridge;
import assay.core.record.ForkRecord;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunStoreException;
import assay.core.record.SchemaVersion;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of the record: written identically on every locale and system, read strictly.
 *
 * <p>Within a schema version the form is closed: an unknown or missing property, a number in
 * quotes, a duplicate key or anything after the end is an error, because a reader that ignores what
 * it does not understand would show metrics without their caveats. Only {@link Additions} may be
 * missing.
 */
public final class RecordJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // Declaration order is the most readable order.
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .addMixIn(Availability.Unavailable.class, AlwaysWithRemedy.class)
          .annotationIntrospector(new NullsWhereAllowed())
          .defaultPrettyPrinter(printer())
          .build();

  /** Every property is written, so that the reader can require all of them. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private interface AlwaysWithRemedy {}

  private RecordJson() {}

  /** A run as an indented document that ends with a line feed. */
  public static String write(RunRecord run) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(run) + "\n";
  }

  /** A bridge, likewise. */
  public static String write(Bridge bridge) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(bridge) + "\n";
  }

  /** Any other record as an indented document that ends with a line feed. */
  public static String document(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
  }

  /**
   * Reads a document.
   *
   * @param origin named in errors, usually the file
   */
  public static <T> T readDocument(byte[] json, Class<T> type, String origin)
      throws RunStoreException {
    return read(json, origin, type);
  }

  /** A fork as one line, without its line feed. */
  public static String writeLine(ForkRecord fork) {
    return MAPPER.writeValueAsString(fork);
  }

  /**
   * Reads a run.
   *
   * @param origin named in errors, usually the file
   */
  public static RunRecord readRun(byte[] json, String origin) throws RunStoreException {
    return read(json, origin, RunRecord.class);
  }

  /**
   * Reads a run for its metrics: what was observed beside them, most of the file, is checked for
   * its syntax only, and the record says that it was left out. The rest is read as strictly as by
   * {@link #readRun}.
   *
   * @param origin named in errors, usually the file
   */
  public static RunRecord readMetrics(byte[] json, String origin) throws RunStoreException {
    return read(json, origin, RunRecord.class, RecordJson::metricsTree);
  }

  /**
   * Reads a bridge.
   *
   * @param origin named in errors, usually the file
   */
  public static Bridge readBridge(byte[] json, String origin) throws RunStoreException {
    return read(json, origin, Bridge.class);
  }

  /**
   * What identifies a run and puts it in order; reading it takes no more than the first lines.
   *
   * @param origin named in errors, usually the file
   * @throws IOException if the file cannot be read
   */
  public static Head readHead(InputStream json, String origin) throws IOException {
    try (JsonParser parser = MAPPER.createParser(json)) {
      @Nullable RunId id = null;
      @Nullable Instant started = null;
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "runId" -> id = parser.readValueAs(RunId.class);
          case "startedUtc" -> started = parser.readValueAs(Instant.class);
          default -> parser.skipChildren();
        }
        if (id != null && started != null) {
          return new Head(id, started);
        }
      }
      throw new RunStoreException.Damaged(origin, "runId or startedUtc is missing", null);
    } catch (JacksonException e) {
      throw new RunStoreException.Damaged(origin, problem(e), e);
    }
  }

  /** The beginning of a run's record. */
  public record Head(RunId id, Instant started) {}

  /**
   * Reads a fork.
   *
   * @param origin named in errors, usually file and line
   */
  public static ForkRecord readFork(String line, String origin) throws RunStoreException {
    return read(line.getBytes(StandardCharsets.UTF_8), origin, ForkRecord.class);
  }

  /** Any part of the record as one line, without its line feed. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Reads one line. */
  public static <T> T readLine(String line, Class<T> type, String origin) throws RunStoreException {
    return read(line.getBytes(StandardCharsets.UTF_8), origin, type);
  }

  private static <T> T read(byte[] json, String origin, Class<T> type) throws RunStoreException {
    return read(json, origin, type, MAPPER::readTree);
  }

  private static <T> T read(
      byte[] json, String origin, Class<T> type, Function<byte[], JsonNode> parse)
      throws RunStoreException {
    try {
      JsonNode tree = parse.apply(json);
      JsonNode version = tree.path("schemaVersion");
      // Checked first: another version may be well-formed and have another meaning.
      if (version.isIntegralNumber() && version.asLong() != SchemaVersion.CURRENT) {
        if (version.asLong() < SchemaVersion.OLDEST || version.asLong() > SchemaVersion.CURRENT) {
          throw new RunStoreException.OtherVersion(origin, version.asString());
        }
        Upgrade.toCurrent((ObjectNode) tree, kind(type));
      }
      Additions.fill(tree);
      T value = MAPPER.treeToValue(tree, type);
      if (value == null) {
        throw new RunStoreException.Damaged(origin, "empty", null);
      }
      return value;
    } catch (JacksonException e) {
      throw new RunStoreException.Damaged(origin, problem(e), e);
    } catch (IllegalArgumentException e) {
      throw new RunStoreException.Damaged(origin, String.valueOf(e.getMessage()), e);
    }
  }

  /** An older version is read as a whole: its upgrade needs all of it. */
  private static JsonNode metricsTree(byte[] json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      return MetricsOnly.tree(parser).orElseGet(() -> MAPPER.readTree(json));
    }
  }

  private static Upgrade.Kind kind(Class<?> type) {
    if (type.equals(RunRecord.class)) {
      return Upgrade.Kind.RUN;
    }
    return type.equals(ForkRecord.class) ? Upgrade.Kind.FORK : Upgrade.Kind.TELEMETRY;
  }

  /** The parser's message in one line, without class names and parser options. */
  private static String problem(JacksonException e) {
    String message = e.getOriginalMessage();
    String line = message == null ? "not JSON" : message.lines().findFirst().orElse("not JSON");
    line = line.replaceFirst(" \\(start marker at .*", "");
    int own = line.indexOf(", problem: ");
    if (own >= 0) {
      return line.substring(own + ", problem: ".length());
    }
    if (e instanceof InvalidNullException none) {
      return none.getPropertyName().getSimpleName() + " is missing";
    }
    if (line.startsWith("Missing creator property")) {
      return line.replaceFirst("Missing creator property ('[^']*').*", "missing property $1");
    }
    var at = e.getLocation();
    return at == null || at.getLineNr() < 1 ? line : line + ", line " + at.getLineNr();
  }

  private static DefaultPrettyPrinter printer() {
    // "\n" instead of the system's line separator, so that files are byte-identical everywhere.
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(lines);
  }
}
