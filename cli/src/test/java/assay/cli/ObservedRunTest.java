package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.cli.faults.Faults;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunTelemetry;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.record.store.TelemetryLog;
import assay.core.telemetry.Share;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs beside which something is observed: this machine, and machines whose counters move. */
class ObservedRunTest {
  private static final double WATTS = 65;
  private static final double DRAM_WATTS = 6.5;

  @TempDir Path folder = Path.of("");

  private String window = "700ms";

  private String out() {
    return folder.resolve("runs").toString();
  }

  private Cli.Answer run(MovingHost host, String... more) throws Exception {
    Path suite = Cli.tinySuite(folder, "gemm/m=64,n=64,k=64");
    List<String> args =
        new java.util.ArrayList<>(
            List.of("run", "--suite", suite.toString(), "-t", "cpu-scalar", "--out", out()));
    args.addAll(List.of("--sysfs-root", host.root().toString(), "--energy-window", window));
    args.addAll(List.of(more));
    Cli.Answer answer = Cli.run(args.toArray(String[]::new));
    assertThat(answer.code()).as(answer.all()).isZero();
    return answer;
  }

  private CellResult figures() throws Exception {
    StoredRun stored = StoredRun.only(Path.of(out()));
    stored.assertValid();
    stored.assertRecomputes();
    Cell cell = stored.cell("cpu-scalar");
    assertThat(cell.outcome()).isInstanceOf(Outcome.Measured.class);
    return Objects.requireNonNull(cell.outcome().result());
  }

  private static Metric metric(CellResult figures, MetricKey key) {
    return Objects.requireNonNull(figures.metric(key), key::id);
  }

  /** A constant 65 W and 6.5 W of memory, with a counter that wraps every 0.15 s. */
  @Test
  void aMovingMachineGivesJoulesThatAreMarkedAsItsOwn() throws Exception {
    Cli.Answer answer;
    try (MovingHost host =
        MovingHost.start("--trace", "constant", "--watts", "65", "--range-uj", "100000000")) {
      answer = run(host, "--max-forks", "2");
      StoredRun stored = StoredRun.only(Path.of(out()));
      RunTelemetry telemetry = stored.record().telemetry();
      assertThat(telemetry.root()).isEqualTo(host.root().toString());
      RunTelemetry.Idle idle = telemetry.idle().getFirst();
      assertThat(Objects.requireNonNull(idle.watts()))
          .isEqualTo(WATTS, within(0.05 * WATTS + Objects.requireNonNull(idle.plusMinusWatts())));
      assertThat(stored.record().environment().identity())
          .containsEntry("machine", "read under " + host.root());
      assertThat(answer.out())
          .contains("Telemetry was read under " + host.root())
          .contains("FLOP/s/W");
    }
    CellResult figures = figures();
    Metric power = metric(figures, MetricKey.AVERAGE_POWER);
    double allowed =
        Objects.requireNonNull(Energy.ownUncertaintyPercent(figures.telemetry().energies()));
    // The writer itself may be late on a busy machine; what it lost it writes at its next update.
    assertThat(power.median())
        .isEqualTo(WATTS + DRAM_WATTS, within((WATTS + DRAM_WATTS) * (allowed + 3) / 100));
    assertThat(power.note()).contains("not from this machine's sensors");
    assertThat(metric(figures, MetricKey.EFFICIENCY).median())
        .isEqualTo(
            2.0 * 64 * 64 * 64 / metric(figures, MetricKey.ENERGY_PER_EXECUTION).median(),
            within(1e-3));
    List<Energy> energies = Objects.requireNonNull(figures.telemetry().energy().orNull());
    assertThat(energies.stream().filter(e -> e.share() == Share.PRIMARY))
        .extracting(Energy::domain)
        .containsExactly("package-0", "package-0/dram");
    assertThat(energies.stream().filter(e -> e.share() == Share.PART))
        .extracting(Energy::domain)
        .containsExactly("package-0/core");
  }

