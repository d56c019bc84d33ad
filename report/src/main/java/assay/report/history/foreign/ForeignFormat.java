package assay.report.history.foreign;

import assay.core.record.MetricKey.Better;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The formats that can be read. */
public enum ForeignFormat {
  /** JMH, {@code -rf json}. */
  JMH("jmh"),
  /** google-benchmark, {@code --benchmark_out_format=json}. */
  GOOGLE_BENCHMARK("google-benchmark"),
  /** nvbench, {@code --json}. */
  NVBENCH("nvbench"),
  /** hyperfine, {@code --export-json}. */
  HYPERFINE("hyperfine"),
  /** A history in CSV. */
  CSV("csv");

  private final String id;

  ForeignFormat(String id) {
    this.id = id;
  }

  /** Its name in files and on the command line. */
  public String id() {
    return id;
  }

  /** The format of that name. */
  public static Optional<ForeignFormat> byId(String id) {
    return Arrays.stream(values()).filter(format -> format.id.equals(id)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(ForeignFormat::id).collect(Collectors.joining(", "));
  }

  /**
   * Reads a file.
   *
   * @param name of the file, for messages
   * @param better which values of a CSV are better; the other formats say it themselves
   * @return at least one result
   * @throws ForeignFileException if anything in it cannot be used
   */
  public List<ForeignResult> read(String name, byte[] content, Better better)
      throws ForeignFileException {
    List<ForeignResult> results =
        switch (this) {
          case JMH -> JmhResults.read(name, content);
          case GOOGLE_BENCHMARK -> GoogleBenchmarkResults.read(name, content);
          case NVBENCH -> NvbenchResults.read(name, content);
          case HYPERFINE -> HyperfineResults.read(name, content);
          case CSV -> CsvResults.read(name, content, better);
        };
    if (results.isEmpty()) {
      throw new ForeignFileException(name + ": it has no results");
    }
    checkDistinct(name, results);
    return results;
  }

  private static void checkDistinct(String name, List<ForeignResult> results)
      throws ForeignFileException {
    record Key(String benchmark, @Nullable String device, String at, String metric) {}
    Set<Key> seen = new HashSet<>();
    for (ForeignResult result : results) {
      String metric = result.figure() instanceof ForeignResult.Value value ? value.metric() : "";
      if (!seen.add(
          new Key(result.benchmark(), result.device(), String.valueOf(result.at()), metric))) {
        throw new ForeignFileException(
            name
                + ": there are two results of '"
                + result.benchmark()
                + "'"
                + (result.at() == null ? "" : " at " + result.at()));
      }
    }
  }
}
