package assay.report.nightly.simulate;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellSummary;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Outcome;
import assay.core.record.Peak;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.record.SchemaVersion;
import assay.core.record.Telemetry;
import assay.core.record.Timing;
import assay.core.record.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sixty quiet nights of four hosts, and a fortnight in which
 *
 * <ul>
 *   <li>the kernel and the drivers are updated in night 6, without effect on any time,
 *   <li>one series of lab-1 takes 3 % longer from night 10 on,
 *   <li>all series of lab-2 are three times as noisy as usual, in all nights,
 *   <li>all of lab-3 takes 8 % longer in night 4, as if it was throttled and no sensor saw it,
 *   <li>the driver of lab-4 does not find the GPU from night 12 on.
 * </ul>
 *
 * <p>Every series varies from night to night by {@link #SIGMA}. Half of this variance is the
 * night's own, shared by what is measured again in the same night; nights are independent of each
 * other. The other half is that of the median of a cell's forks, which are drawn from real ones
 * ({@link RecordedForks}). The same seed gives the same runs, in whatever order they are asked for.
 */
public final class SimulatedFortnight {
  /** The seed of the tests. */
  public static final long SEED = 20_260_801;

  /** Nights before the fortnight: they are numbered from −59 to 0. */
  public static final int QUIET_NIGHTS = 60;

  /** Nights of the fortnight: from 1 on. */
  public static final int NIGHTS = 14;

  /** Relative standard deviation of a series from night to night. */
  public static final double SIGMA = 0.004;

  private static final double HALF = Math.sqrt(0.5);
  private static final int FORKS = 9;
  private static final int RERUNS = 3;
  private static final int UPDATED = 6;
  private static final int SLOWER = 10;
  private static final int THROTTLED = 4;
  private static final int GPU_GONE = 12;
  private static final CellId SLOWED = new CellId("gemm/m=2048,n=2048,k=2048", "cpu-simd", "f32");
  private static final double HALF_WIDTH = 0.01;
  private static final Instant FIRST = Instant.parse("2026-08-01T02:00:00Z");
  private static final Duration LENGTH = Duration.ofMinutes(90);
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final String NOTHING = "the run is simulated: nothing was measured";

  private static final List<SimulatedHost> HOSTS =
      List.of(
          new SimulatedHost(0, 1, false),
          new SimulatedHost(1, 3, false),
          new SimulatedHost(2, 1, false),
          new SimulatedHost(3, 1, true));

  private final long seed;
  private final RecordedForks recorded = new RecordedForks(FORKS);

  /** A fleet. */
  public SimulatedFortnight(long seed) {
    this.seed = seed;
  }

  /** The hosts' labels, in the order in which their nightly jobs start. */
  public static List<String> hosts() {
    return HOSTS.stream().map(SimulatedHost::label).toList();
  }

  /**
   * A night's run of a host.
   *
   * @param night from 1 − {@link #QUIET_NIGHTS} to {@link #NIGHTS}
   */
  public SimulatedRun run(String host, int night) {
    SimulatedHost on = host(host);
    return new Pass(on, night, 0).of(on.cells(), null);
  }

  /**
   * What {@code run --confirm} would have measured again in that night because it is sure to stand
   * out: three runs of the slowed series or none, with the host's canaries.
   */
  public List<SimulatedRun> confirmations(String host, int night) {
    boolean slowed = host.equals("lab-1") && (night == SLOWER || night == SLOWER + 1);
    return slowed || (host.equals("lab-3") && night == THROTTLED)
        ? confirmations(
            host,
            night,
            host(host).cells().stream()
                .filter(cell -> cell.canary() || (slowed && cell.id().equals(SLOWED)))
                .map(SimulatedCell::id)
                .toList())
        : List.of();
  }

  /** These cells, measured three more times in that night. */
  public List<SimulatedRun> confirmations(String host, int night, List<CellId> cells) {
    SimulatedHost on = host(host);
    RunId first = new Pass(on, night, 0).id();
    List<SimulatedCell> again =
        on.cells().stream().filter(cell -> cells.contains(cell.id())).toList();
    List<SimulatedRun> runs = new ArrayList<>();
    for (int pass = 1; pass <= RERUNS; pass++) {
      runs.add(new Pass(on, night, pass).of(again, first));
    }
    return runs;
  }

  private static SimulatedHost host(String label) {
    return HOSTS.stream()
        .filter(host -> host.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no host " + label));
  }

  /** Randomness of its own for each purpose, so that no order of questions matters. */
  private RandomGenerator random(Object... purpose) {
    long key = seed;
    for (Object part : purpose) {
      // The multiplier of Knuth's MMIX; SplittableRandom's own step must not occur in its seeds.
      key = 6_364_136_223_846_793_005L * key + part.toString().hashCode();
    }
    return new SplittableRandom(key);
  }

  /**
   * One pass over cells of a host: the night's own run, number 0, or a run that measures again,
   * from 1 on.
   */
  private final class Pass {
    private final SimulatedHost host;
    private final int night;
    private final int number;
    private final Instant start;
    private final List<ForkRecord> forks = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    Pass(SimulatedHost host, int night, int number) {
      if (night <= -QUIET_NIGHTS || night > NIGHTS) {
        throw new IllegalArgumentException("there is no night " + night);
      }
      this.host = host;
      this.night = night;
      this.number = number;
      start =
          FIRST
              .plus(Duration.ofDays(night + QUIET_NIGHTS - 1L))
              .plus(AGAIN.multipliedBy(host.number()))
              .plus(number == 0 ? Duration.ZERO : LENGTH.plus(AGAIN.multipliedBy(number)));
    }

    RunId id() {
      return RunId.create(start, random("id", host.label(), night, number));
    }

    private boolean gpuFound() {
      return night < GPU_GONE;
    }

    SimulatedRun of(List<SimulatedCell> some, @Nullable RunId confirms) {
      some.forEach(this::add);
      List<CellId> canaries =
          some.stream().filter(SimulatedCell::canary).map(SimulatedCell::id).toList();
      RunRecord record =
          new RunRecord(
              SchemaVersion.CURRENT,
              id(),
              start,
              start.plus(number == 0 ? LENGTH : AGAIN),
              "fortnight",
              seed,
              new RunRecord.Build("simulated", null),
              host.environment(night >= UPDATED),
              new RunRecord.Plan(
                  null,
                  some.stream().map(SimulatedCell::workload).distinct().toList(),
                  some.stream().map(SimulatedCell::target).distinct().toList(),
                  List.of("f32"),
                  16,
                  List.of(),
                  100 * HALF_WIDTH,
                  FORKS,
                  null,
                  Map.of("fixedForks", "true"),
                  new RunRecord.GatePlan(canaries, confirms)),
              RunTelemetry.none(NOTHING),
              cells);
      return new SimulatedRun(record, forks);
    }

    private void add(SimulatedCell cell) {
      if (cell.target().equals(SimulatedCell.CUDA) && !gpuFound()) {
        cells.add(
            new Cell(
                cell.id(),
                cell.work(),
                new Outcome.Unavailable<>("the driver finds no device (simulated)", null)));
        return;
      }
      List<ForkRecord> own = new ArrayList<>();
      double seconds = seconds(cell);
      RandomGenerator random = random("forks", host.label(), night, number, cell.id());
      for (int fork = 0; fork < FORKS; fork++) {
        double[] samples = recorded.draw(seconds, HALF * SIGMA * host.noise(), random);
        own.add(fork(cell, fork, samples));
      }
      forks.addAll(own);
      cells.add(
          CellSummary.summarise(
              new CellSummary.Request(
                  cell.id(), cell.work(), cell.rate(), HALF_WIDTH, Peak.all(cells), List.of()),
              own));
    }

    /** What an execution takes in this night, but for what forks vary by. */
    private double seconds(SimulatedCell cell) {
      double own = random("night", host.label(), night, cell.id()).nextGaussian();
      double seconds = cell.seconds() * Math.exp(HALF * SIGMA * host.noise() * own);
      if (host.label().equals("lab-3") && night == THROTTLED) {
        seconds *= 1.08;
      }
      if (host.label().equals("lab-1") && night >= SLOWER && cell.id().equals(SLOWED)) {
        seconds *= 1.03;
      }
      return seconds;
    }

    private ForkRecord fork(SimulatedCell cell, int fork, double[] samples) {
      return new ForkRecord(
          cell.id(),
          new ForkContext(fork, forks.size() + fork, start, seed, null, null),
          new Outcome.Measured<>(
              host.device(cell.target()),
              cell.engine(),
              Verification.passed("simulated", 1, 0, 1),
              new ForkResult(
                  Timing.ofHost(samples, new double[0], NOTHING, null),
                  null,
                  Telemetry.missing(NOTHING),
                  null,
                  null)));
    }
  }
}