  /** The host's counters and clock move beside it, and are no accelerator's. */
  @Test
  void anAcceleratorThatCannotBeIdentifiedHasNeitherEnergyNorClock() throws Exception {
    try (MovingHost host = MovingHost.start("--trace", "constant", "--watts", "65")) {
      run(host, "-t", "unattributed", "--max-forks", "1");
    }
    StoredRun stored = StoredRun.only(Path.of(out()));
    stored.assertValid();
    stored.assertRecomputes();
    CellResult part = Objects.requireNonNull(stored.cell("unattributed").outcome().result());
    assertThat(part.available())
        .doesNotContainKeys(MetricKey.ENERGY_PER_EXECUTION, MetricKey.AVERAGE_POWER);
    assertThat(part.whyNot(MetricKey.ENERGY_PER_EXECUTION)).contains(Faults.Unattributed.REASON);
    assertThat(figures().available())
        .as("the host's own")
        .containsKey(MetricKey.ENERGY_PER_EXECUTION);
    assertThat(stored.forks())
        .filteredOn(fork -> fork.cell().target().equals("unattributed"))
        .extracting(fork -> Objects.requireNonNull(fork.outcome().result()).warmup())
        .allSatisfy(settling ->
            assertThat(Objects.requireNonNull(settling).clock().whyNot())
                .isEqualTo(Faults.Unattributed.REASON));
  }

  /** Cores and memory are still there, and neither passes for the processor. */
  @Test
  void withoutThePackagesCounterThereIsNoTotal() throws Exception {
    try (MovingHost host =
        MovingHost.start("--trace", "constant", "--watts", "65", "--vanish-at", "0.01")) {
      run(host);
      CellResult figures = figures();
      assertThat(figures.available())
          .doesNotContainKeys(MetricKey.ENERGY_PER_EXECUTION, MetricKey.AVERAGE_POWER);
      assertThat(figures.whyNot(MetricKey.ENERGY_PER_EXECUTION))
          .contains("no meter covers the whole target");
    }
  }

  @Test
  void aCounterThatVanishesInTheRunLeavesNoTotalAndSaysWhy() throws Exception {
    try (MovingHost host = MovingHost.start("--trace", "constant", "--watts", "65")) {
      CompletableFuture<Cli.Answer> run =
          CompletableFuture.supplyAsync(() -> {
            try {
              return run(host);
            } catch (Exception e) {
              throw new CompletionException(e);
            }
          });
      awaitTheEndOfIdle();
      host.process().destroy();
      host.process().waitFor();
      Files.delete(host.root().resolve("sys/class/powercap/intel-rapl:0/energy_uj"));
      Cli.Answer answer = run.get(3, TimeUnit.MINUTES);
      CellResult figures = figures();
      assertThat(figures.available())
          .doesNotContainKeys(MetricKey.ENERGY_PER_EXECUTION, MetricKey.AVERAGE_POWER);
      assertThat(figures.whyNot(MetricKey.ENERGY_PER_EXECUTION))
          .contains("package-0: ")
          .contains("energy_uj");
      assertThat(answer.out())
          .containsPattern("cpu-scalar +f32 +unavailable ¹")
          .contains("¹ package-0: ");
    }
  }

