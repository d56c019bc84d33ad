package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.host.PerfStat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a profiler saw in one fork of a cell. The fork's outputs were verified.
 *
 * @param secondsUnderProfiler s per execution (training: per step) <b>while being profiled</b>. It
 *     says how much the profiler disturbs and is never a result: it belongs to no record and to no
 *     comparison
 * @param figures numbers that JMH's profiler reports, by its own names
 * @param counts events counted during the measured iteration, or why not; empty except for {@link
 *     JmhProfiler#COUNTERS}
 * @param executions of the workload in that iteration (training: epochs); 0 except for {@link
 *     JmhProfiler#COUNTERS}
 * @param text what the profiler reports in words; may be empty
 * @param files what it left in the given folder
 */
public record ProfiledFork(
    JmhProfiler profiler,
    double secondsUnderProfiler,
    Map<String, Figure> figures,
    Map<String, Availability<PerfStat.Count>> counts,
    double executions,
    String text,
    List<Path> files) {
  public ProfiledFork {
    figures = new LinkedHashMap<>(figures);
    counts = new LinkedHashMap<>(counts);
    files = List.copyOf(files);
  }

  /**
   * A number with its unit.
   *
   * @param unit as the profiler words it, such as {@code B/op}
   */
  public record Figure(double value, String unit) {}
}
