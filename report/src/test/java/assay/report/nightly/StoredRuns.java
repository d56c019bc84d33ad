package assay.report.nightly;

import assay.core.record.CellId;
import assay.core.record.MetricKey.Better;
import assay.core.record.RunId;
import assay.core.record.Status;
import assay.report.history.SeriesKey;
import assay.report.history.StoredRun;
import assay.report.history.StoredRun.StoredCell;
import assay.report.history.StoredValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Stored runs of a made-up host with six cells, five of them canaries. */
final class StoredRuns {
  static final String HOST = "lab-1";
  static final CellId SUSPECT = new CellId("gemm/m=256,n=256,k=256", "cpu-simd", "f32");
  private static final Instant FIRST = Instant.parse("2026-08-01T02:00:00Z");
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final double SIGMA = 0.004;

  private final List<StoredRun> runs = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(42);
  private final Map<String, String> conditions = new HashMap<>(Map.of("driver", "570"));
  private final Map<CellId, Double> factors = new HashMap<>();
  private final Map<CellId, StoredCell> broken = new HashMap<>();
  private String identity = "aaaa";
  private int day;

  static CellId canary(int i) {
    return new CellId("memory/triad,kib=" + i, "cpu-simd", "f32");
  }

  List<StoredRun> runs() {
    return runs;
  }

  /** From the next night on, a cell takes so much longer. */
  StoredRuns slow(CellId cell, double factor) {
    factors.put(cell, factor);
    return this;
  }

  StoredRuns condition(String name, String value) {
    conditions.put(name, value);
    return this;
  }

  StoredRuns identity(String other) {
    identity = other;
    return this;
  }

  /** From the next night on, a cell has no value; null puts it right. */
  StoredRuns broken(CellId cell, @Nullable Status status) {
    if (status == null) {
      broken.remove(cell);
    } else {
      broken.put(cell, new StoredCell(cell, status, false, "the card is gone"));
    }
    return this;
  }

  StoredRuns nights(int number) {
    for (int i = 0; i < number; i++) {
      Instant at = FIRST.plus(Duration.ofDays(day++));
      runs.add(run(at, null, cells()));
    }
    return this;
  }

  /** Measures cells again after the last night, as that night measured them. */
  StoredRuns confirm(List<CellId> cells) {
    StoredRun last = runs.getLast();
    RunId of = last.confirms() == null ? last.run() : last.confirms();
    runs.add(run(last.started().plus(Duration.ofMinutes(10)), of, cells));
    return this;
  }

  RunId last() {
    StoredRun last = runs.getLast();
    return last.confirms() == null ? last.run() : last.confirms();
  }

  static List<CellId> cells() {
    List<CellId> cells = new ArrayList<>(List.of(SUSPECT));
    for (int i = 1; i <= 5; i++) {
      cells.add(canary(i));
    }
    return cells;
  }

  private StoredRun run(Instant at, @Nullable RunId confirms, List<CellId> cells) {
    List<StoredCell> outcomes = new ArrayList<>();
    List<StoredValue> values = new ArrayList<>();
    for (CellId cell : cells) {
      StoredCell trouble = broken.get(cell);
      outcomes.add(trouble == null ? new StoredCell(cell, Status.OK, false, null) : trouble);
      double noise = Math.exp(SIGMA * random.nextGaussian());
      if (trouble == null) {
        values.add(
            new StoredValue(
                key(cell, identity),
                1e-3 * noise * factors.getOrDefault(cell, 1.0),
                0,
                "s",
                Better.LOWER,
                true));
      }
    }
    String suffix = String.format(Locale.ROOT, "%06d", runs.size());
    return new StoredRun(
        new RunId(NAME.format(at) + "-" + suffix),
        at,
        true,
        HOST,
        identity,
        "nightly",
        true,
        conditions,
        cells().subList(1, 6),
        confirms,
        outcomes,
        values);
  }

  static SeriesKey key(CellId cell, String identity) {
    return new SeriesKey(
        HOST,
        identity,
        2,
        "EPYC",
        cell.workload(),
        cell.target(),
        "simd",
        cell.precision(),
        "time");
  }
}
