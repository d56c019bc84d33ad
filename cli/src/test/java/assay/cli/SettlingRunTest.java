package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellResult;
import assay.core.record.ForkResult;
import assay.core.record.Interference;
import assay.core.record.Outcome;
import assay.core.record.WarmupResult;
import assay.core.telemetry.InterferenceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks beside a clock that stands or moves: how long they warm up, and what the tables say. */
class SettlingRunTest {
  private static final String CLOCK = "cpu.frequency.mean";
  private static final double FASTEST = 3.6e9;
  private static final double SLOWEST = 1.2e9;

  @TempDir Path folder = Path.of("");

  private Cli.Answer run(List<String> more, String workload) throws Exception {
    Path suite = Cli.tinySuite(folder, workload);
    List<String> args = new ArrayList<>(List.of("run", "--no-report", "-t", "cpu-scalar"));
    args.addAll(List.of("--suite", suite.toString()));
    args.addAll(List.of("--out", folder.resolve("runs").toString()));
    if (!more.contains("--no-telemetry")) {
      args.addAll(List.of("--energy-window", "10ms"));
    }
    args.addAll(more);
    Cli.Answer answer = Cli.run(args.toArray(String[]::new));
    assertThat(answer.code()).as(answer.all()).isZero();
    return answer;
  }

  private Cli.Answer run(MovingHost host, String workload) throws Exception {
    return run(List.of("--sysfs-root", host.root().toString()), workload);
  }

  private StoredRun stored() throws Exception {
    StoredRun stored = StoredRun.only(folder.resolve("runs"));
    stored.assertValid();
    stored.assertRecomputes();
    return stored;
  }

  private WarmupResult settling() throws Exception {
    Outcome.Measured<ForkResult> timed =
        (Outcome.Measured<ForkResult>) stored().forks().getFirst().outcome();
    return Objects.requireNonNull(timed.result().warmup(), "the fork says nothing of it");
  }

  private List<Interference> seen() throws Exception {
    Outcome.Measured<CellResult> measured =
        (Outcome.Measured<CellResult>) stored().record().cells().getFirst().outcome();
    return measured.result().telemetry().interference().stream()
        .filter(d -> d.kind() == InterferenceKind.CLOCK_UNSETTLED)
        .toList();
  }

  @Test
  void aClockThatStandsHasSettledAndIsInTheRecord() throws Exception {
    try (MovingHost host = MovingHost.start("--trace", "constant")) {
      Cli.Answer answer = run(host, "gemm/m=64,n=64,k=64");
      assertThat(answer.out()).doesNotContain(InterferenceKind.CLOCK_UNSETTLED.text());
    }
    WarmupResult settling = settling();
    assertThat(clock(settling).name()).isEqualTo(CLOCK);
    assertThat(settling.clockUnsettled()).isFalse();
    assertThat(settling.seconds()).isGreaterThanOrEqualTo(0.9);
    assertThat(clock(settling).hertz()).isBetween(0.99 * FASTEST, 1.01 * FASTEST);
    assertThat(seen()).isEmpty();
  }

  @Test
  void aClockThatNeverSettlesIsGivenUpAndLabelled() throws Exception {
    try (MovingHost host = MovingHost.start("--trace", "step", "--trace-period", "1")) {
      Cli.Answer answer = run(host, "gemm/m=64,n=64,k=64");
      assertThat(answer.out())
          .containsPattern("clock not stable after the warm-up: 5\\.\\d+ s on " + CLOCK);
    }
    WarmupResult settling = settling();
    assertThat(settling.unsettled()).isEqualTo(WarmupResult.CLOCK);
    assertThat(settling.seconds()).isGreaterThanOrEqualTo(5);
    assertThat(clock(settling).hertz()).isBetween(SLOWEST, FASTEST);
    assertThat(seen())
        .containsExactly(
            new Interference(InterferenceKind.CLOCK_UNSETTLED, settling.seconds(), "s", CLOCK));
  }

  @Test
  void trainingWaitsForTheClockAsWell() throws Exception {
    try (MovingHost host = MovingHost.start("--trace", "constant")) {
      run(host, "train/cnn-fashion,images=64,epochs=1,batch=8");
    }
    assertThat(clock(settling()).name()).isEqualTo(CLOCK);
    assertThat(clock(settling()).hertz()).isBetween(0.99 * FASTEST, 1.01 * FASTEST);
  }

  @Test
  void withoutTelemetryTimesAloneAreWaitedFor() throws Exception {
    run(List.of("--no-telemetry"), "gemm/m=64,n=64,k=64");
    WarmupResult settling = settling();
    assertThat(settling.clock().whyNot()).isEqualTo("telemetry is not sampled during this fork");
    assertThat(settling.seconds()).isGreaterThanOrEqualTo(0.4);
  }

  private static WarmupResult.Clock clock(WarmupResult settling) {
    return settling.clock().toOptional().orElseThrow();
  }
}
