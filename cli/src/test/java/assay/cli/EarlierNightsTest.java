package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.harness.ObservationPlan;
import assay.core.harness.Repetitions;
import assay.core.host.HostRoot;
import assay.core.record.CellId;
import assay.core.record.RunStoreException;
import assay.core.record.store.RunStore;
import assay.core.stats.MedianInterval;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierNightsTest {
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  private static final CellId GEMM = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");

  @TempDir Path folder = Path.of("");

  private void store(int system, int night) throws IOException {
    night(system, night).write(new RunStore(folder));
  }

  private static SampleRun night(int system, int night) {
    return new SampleRuns(
            SampleSystem.number(system),
            FIRST.plus(Duration.ofDays(night)),
            10L + night + 100L * system)
        .measured(GEMM, 1)
        .done();
  }

  private Map<CellId, Repetitions> repetitions(double halfWidthPercent) throws RunStoreException {
    Suite nightly = Suites.load("nightly");
    Suite suite =
        new Suite(
            nightly.name(),
            nightly.description(),
            nightly.workloads(),
            nightly.precisions(),
            nightly.forks(),
            nightly.seeds(),
            halfWidthPercent,
            nightly.fixedForks(),
            nightly.measure(),
            nightly.leftOut(),
            nightly.canaries(),
            nightly.budgetSeconds());
    return EarlierNights.repetitions(
        new RunStore(folder),
        suite,
        ObservationPlan.off("a test", HostRoot.machine(), Optional.of("host-a")));
  }

  private int forks(double halfWidthPercent) throws RunStoreException {
    return Objects.requireNonNull(repetitions(halfWidthPercent).get(GEMM)).forks();
  }

  /** Five nights of this host decide; others of another host, and later ones, change nothing. */
  @Test
  void theFirstFiveNightsDecide() throws IOException {
    for (int night = 0; night < 4; night++) {
      store(0, night);
      store(1, night);
    }
    assertThat(repetitions(1)).isEmpty();
    store(0, 4);
    Map<CellId, Repetitions> decided = repetitions(0.5);
    assertThat(decided).containsOnlyKeys(GEMM);
    assertThat(MedianInterval.PLANNED).contains(forks(0.5));
    for (int night = 5; night < 9; night++) {
      store(0, night);
    }
    assertThat(repetitions(0.5)).isEqualTo(decided);
  }

  /** A suspect that was measured again is no night. */
  @Test
  void whatConfirmsAnotherRunIsNoNight() throws IOException {
    for (int night = 0; night < 4; night++) {
      store(0, night);
    }
    SampleRun again = night(0, 4);
    again.confirming(night(0, 3).record().runId()).write(new RunStore(folder));
    assertThat(repetitions(1)).isEmpty();
    store(0, 5);
    assertThat(repetitions(1)).isNotEmpty();
  }

  /** Half the width takes four times the forks, from 6 to 30. */
  @Test
  void narrowerTargetsTakeMoreForks() throws IOException {
    for (int night = 0; night < 5; night++) {
      store(0, night);
    }
    assertThat(forks(10)).isEqualTo(6);
    assertThat(forks(0.01)).isEqualTo(30);
    int before = 6;
    for (double target = 10; target > 0.01; target /= 1.3) {
      int now = forks(target);
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }
}
