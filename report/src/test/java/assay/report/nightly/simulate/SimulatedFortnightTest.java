package assay.report.nightly.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Comparability;
import assay.core.record.ForkRecord;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Status;
import assay.core.record.json.RecordJson;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated fleet varies as it says, and what is to happen happens. */
class SimulatedFortnightTest {
  private static final SimulatedFortnight FLEET = new SimulatedFortnight(SimulatedFortnight.SEED);
  private static final String SLOWED = "gemm/m=2048,n=2048,k=2048 on cpu-simd in f32";

  private static RunRecord run(String host, int night) {
    return FLEET.run(host, night).record();
  }

  private static double level(RunRecord run, CellId cell) {
    return run.cells().stream()
        .filter(c -> c.id().equals(cell))
        .map(c -> c.outcome().result())
        .map(result -> Objects.requireNonNull(result).metric(MetricKey.TIME))
        .mapToDouble(time -> Math.log(Objects.requireNonNull(time).median()))
        .findFirst()
        .orElseThrow();
  }

  private static List<CellId> cells(String host) {
    return run(host, 0).cells().stream().map(Cell::id).toList();
  }

  @Test
  void aHostHasEnoughCanariesAndOneHasAGpu() {
    assertThat(SimulatedFortnight.hosts()).containsExactly("lab-1", "lab-2", "lab-3", "lab-4");
    for (String host : SimulatedFortnight.hosts()) {
      RunRecord run = run(host, 1);
      assertThat(Objects.requireNonNull(run.plan().gate()).canaries())
          .hasSizeGreaterThanOrEqualTo(5);
      assertThat(run.plan().confirms()).isNull();
      assertThat(run.cells()).hasSize(host.equals("lab-4") ? 16 : 12);
      assertThat(run.environment().state().get("run.note-1")).contains("simulated");
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesInAnyOrder() {
    SimulatedFortnight other = new SimulatedFortnight(SimulatedFortnight.SEED);
    String last = RecordJson.write(other.run("lab-4", 14).record());
    String first = RecordJson.write(other.run("lab-1", -59).record());
    assertThat(first).isEqualTo(RecordJson.write(run("lab-1", -59)));
    assertThat(last).isEqualTo(RecordJson.write(run("lab-4", 14)));
    RunRecord another =
        new SimulatedFortnight(SimulatedFortnight.SEED + 1).run("lab-1", 1).record();
    for (CellId cell : cells("lab-1")) {
      assertThat(level(another, cell)).isNotEqualTo(level(run("lab-1", 1), cell));
    }
    for (int night : List.of(-60, 15)) {
      assertThatThrownBy(() -> run("lab-1", night)).hasMessage("there is no night " + night);
    }
    assertThatThrownBy(() -> run("lab-5", 1)).hasMessage("no host lab-5");
  }

  /**
   * 60 nights of 12 cells: the standard deviation is known within 3 %, the correlation within 0.03.
   */
  @Test
  void halfOfANightsVarianceIsItsOwn() {
    for (String host : List.of("lab-1", "lab-2")) {
      double sigma = SimulatedFortnight.SIGMA * (host.equals("lab-2") ? 3 : 1);
      List<double[]> first = new ArrayList<>();
      List<double[]> again = new ArrayList<>();
      for (int night = 1 - SimulatedFortnight.QUIET_NIGHTS; night <= 0; night++) {
        RunRecord run = run(host, night);
        RunRecord rerun = FLEET.confirmations(host, night, cells(host)).getLast().record();
        assertThat(rerun.plan().confirms()).isEqualTo(run.runId());
        first.add(cells(host).stream().mapToDouble(cell -> level(run, cell)).toArray());
        again.add(cells(host).stream().mapToDouble(cell -> level(rerun, cell)).toArray());
      }
      double variance = covariance(first, first);
      assertThat(Math.sqrt(variance)).as(host).isCloseTo(sigma, within(0.08 * sigma));
      assertThat(Math.sqrt(covariance(again, again))).isCloseTo(sigma, within(0.08 * sigma));
      assertThat(covariance(first, again) / variance).as(host).isCloseTo(0.5, within(0.1));
    }
  }

  /** Between the same cells of nights, over all cells. */
  private static double covariance(List<double[]> a, List<double[]> b) {
    int cells = a.getFirst().length;
    double sum = 0;
    for (int cell = 0; cell < cells; cell++) {
      int at = cell;
      double meanA = a.stream().mapToDouble(night -> night[at]).average().orElseThrow();
      double meanB = b.stream().mapToDouble(night -> night[at]).average().orElseThrow();
      for (int night = 0; night < a.size(); night++) {
        sum += (a.get(night)[at] - meanA) * (b.get(night)[at] - meanB);
      }
    }
    return sum / (cells * (a.size() - 1.0));
  }

  /** Nights are independent of each other, and so are series. */
  @Test
  void nothingElseIsShared() {
    List<double[]> nights = new ArrayList<>();
    List<double[]> next = new ArrayList<>();
    List<double[]> others = new ArrayList<>();
    for (int night = 1 - SimulatedFortnight.QUIET_NIGHTS; night < 0; night++) {
      RunRecord run = run("lab-1", night);
      RunRecord after = run("lab-1", night + 1);
      RunRecord other = run("lab-3", night);
      nights.add(cells("lab-1").stream().mapToDouble(cell -> level(run, cell)).toArray());
      next.add(cells("lab-1").stream().mapToDouble(cell -> level(after, cell)).toArray());
      others.add(cells("lab-1").stream().mapToDouble(cell -> level(other, cell)).toArray());
    }
    double variance = covariance(nights, nights);
    assertThat(covariance(nights, next) / variance).isCloseTo(0, within(0.12));
    assertThat(covariance(nights, others) / variance).isCloseTo(0, within(0.12));
    List<double[]> shifted =
        nights.stream()
            .map(night ->
                IntStream.range(0, night.length)
                    .mapToDouble(i -> night[(i + 1) % night.length])
                    .toArray())
            .toList();
    assertThat(covariance(nights, shifted) / variance).isCloseTo(0, within(0.12));
  }

  private static double change(String host, int night, CellId cell) {
    double usual =
        IntStream.rangeClosed(1 - SimulatedFortnight.QUIET_NIGHTS, 0)
            .mapToDouble(quiet -> level(run(host, quiet), cell))
            .average()
            .orElseThrow();
    return Math.expm1(level(run(host, night), cell) - usual);
  }

  @Test
  void whatIsToHappenHappens() {
    double four = 4 * SimulatedFortnight.SIGMA;
    for (CellId cell : cells("lab-3")) {
      assertThat(change("lab-3", 4, cell)).isCloseTo(0.08, within(four));
      assertThat(change("lab-3", 5, cell)).isCloseTo(0, within(four));
      double later = cell.toString().equals(SLOWED) ? 0.03 : 0;
      for (int night : List.of(10, 14)) {
        assertThat(change("lab-1", night, cell)).isCloseTo(later, within(four));
      }
      assertThat(change("lab-1", 9, cell)).isCloseTo(0, within(four));
    }
    assertThat(cells("lab-1")).extracting(CellId::toString).contains(SLOWED);
    assertThat(Objects.requireNonNull(run("lab-1", 1).plan().gate()).canaries())
        .extracting(CellId::toString)
        .doesNotContain(SLOWED);
  }

  @Test
  void theUpdateChangesSettingsOnly() {
    for (String host : SimulatedFortnight.hosts()) {
      assertThat(Comparability.of(run(host, 4), run(host, 5))).isEqualTo(new Comparability.Same());
      Comparability update = Comparability.of(run(host, 5), run(host, 6));
      assertThat(update).isInstanceOf(Comparability.Warn.class);
      assertThat(update.settings()).extracting(d -> d.name()).contains("kernel.release");
      assertThat(update.identity()).isEmpty();
    }
  }

  @Test
  void theGpuVanishesFromAHostThatIsTheSame() {
    assertThat(Comparability.of(run("lab-4", 11), run("lab-4", 12)))
        .isEqualTo(new Comparability.Same());
    for (Cell cell : run("lab-4", 12).cells()) {
      boolean gpu = cell.id().target().equals("cuda");
      assertThat(cell.outcome().status()).isEqualTo(gpu ? Status.UNAVAILABLE : Status.OK);
      assertThat(cell.outcome().reason() != null).isEqualTo(gpu);
    }
    List<String> hashes =
        IntStream.of(-59, 0, 11)
            .boxed()
            .flatMap(night -> run("lab-4", night).cells().stream())
            .filter(cell -> cell.id().target().equals("cuda"))
            .map(cell -> Objects.requireNonNull(cell.outcome().device()))
            .map(device -> String.valueOf(device.details().get(Device.DEVICE_UUID_HASH)))
            .distinct()
            .toList();
    assertThat(hashes).hasSize(1).doesNotContain("null");
  }

  /**
   * What stands out for sure is measured again in the same night, and the GPU's cells never are.
   */
  @Test
  void whatIsMeasuredAgain() {
    for (String host : SimulatedFortnight.hosts()) {
      for (int night = 1; night <= SimulatedFortnight.NIGHTS; night++) {
        boolean slowed = host.equals("lab-1") && (night == 10 || night == 11);
        boolean throttled = host.equals("lab-3") && night == 4;
        List<SimulatedRun> again = FLEET.confirmations(host, night);
        assertThat(again).hasSize(slowed || throttled ? 3 : 0);
        for (SimulatedRun run : again) {
          RunRecord record = run.record();
          assertThat(record.plan().confirms()).isEqualTo(run(host, night).runId());
          assertThat(record.startedUtc()).isAfter(run(host, night).finishedUtc());
          assertThat(record.cells()).hasSize(slowed ? 6 : 5);
          assertThat(record.cells())
              .extracting(c -> c.id().toString().equals(SLOWED))
              .contains(slowed);
        }
        assertThat(again.stream().map(run -> run.record().runId()).distinct()).hasSameSizeAs(again);
      }
    }
  }

  /** The amounts are those of the workloads; the size of a peak is the device's. */
  @Test
  void cellsDoTheWorkOfTheirWorkloads() {
    for (SimulatedCell cell : SimulatedCell.GPU) {
      work(cell);
    }
    SimulatedCell.CPU.stream()
        .filter(cell -> !cell.workload().startsWith("peak"))
        .forEach(SimulatedFortnightTest::work);
  }

  private static void work(SimulatedCell cell) {
    Workload workload = Workloads.parse(cell.workload());
    assertThat(workload.id()).isEqualTo(cell.workload());
    assertThat(cell.work()).as(cell.workload()).isEqualTo(workload.work(Precision.F32));
    assertThat(cell.rate()).isEqualTo(workload.rate());
  }

  /** Every fork of the committed run that has five samples, digit by digit. */
  @Test
  void theForksAreThoseOfTheCommittedRun() throws IOException {
    RunFolder example =
        new RunStore(Path.of("..", "results", "examples")).find("20261122T112953Z-f3gtp1");
    List<String> lines = new ArrayList<>();
    for (ForkRecord fork : example.readForks().forks()) {
      if (fork.outcome() instanceof Outcome.Measured<?>) {
        double[] samples =
            Objects.requireNonNull(fork.outcome().result()).timing().time().toArray();
        if (samples.length == 5) {
          StringBuilder line =
              new StringBuilder(fork.cell().workload() + " " + fork.cell().target());
          for (double sample : samples) {
            line.append(' ').append(sample);
          }
          lines.add(line.toString());
        }
      }
    }
    try (InputStream in = RecordedForks.class.getResourceAsStream("forks.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<String> shipped = text.lines().filter(line -> !line.startsWith("#")).toList();
      assertThat(shipped).hasSizeGreaterThan(50);
      assertThat(numbers(shipped)).isEqualTo(numbers(lines));
    }
  }

  /** As numbers, since not every program writes them alike. */
  private static List<List<Object>> numbers(List<String> lines) {
    return lines.stream()
        .map(line -> {
          String[] words = line.split(" ", -1);
          List<Object> row = new ArrayList<>(List.of(words[0], words[1]));
          for (int i = 2; i < words.length; i++) {
            row.add(Double.parseDouble(words[i]));
          }
          return row;
        })
        .toList();
  }

  @Test
  void whatIsWrittenIsReadBack(@TempDir Path folder) throws IOException {
    SimulatedRun run = FLEET.run("lab-4", 12);
    RunFolder written = run.write(new RunStore(folder));
    assertThat(written.read()).isEqualTo(run.record());
    assertThat(written.readForks().forks()).isEqualTo(run.forks());
    CellResult result = Objects.requireNonNull(run.record().cells().getFirst().outcome().result());
    Metric time = Objects.requireNonNull(result.metric(MetricKey.TIME));
    assertThat(time.ciLow()).isLessThan(time.median());
    assertThat(time.ciHigh()).isGreaterThan(time.median());
  }
}
