package assay.cli;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.store.RunStore;
import assay.core.stats.Quantiles;
import assay.report.history.History;
import assay.report.history.SeriesFilter;
import assay.report.history.SeriesPoint;
import assay.report.history.StoredSeries;
import assay.report.nightly.simulate.SimulatedFortnight;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay evaluate history}: how long the history takes. */
@Command(
    name = "history",
    description =
        "How long it takes to make the history's index from 1,000 records of 500 cells, and to find"
            + " one series among 2,000. Writes gigabytes to a folder, and takes minutes.",
    mixinStandardHelpOptions = true)
final class EvaluateHistoryCommand implements Callable<Integer> {
  private static final Instant FIRST = Instant.parse("2020-01-01T02:00:00Z");
  private static final double MAX_REBUILD_SECONDS = 60;
  private static final double MAX_SERIES_SECONDS = 0.1;
  private static final int LOOKS = 20;
  private static final double NANOS = 1e-9;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the runs, without others in it; it is not removed.")
  private Path out = Path.of("");

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs of the index that is made; twice as many for the series (default: 1000).")
  private int runs = 1000;

  @Option(
      names = "--cells",
      paramLabel = "N",
      description = "Cells of a run (default: ${DEFAULT-VALUE}).")
  private int cells = 500;

  private final SplittableRandom random = new SplittableRandom(SimulatedFortnight.SEED);

  EvaluateHistoryCommand() {}

  @Override
  public Integer call() throws IOException {
    RunStore store = new RunStore(out);
    if (!store.list().isEmpty()) {
      throw new UsageException(out + " has runs already: name a new folder");
    }
    RunRecord one =
        new SimulatedFortnight(SimulatedFortnight.SEED)
            .run(SimulatedFortnight.hosts().getFirst(), 0)
            .record();
    write(one, 0, store);
    double rebuild;
    try (History history = History.open(store, null)) {
      long start = System.nanoTime();
      int added = history.rebuild().added();
      rebuild = (System.nanoTime() - start) * NANOS;
      if (added != runs) {
        throw new IllegalStateException(added + " of " + runs + " runs are in the index");
      }
    }
    write(one, runs, store);
    double[] looks = new double[LOOKS];
    int size = one.cells().size();
    try (History history = History.open(store, null)) {
      history.update();
      for (int look = 0; look < LOOKS; look++) {
        String workload =
            workload(one.cells().getFirst().id(), random.nextInt(cells / size) * size);
        long start = System.nanoTime();
        List<StoredSeries> found =
            history.find(SeriesFilter.of(List.of(workload, "time"))::matches);
        List<SeriesPoint> points = history.points(found.getFirst());
        looks[look] = (System.nanoTime() - start) * NANOS;
        if (points.size() != 2 * runs) {
          throw new IllegalStateException(points.size() + " of " + 2 * runs + " values are found");
        }
      }
    }
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    Listing table = new Listing("Without the JVM's start", "what", "time", "goal");
    boolean reached =
        row(table, "index of " + runs + " runs made anew", rebuild, MAX_REBUILD_SECONDS);
    String what = "one series of " + 2 * runs + " runs, median of " + LOOKS;
    reached &= row(table, what, Quantiles.median(looks), MAX_SERIES_SECONDS);
    reached &= row(table, "the slowest of them", max(looks), MAX_SERIES_SECONDS);
    stdout.print(table);
    stdout.flush();
    return reached ? ExitCode.OK : ExitCode.INVALID;
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static boolean row(Listing table, String what, double seconds, double goal) {
    table.row(
        what,
        String.format(Locale.ROOT, "%.3g s", seconds),
        String.format(Locale.ROOT, "≤ %.3g s: %s", goal, seconds <= goal ? "met" : "missed"));
    return seconds <= goal;
  }

  private void write(RunRecord one, int from, RunStore store) throws IOException {
    List<RunRecord> records =
        IntStream.range(from, from + runs).mapToObj(i -> record(one, i)).toList();
    for (RunRecord record : records) {
      store.create(record.runId()).write(record);
    }
  }

  private RunRecord record(RunRecord one, int number) {
    Instant start = FIRST.plus(Duration.ofDays(number));
    List<Cell> own = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      Cell cell = one.cells().get(i % one.cells().size());
      CellId id = cell.id();
      own.add(
          new Cell(
              new CellId(workload(id, i), id.target(), id.precision()),
              cell.work(),
              cell.outcome()));
    }
    return new RunRecord(
        one.schemaVersion(),
        RunId.create(start, random),
        start,
        start.plusSeconds(3600),
        one.suite(),
        one.seed(),
        one.assay(),
        one.environment(),
        one.plan(),
        one.telemetry(),
        own);
  }

  private static String workload(CellId id, int number) {
    return id.workload() + ",number=" + number;
  }
}
