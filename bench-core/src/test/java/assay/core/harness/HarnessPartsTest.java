package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import assay.core.host.HostMemory;
import assay.core.program.Precision;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.InputSets;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Series;
import assay.core.record.Telemetry;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.record.WarmupResult;
import assay.core.stats.StoppingRule;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarnessPartsTest {
  private static final Device.Hardware CPU = new Device.Hardware("µ CPU", Map.of("bits", "512"));
  private static final ModelFigures CYCLES =
      new ModelFigures(9, 8, 1, new Availability.Unavailable<>("no tools"));
  private static final PlannedCell CELL =
      new PlannedCell(Workloads.parse("gemm/m=2,n=2,k=2"), new NaiveTarget(), Precision.F32);

  @Test
  void memoryIsCountedBeforeItIsTaken() {
    // a and b twice and c five times for the host, a, b and c once for the target; 4 bytes each.
    double expected = 4.0 * (2 * (10 * 30 + 30 * 20) + (10 * 30 + 30 * 20 + 10 * 20) + 5 * 10 * 20);
    assertThat(MemoryNeed.bytes(Workloads.parse("gemm/m=10,n=20,k=30"), Precision.F32))
        .isEqualTo(expected);
    assertThat(MemoryNeed.tooLarge(Workloads.parse("gemm/m=10,n=20,k=30"), Precision.F32))
        .isEmpty();
    // 2^40 × 2 elements of 8 bytes: 16 TiB; a twice and c five times for the host, both once for
    // the target.
    assertThat(MemoryNeed.tooLarge(Workloads.parse("gemm/m=1099511627776,n=2,k=2"), Precision.F64))
        .hasValueSatisfying(text ->
            assertThat(text)
                .startsWith("needs 158329674399")
                .contains("(147456.0 GiB)")
                .contains("this machine has " + HostMemory.bytes() + " bytes"));
  }

  private static ForkRecord timed(int fork, double seconds, String excluded) {
    Timing timing = Timing.ofHost(new double[] {seconds}, new double[0], "no clock", null);
    return new ForkRecord(
        CELL.id(),
        new ForkContext(fork, fork, Instant.EPOCH, 1, "25", 1L),
        new Outcome.Measured<>(
            CPU,
            "loops",
            Verification.passed("entrywise", 1, 0.5, 4),
            new ForkResult(
                timing,
                null,
                Telemetry.missing("not watched"),
                excluded.isEmpty() ? null : excluded,
                null)));
  }

  @Test
  void aCellWhoseForksAreAllLeftOutEnds() {
    CellProgress cell = new CellProgress(CELL, new StoppingRule(0.01, 4, true));
    for (int i = 0; i < 4; i++) {
      assertThat(cell.done()).as("after %d", i).isFalse();
      cell.add(timed(i, 1, "thermal throttling"), 2.0);
    }
    assertThat(cell.done()).isTrue();
  }

  @Test
  void aCellEndsAtALookWhereItsIntervalIsNarrow() {
    CellProgress cell = new CellProgress(CELL, new StoppingRule(0.01, 30, true));
    assertThat(cell.done()).isFalse();
    assertThat(cell.expectedMore()).isEqualTo(6);
    for (int i = 0; i < 6; i++) {
      assertThat(cell.done()).as("after %d", i).isFalse();
      cell.add(timed(i, 1 + 1e-4 * i, ""), 2.0 + i);
    }
    assertThat(cell.done()).isTrue();
    assertThat(cell.expectedMore()).isZero();
    assertThat(cell.meanSeconds(0)).isEqualTo(4.5);
  }

  @Test
  void aCellWithSpreadGoesOnToTheNextLookAndToTheMost() {
    CellProgress cell = new CellProgress(CELL, new StoppingRule(0.01, 12, true));
    for (int i = 0; i < 6; i++) {
      cell.add(timed(i, 1 + 0.2 * i, ""));
    }
    assertThat(cell.done()).isFalse();
    assertThat(cell.expectedMore()).isEqualTo(3);
    for (int i = 6; i < 12; i++) {
      assertThat(cell.done()).isFalse();
      cell.add(timed(i, 1 + 0.2 * i, ""));
    }
    assertThat(cell.done()).isTrue();
    assertThat(cell.meanSeconds(9)).as("resumed forks have no known length").isEqualTo(9);
  }

  /** Accuracy needs seeds, not precision in time. */
  @Test
  void aTrainingCellEndsAtItsNumberOfSeeds() {
    PlannedCell planned =
        new PlannedCell(Workloads.parse("train/cnn-fashion"), new NaiveTarget(), Precision.F32);
    for (double spread : List.of(0.0, 0.2)) {
      CellProgress cell = new CellProgress(planned, new StoppingRule(0.01, 8, false));
      for (int i = 0; i < 8; i++) {
        assertThat(cell.done()).as("after %d", i).isFalse();
        assertThat(cell.expectedMore()).isEqualTo(8 - i);
        cell.add(timed(i, 1 + spread * i, ""));
      }
      assertThat(cell.done()).isTrue();
      assertThat(cell.expectedMore()).isZero();
    }
  }

  @Test
  void aForkWithoutFiguresOrOnAnEmulationEndsItsCell() {
    CellProgress failed = new CellProgress(CELL, new StoppingRule(0.01, 30, true));
    failed.add(
        new ForkRecord(
            CELL.id(),
            new ForkContext(0, 0, Instant.EPOCH, 1, null, null),
            new Outcome.Failed<>(null, null, "broke", null)));
    assertThat(failed.done()).isTrue();
    CellProgress emulated = new CellProgress(CELL, new StoppingRule(0.01, 30, true));
    emulated.add(
        new ForkRecord(
            CELL.id(),
            new ForkContext(0, 0, Instant.EPOCH, 1, null, null),
            new Outcome.Verified<>(
                new Device.Emulated("model", Map.of()),
                null,
                Verification.passed("entrywise", 1, 0, 4),
                null)));
    assertThat(emulated.done()).isTrue();
    CellProgress modelled = new CellProgress(CELL, new StoppingRule(0.01, 30, true));
    modelled.add(
        new ForkRecord(
            CELL.id(),
            new ForkContext(0, 0, Instant.EPOCH, 1, null, null),
            new Outcome.Modelled<>(
                new Device.RtlModel("array", Map.of()),
                null,
                Verification.passed("entrywise", 1, 0, 4),
                CYCLES)));
    assertThat(modelled.done()).isTrue();
  }

  /** Forks left out for a cause must not end a cell, and must not keep it running for ever. */
  @Test
  void excludedForksDoNotCount() {
    CellProgress cell = new CellProgress(CELL, new StoppingRule(0.01, 6, true));
    for (int i = 0; i < 5; i++) {
      cell.add(timed(i, 1, ""));
    }
    cell.add(timed(5, 9, "throttled"));
    assertThat(cell.done()).isFalse();
    assertThat(cell.expectedMore()).isPositive();
    cell.add(timed(6, 1, ""));
    assertThat(cell.done()).isTrue();
  }

  @Test
  void aForksMessageComesBackAsItWasWritten(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("message.json");
    assertThat(ForkMessage.read(file)).isEmpty();
    Training training =
        new Training(
            new Training.LossCurve(List.of(1, 2), Series.of(2.3, 0.1)),
            Series.of(0.8),
            0.85,
            new Availability.Unavailable<>("not reached in 1 epoch"),
            0.8,
            new Training.Dataset("fashion-mnist-subset", "bundled", "ab".repeat(32)));
    Verification passed = Verification.passed("entrywise", 1, 0.12345678901234568, 4);
    List<Outcome<ForkMessage.Own>> outcomes =
        List.of(
            new Outcome.Measured<>(
                CPU,
                "loops",
                passed,
                new ForkMessage.Own(
                    Map.of(
                        MetricKey.DEVICE_TIME,
                        Series.of(1e-9, 0.1),
                        MetricKey.END_TO_END_TIME,
                        Series.of(0.2, 0.3)),
                    Series.of(0.5, 0.4),
                    Timing.Steps.of(new double[] {0.3, 0.2}),
                    training,
                    new WarmupResult(
                        1.25,
                        WarmupResult.CLOCK,
                        new Availability.Available<>(
                            new WarmupResult.Clock("gpu-0.clock.sm", 1.41e9))),
                    3,
                    List.of(0.01, 0.0),
                    new InputSets(4, true, "they fit"))),
            new Outcome.Verified<>(new Device.Emulated("model", Map.of()), "loops", passed, 0.25),
            new Outcome.Modelled<>(
                new Device.RtlModel("array", Map.of("rows", "4")), null, passed, CYCLES),
            new Outcome.Failed<>(null, null, "because \"x\"\n", new Remedy.Advice("help")));
    for (Outcome<ForkMessage.Own> outcome : outcomes) {
      ForkMessage message = ForkMessage.of(outcome);
      message.write(file);
      assertThat(ForkMessage.read(file)).contains(message);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    Files.writeString(file, "{\"status\":");
    assertThatThrownBy(() -> ForkMessage.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged");
  }

  /** Six forks of one seed would be one training run, six times. */
  @Test
  void aTrainingForkHasItsOwnSeedAndAKernelTheRuns() {
    ForkSettings fork =
        ForkSettings.ofSystemProperties()
            .forFork(3, Path.of("/r"), Optional.empty(), Optional.empty());
    assertThat(fork.seedOf(Workloads.parse("train/cnn-fashion")))
        .isEqualTo(ForkSettings.DEFAULT_SEED + 3);
    assertThat(fork.seedOf(CELL.workload())).isEqualTo(ForkSettings.DEFAULT_SEED);
    assertThat(fork.seedOf(Workloads.parse("infer/cnn-fashion")))
        .isEqualTo(ForkSettings.DEFAULT_SEED);
    assertThat(fork.thorough()).isFalse();
  }

  @Test
  void aForksSettingsComeBackFromItsArguments() {
    ForkSettings settings =
        new ForkSettings(
            -5,
            4,
            3,
            Optional.of(Path.of("/a b")),
            Optional.of(Path.of("/r")),
            77,
            9,
            false,
            Optional.empty(),
            Optional.of(Path.of("/sampler.socket")),
            Optional.of("0123456789ab"));
    ForkSettings defaults = ForkSettings.ofSystemProperties();
    assertThat(defaults.seed()).isEqualTo(ForkSettings.DEFAULT_SEED);
    assertThat(defaults.report()).isEmpty();
    List<String> args = settings.toJvmArgs();
    try {
      args.forEach(arg -> {
        assertThat(arg).startsWith("-Dassay.fork.");
        String[] parts = arg.substring(2).split("=", 2);
        System.setProperty(parts[0], parts[1]);
      });
      assertThat(ForkSettings.ofSystemProperties()).isEqualTo(settings);
      System.setProperty("assay.fork.seed", "many");
      assertThatThrownBy(ForkSettings::ofSystemProperties)
          .hasMessage("-Dassay.fork.seed=many must be a whole number");
    } finally {
      args.forEach(arg -> System.clearProperty(arg.substring(2).split("=", 2)[0]));
    }
  }
}