  private void awaitTheEndOfIdle() throws Exception {
    Path runs = Path.of(out());
    for (int tries = 0; tries < 1200; tries++) {
      if (Files.isDirectory(runs)) {
        for (RunFolder folder : new RunStore(runs).list()) {
          if (Files.exists(folder.telemetryFile())
              && Files.readString(folder.telemetryFile()).contains("idle end")) {
            return;
          }
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the run measured no idle machine within a minute");
  }

  @Test
  void aRunThatMayNotWaitForItsMeterSaysSo() throws Exception {
    try (MovingHost host = MovingHost.start("--trace", "constant", "--watts", "65")) {
      window = "50ms";
      run(host);
      assertThat(figures().whyNot(MetricKey.ENERGY_PER_EXECUTION))
          .contains("needs a window of 0.1 s but the run allows 0.1 s: allow a longer one");
    }
  }

  @Test
  void thisMachineIsObservedOrSaysWhyNot() throws Exception {
    Path suite = Cli.tinySuite(folder, "gemm/m=64,n=64,k=64");
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            suite.toString(),
            "-t",
            "cpu-scalar",
            "--out",
            out(),
            "--host-label",
            "bench-7",
            "--sampling-period",
            "100ms");
    assertThat(answer.code()).as(answer.all()).isZero();
    StoredRun stored = StoredRun.only(Path.of(out()));
    assertThat(stored.record().environment().host()).isEqualTo("bench-7");
    assertThat(stored.record().telemetry().root()).isNull();
    assertThat(stored.record().telemetry().sources())
        .allSatisfy(s -> assertThat(s.available() || s.remedy() != null).isTrue());
    CellResult figures = figures();
    assertThat(Objects.requireNonNull(figures.telemetry().utilization().orNull()))
        .containsKey("cpu.busy");
    List<TelemetryLog.Session> sessions = stored.folder().readTelemetry().sessions();
    assertThat(sessions).hasSize(1);
    assertThat(sessions.getFirst().lines()).hasSizeGreaterThan(3);
    assertThat(sessions.getFirst().edges())
        .extracting(TelemetryLog.Edge::event)
        .startsWith("measured begin", "measured end");
  }

  @Test
  void aMeterThatCannotBeReadIsSaidAndRequiredEnergyEndsWithSix() throws Exception {
    Path suite = Cli.tinySuite(folder, "gemm/m=64,n=64,k=64");
    Path meter = folder.resolve("no-meter.csv");
    List<String> args =
        List.of(
            "run",
            "--suite",
            suite.toString(),
            "-t",
            "cpu-scalar",
            "--out",
            out(),
            "--sysfs-root",
            Files.createDirectory(folder.resolve("bare")).toString(),
            "--require-energy");
    Cli.Answer refused = Cli.run(with(args, "--no-telemetry"));
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("--require-energy").contains("--no-telemetry");

    Cli.Answer answer = Cli.run(with(args, "--wall-meter", "csv:" + meter));
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(answer.err())
        .startsWith("assay: the external meter cannot be read")
        .contains("there is no file " + meter)
        .contains("cpu-scalar in f32 has no energy: no telemetry source here measures energy");
    assertThat(StoredRun.only(Path.of(out())).record().telemetry().sources())
        .filteredOn(s -> s.id().equals("wall-meter"))
        .singleElement()
        .satisfies(s -> assertThat(s.finding()).isEqualTo("there is no file " + meter));
  }

  private static String[] with(List<String> args, String... more) {
    return Stream.concat(args.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void withoutTelemetryNothingIsSampledAndThatIsSaid() throws Exception {
    Path suite = Cli.tinySuite(folder, "gemm/m=64,n=64,k=64");
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            suite.toString(),
            "-t",
            "cpu-scalar",
            "--out",
            out(),
            "--no-telemetry");
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out())
        .contains("No telemetry was sampled during this run: it was switched off");
    StoredRun stored = StoredRun.only(Path.of(out()));
    assertThat(Files.exists(stored.folder().telemetryFile())).isFalse();
    assertThat(figures().whyNot(MetricKey.ENERGY_PER_EXECUTION)).contains("--no-telemetry");
  }

  @Test
  void theMonitorGivesWattsInThreeForms() throws Exception {
    try (MovingHost host = MovingHost.start("--trace", "constant", "--watts", "65")) {
      String root = host.root().toString();
      Cli.Answer text =
          Cli.run("monitor", "--seconds", "1", "--sampling-period", "400ms", "--sysfs-root", root);
      assertThat(text.code()).as(text.all()).isZero();
      assertThat(text.out()).containsPattern("package-0\\.energy +6[0-9]\\.[0-9] W");
      assertThat(text.err()).contains("read under " + root);
      Path csv = folder.resolve("m.csv");
      Cli.run(
          "monitor",
          "--seconds",
          "1",
          "--sampling-period",
          "400ms",
          "--sysfs-root",
          root,
          "--format",
          "csv",
          "--file",
          csv.toString());
      List<String> lines = Files.readAllLines(csv);
      assertThat(lines).hasSizeBetween(2, 4);
      assertThat(lines.getFirst()).startsWith("time_utc,seconds,").contains("package-0.energy [W]");
      assertThat(lines.get(1).split(",", -1)).hasSameSizeAs(lines.getFirst().split(",", -1));
      Cli.Answer json =
          Cli.run(
              "monitor",
              "--seconds",
              "1",
              "--sampling-period",
              "400ms",
              "--sysfs-root",
              root,
              "--json");
      for (String line : json.out().lines().toList()) {
        JsonNode readings = JsonMapper.builder().build().readTree(line).path("readings");
        assertThat(readings.size()).isPositive();
        for (JsonNode reading : readings) {
          assertThat(reading.path("value").isNull()).isNotEqualTo(reading.path("reason").isNull());
        }
      }
    }
  }

  @Test
  void misuseIsOneClearLine() {
    assertThat(Cli.run("monitor", "--sysfs-root", "/nowhere").err())
        .isEqualToIgnoringNewLines("assay: --sysfs-root: /nowhere is not a folder");
    assertThat(Cli.run("monitor", "--seconds", "-1").code()).isEqualTo(ExitCode.USAGE);
  }
}
