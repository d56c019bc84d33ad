package assay.report.command;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.core.workload.Suites;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arguments choose what the run's record planned. */
class SelectionTest {
  private static final String ALL = " -t cpu-simd -t cpu-scalar -p f32";

  /** A run of the suite 'nightly' whose plan and cells are these workloads on both targets. */
  private static RunRecord run(List<String> workloads) {
    SampleRuns run = new SampleRuns(SampleSystem.number(0), Instant.EPOCH, 5);
    for (String workload : workloads) {
      run.measured(new CellId(workload, "cpu-simd", "f32"), 1);
      run.measured(new CellId(workload, "cpu-scalar", "f32"), 1);
    }
    return run.done().record();
  }

  private static List<String> nightly(boolean cold, Predicate<Workload> member) {
    return Suites.load("nightly").workloads().stream()
        .filter(member)
        .map(workload -> cold ? Workloads.cold(workload).id() : workload.id())
        .toList();
  }

  private static Predicate<Workload> family(String name) {
    return workload -> workload.family().equals(name);
  }

  private static String nightlyArguments(List<String> workloads) {
    return Selection.arguments(run(workloads));
  }

  @Test
  void aWholeSuiteNeedsItsNameAndTheTargets() {
    assertThat(nightlyArguments(nightly(false, _ -> true))).isEqualTo(" --suite nightly" + ALL);
  }

  @Test
  void aColdRunIsMeasuredColdAgain() {
    assertThat(nightlyArguments(nightly(true, _ -> true)))
        .isEqualTo(" --suite nightly --cold" + ALL);
    assertThat(nightlyArguments(nightly(true, family("gemm").or(family("memory")))))
        .isEqualTo(" --suite nightly --cold -w 'memory/*' -w 'gemm/*'" + ALL);
  }

  /** They have no cold form: nothing tells how they were asked for, and nothing needs to. */
  @Test
  void ceilingsAloneAreNoColdRun() {
    assertThat(nightlyArguments(nightly(true, family("memory"))))
        .isEqualTo(" --suite nightly -w 'memory/*'" + ALL);
  }

  @Test
  void partOfASuiteIsChosenAgain() {
    assertThat(nightlyArguments(nightly(false, family("conv"))))
        .isEqualTo(" --suite nightly -w 'conv/*'" + ALL);
    assertThat(nightlyArguments(List.of("gemm/m=256,n=256,k=256,cache=cold", "gemm/m=1,n=2,k=3")))
        .isEqualTo(
            " --suite nightly -w 'gemm/m=256,n=256,k=256,cache=cold' -w 'gemm/m=1,n=2,k=3'" + ALL);
  }

  /** As -t does where no -p stands: with -p the suite's precision would be asked of it, too. */
  @Test
  void aTargetsOwnPrecisionsAreLeftToIt() {
    SampleRuns run = new SampleRuns(SampleSystem.number(0), Instant.EPOCH, 5);
    for (String workload : nightly(false, family("gemm"))) {
      run.measured(new CellId(workload, "cpu-simd", "f32"), 1);
      run.measured(new CellId(workload, "rtl-model", "s8"), 1);
    }
    assertThat(Selection.arguments(run.done().record()))
        .isEqualTo(" --suite nightly -w 'gemm/*' -t cpu-simd -t rtl-model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemm/m=1,n=2", "it's", "$(reboot) `x` \"y\" \\", "a b\tc", "*", "漢字"})
  void quotedTextsComeThroughAShell(String text) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        java.nio.file.Files.isExecutable(java.nio.file.Path.of("/bin/sh")), "no /bin/sh here");
    Process process =
        new ProcessBuilder("/bin/sh", "-c", "printf %s " + Selection.quoted(text))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(out).isEqualTo(text);
  }
}
