package assay.report.memory;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.device.Device;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Telemetry;
import assay.core.record.Verification;
import assay.core.testing.Metrics;
import assay.report.memory.Hierarchy.Level;
import assay.report.memory.Hierarchy.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HierarchyTest {
  private static final Device.Hardware CPU = new Device.Hardware("Example CPU", Map.of());
  private static final long KIB = 1024;

  /** A cell with a working set and the bandwidth of its fastest and of its median fork in GB/s. */
  private static Cell cell(String kernel, long kib, double best, double median) {
    Map<MetricKey, Metric> metrics =
        Map.of(
            MetricKey.CEILING,
            new Metric("B/s", 1e9 * best, null, null, 6, 6, false, "fastest"),
            MetricKey.THROUGHPUT,
            rate(median));
    return cell("memory/" + kernel + ",kib=" + kib, kib * KIB, metrics);
  }

  private static Metric rate(double median) {
    double rate = 1e9 * median;
    return new Metric("B/s", rate, 0.99 * rate, 1.01 * rate, 6, 6, true, null);
  }

  private static Cell cell(String workload, long bytes, Map<MetricKey, Metric> metrics) {
    return new Cell(
        new CellId(workload, "cpu-simd", "f32"),
        new Work(0L, bytes, null),
        new Outcome.Measured<>(
            CPU,
            "engine",
            Verification.passed("entrywise", 1, 0.25, 4096),
            new CellResult(
                Metrics.of(metrics, Map.of()), Map.of(), Telemetry.missing("no counter"), null)));
  }

  /** Bandwidth in GB/s of reading by size in KiB. */
  private static List<Cell> sweep(double... sizesAndRates) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < sizesAndRates.length; i += 2) {
      double rate = sizesAndRates[i + 1];
      cells.add(cell("read", (long) sizesAndRates[i], rate, 0.9 * rate));
    }
    return cells;
  }

  private static final List<Cell> THREE =
      sweep(16, 395, 32, 400, 64, 210, 512, 200, 1024, 205, 4096, 30, 65536, 29, 262144, 30);

  @Test
  void bandwidthsThatAreAlikeAreALevel() {
    assertThat(Hierarchy.of(THREE).levels())
        .containsExactly(
            new Level(32 * KIB, 400e9),
            new Level(1024 * KIB, 210e9),
            new Level(262144 * KIB, 30e9));
    assertThat(Hierarchy.of(List.of()).levels()).isEmpty();
  }

  /** Starting threads takes longer than 16 KiB: the cache is no slower for that. */
  @Test
  void aSmallSetIsAsFastAsALargerOneAtLeast() {
    assertThat(Hierarchy.of(sweep(16, 50, 32, 400, 4096, 30)).levels())
        .containsExactly(new Level(32 * KIB, 400e9), new Level(4096 * KIB, 30e9));
  }

  @Test
  void theFastestKernelCountsAndOtherCellsDoNot() {
    List<Cell> cells = new ArrayList<>(sweep(32, 300, 4096, 30));
    cells.add(cell("copy", 32, 350, 340));
    cells.add(cell("gemm/m=1,n=1,k=1", 32 * KIB, Map.of(MetricKey.THROUGHPUT, rate(999))));
    assertThat(Hierarchy.of(cells).levels().getFirst()).isEqualTo(new Level(32 * KIB, 350e9));
  }

  /** Records from before there was a rate of the fastest fork. */
  @Test
  void withoutTheFastestForkTheMedianCounts() {
    Cell old = cell("memory/triad,kib=16", 16380, Map.of(MetricKey.THROUGHPUT, rate(100)));
    assertThat(Hierarchy.of(List.of(old)).levels()).containsExactly(new Level(16 * KIB, 100e9));
  }

  @Test
  void aWorkingSetBelongsToTheLevelOfTheNextMeasuredOne() {
    Hierarchy found = Hierarchy.of(THREE);
    assertThat(found.holding(1).map(Level::rate)).contains(400e9);
    assertThat(found.holding(32 * KIB).map(Level::rate)).contains(400e9);
    assertThat(found.holding(32 * KIB + 1).map(Level::rate)).contains(210e9);
    assertThat(found.holding(2048 * KIB).map(Level::rate)).contains(30e9);
    assertThat(found.holding(262144 * KIB + 1)).isEmpty();
  }

  /** 300 MiB are stated where memory begins after 1 MiB. */
  @Test
  void aStatedCacheIsSeenByTheFallBehindIt() {
    List<Cell> cells = new ArrayList<>(THREE);
    assertThat(Hierarchy.seen(cells, 48 * KIB)).isEqualTo(Seen.YES);
    assertThat(Hierarchy.seen(cells, 2048 * KIB)).isEqualTo(Seen.YES);
    assertThat(Hierarchy.seen(cells, 16 * KIB)).isEqualTo(Seen.NOT_MEASURED);
    assertThat(Hierarchy.seen(cells, 300 * KIB * KIB)).isEqualTo(Seen.NOT_MEASURED);
    cells.addAll(sweep(1 << 20, 29));
    assertThat(Hierarchy.seen(cells, 300 * KIB * KIB)).isEqualTo(Seen.NO);
  }

  @Test
  void statedCachesAreReadFromTheFingerprint() {
    assertThat(
            StatedCache.parse(
                "2 × L1 Data 48K, 2 × L1 Instruction 32K, 2 × L2 Unified 2048K,"
                    + " 1 × L3 Unified 300M"))
        .containsExactly(
            new StatedCache(1, 2, 48 * KIB),
            new StatedCache(2, 2, 2048 * KIB),
            new StatedCache(3, 1, 300 * KIB * KIB));
    assertThat(StatedCache.parse("unknown")).isEmpty();
    StatedCache four = new StatedCache(2, 4, 100);
    assertThat(four.bytes(1)).isEqualTo(100);
    assertThat(four.bytes(3)).isEqualTo(300);
    assertThat(four.bytes(8)).isEqualTo(400);
  }
}
