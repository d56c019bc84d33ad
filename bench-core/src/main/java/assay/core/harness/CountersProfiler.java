package assay.core.harness;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.PerfStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Runs in the fork: {@code perf stat} watches the fork's own process and counts each measured
 * iteration into files of its own, neither the start of the JVM nor the warm-up. Inputs are written
 * and results are taken within an iteration, so that this work is counted too; the verification is
 * in the last one only.
 *
 * <p>Public, with this constructor, because JMH creates it by its name.
 */
public final class CountersProfiler implements InternalProfiler {
  static final String EXECUTIONS = "executions";

  /** Beginnings of the files' names; the number of the iteration follows, counted from 1. */
  static final String PROCESS = "perf-stat-";

  static final String MEMORY = "perf-stat-memory-";

  private final Path folder;
  private final List<String> ofProcess;
  private final List<String> ofMemory;
  private final List<PerfStat.Session> sessions = new ArrayList<>();
  private int iterations;

  /**
   * @param line the folder for output, the events of the process and those of the machine, each on
   *     a line, events separated by blanks
   */
  public CountersProfiler(String line) {
    List<String> parts = List.of(line.split("\n", -1));
    folder = Path.of(parts.getFirst());
    ofProcess = events(parts.get(1));
    ofMemory = events(parts.get(2));
  }

  /** The constructor's argument. */
  static String line(Path folder, List<String> ofProcess, List<String> ofMemory) {
    return folder + "\n" + String.join(" ", ofProcess) + "\n" + String.join(" ", ofMemory);
  }

  private static List<String> events(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  @Override
  public String getDescription() {
    return "perf stat on the fork's process during measured iterations";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (iteration.getType() != IterationType.MEASUREMENT) {
      return;
    }
    try {
      iterations++;
      start();
      for (PerfStat.Session session : sessions) {
        session.enable();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start() throws IOException {
    PerfStat perf =
        switch (PerfStat.find()) {
          case Available<PerfStat>(PerfStat found) -> found;
          case Unavailable<PerfStat> none -> throw new IOException(none.reason());
        };
    if (!ofProcess.isEmpty()) {
      Optional<Long> own = Optional.of(ProcessHandle.current().pid());
      sessions.add(perf.watch(ofProcess, own, folder, PROCESS + iterations));
    }
    if (!ofMemory.isEmpty()) {
      sessions.add(perf.watch(ofMemory, Optional.empty(), folder, MEMORY + iterations));
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (iteration.getType() != IterationType.MEASUREMENT) {
      return List.of();
    }
    try {
      for (PerfStat.Session session : sessions) {
        session.disable();
        session.end();
      }
      sessions.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        new ScalarResult(
            EXECUTIONS, result.getMetadata().getMeasuredOps(), "", AggregationPolicy.SUM));
  }
}
