package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.harness.FlameGraphs;
import assay.core.harness.JmhProfiler;
import assay.core.harness.PlannedCell;
import assay.core.harness.ProfiledFork;
import assay.core.harness.ProfiledForks;
import assay.core.host.PerfStat;
import assay.core.program.Precision;
import assay.core.spi.Targets;
import assay.core.workload.Suite;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real forks under real profilers. What this machine lacks must be said, with a reason. */
class ProfiledForksTest {
  @TempDir private Path folder = Path.of("");

  private Availability<ProfiledFork> run(String target, JmhProfiler profiler) throws IOException {
    PlannedCell cell =
        new PlannedCell(
            Workloads.parse("gemm/m=96,n=96,k=96"),
            Targets.byId(target).orElseThrow(),
            Precision.F32);
    Suite.Measure measure = new Suite.Measure(1, 100, 4, 1000, 0, 0);
    return ProfiledForks.run(
        new ProfiledForks.Request(cell, measure, 1, 42, Duration.ofMinutes(10), folder), profiler);
  }

  private ProfiledFork ran(JmhProfiler profiler) throws IOException {
    Availability<ProfiledFork> run = run("cpu-scalar", profiler);
    assertThat(run).isInstanceOf(Available.class);
    ProfiledFork fork = run.toOptional().orElseThrow();
    assertThat(fork.profiler()).isEqualTo(profiler);
    assertThat(fork.secondsUnderProfiler()).isPositive();
    return fork;
  }

  @Test
  void theCollectorsFiguresHaveUnits() throws IOException {
    assertThat(ran(JmhProfiler.GC).figures())
        .containsKey("gc.alloc.rate")
        .allSatisfy((name, figure) -> assertThat(figure.unit()).as(name).isNotBlank());
  }

  @Test
  void asyncProfilersSamplesAreOfTheKernel() throws IOException {
    ProfiledFork fork = ran(JmhProfiler.ASYNC);
    assertThat(fork.files()).hasSize(1);
    Path recording = fork.files().getFirst();
    assertThat(recording).hasParent(folder).hasExtension("jfr");
    assertThat(FlameGraphs.engine(recording)).isNotEqualTo("not stated");
    Path stacks = folder.resolve("stacks.collapsed");
    FlameGraphs.collapse(recording, stacks);
    assertThat(Files.readString(stacks)).contains("assay/cpu/").doesNotContain("Benchmark.close");
    Path page = folder.resolve("flame.html");
    FlameGraphs.compare(recording, recording, page, "with itself");
    assertThat(page).content().contains("<h1>with itself</h1>");
  }

  @Test
  void theRecordingOfTheJvmStays() throws IOException {
    ProfiledFork fork = ran(JmhProfiler.JFR);
    assertThat(fork.files()).hasSize(1).allMatch(f -> f.toString().endsWith(".jfr"));
    assertThat(FlameGraphs.engine(fork.files().getFirst())).isEqualTo("not stated");
  }

  /** Where perf is, software events count everywhere; the processor's own may be missing. */
  @Test
  void countersAreOfTheIterationOrSayWhyNot() throws IOException {
    if (PerfStat.find() instanceof Unavailable<PerfStat> none) {
      assertThat(run("cpu-scalar", JmhProfiler.COUNTERS).whyNot()).isEqualTo(none.reason());
      return;
    }
    ProfiledFork fork = ran(JmhProfiler.COUNTERS);
    assertThat(fork.executions()).isPositive();
    assertThat(fork.files()).as("of every iteration").hasSizeGreaterThanOrEqualTo(3);
    assertThat(Objects.requireNonNull(fork.counts().get("task-clock")).toOptional())
        .hasValueSatisfying(count -> assertThat(count.unit()).isEqualTo("msec"));
    assertThat(fork.counts()).containsKey("cycles");
  }

  @Test
  void jmhsCountersNeedTheProcessors() throws IOException {
    Availability<PerfStat.Count> cycles = PerfStat.find().flatMap(PerfStat::cycles);
    Availability<ProfiledFork> run = run("cpu-scalar", JmhProfiler.PERFNORM);
    assertThat(run.whyNot()).isEqualTo(cycles.whyNot());
  }

  @Test
  void aWrongResultHasNoProfile() throws IOException {
    assertThat(run("wrong-entry", JmhProfiler.GC).whyNot()).contains("wrong output");
  }
}
