package assay.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.profile.Finding.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule once where it fires, and once where it must not. */
class FindingsTest {
  private static final double[] FORKS = {0.99, 0.995, 1, 1.001, 1.002, 1.01};
  private final FixedProfile fixed = new FixedProfile();

  private List<Finding> findings() {
    Profile profile = fixed.profile(FORKS);
    return Findings.of(profile, ProfileSummary.of(profile).orElseThrow());
  }

  private void fires(Rule rule, String... evidence) {
    Finding finding = findings().stream().filter(f -> f.rule() == rule).findFirst().orElseThrow();
    assertThat(finding.evidence()).containsOnlyKeys(evidence);
  }

  private void silent(Rule rule) {
    assertThat(findings().stream().map(Finding::rule)).doesNotContain(rule);
  }

  /** Slow parts of a balanced program; one copy takes 14 % of it. */
  @Test
  void anOrdinaryProgramHasNoFinding() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void bandwidth() {
    ProfiledPart large =
        new ProfiledPart(List.of("x"), List.of("Relu"), Phase.FORWARD, 10, 8_000_000, 8_000_000);
    fixed.parts = List.of(FixedProfile.PRODUCT, large, FixedProfile.COPY);
    fires(Rule.BANDWIDTH_BOUND, "sharePercent", "bytesPerSecond", "ceiling");
    fixed.times = new double[] {2e-3, 1.3e-3, 0.5e-3};
    silent(Rule.BANDWIDTH_BOUND);
  }

  @Test
  void launches() {
    fixed.launch = 0.4e-3;
    fires(Rule.LAUNCH_BOUND, "launchSeconds", "parts", "sharePercent");
    fixed.launch = 0.3e-3;
    silent(Rule.LAUNCH_BOUND);
  }

  @Test
  void oneOfTwoProcessors() {
    fixed.busy = 1.1;
    fires(Rule.ONE_PROCESSOR, "busyProcessors", "threads");
    fixed.threads = 1;
    silent(Rule.ONE_PROCESSOR);
  }

  @Test
  void imbalance() {
    fixed.busy = 1.5;
    fires(Rule.THREAD_IMBALANCE, "busyProcessors", "threads");
    silent(Rule.ONE_PROCESSOR);
    fixed.busy = 1.7;
    silent(Rule.THREAD_IMBALANCE);
  }

  @Test
  void unusedUnits() {
    fixed.precision = "bf16";
    fixed.settings = Map.of("cpu.simd", "amx_bf16 amx_tile avx2");
    fires(Rule.UNUSED_UNITS, "sharePercent");
    fixed.precision = "f32";
    silent(Rule.UNUSED_UNITS);
    fixed.precision = "bf16";
    fixed.settings = Map.of("cpu.simd", "avx2 avx512f");
    silent(Rule.UNUSED_UNITS);
  }

  @Test
  void copies() {
    fixed.times = new double[] {2e-3, 1e-3, 0.6e-3};
    fires(Rule.COPIES, "sharePercent");
    fixed.times = new double[] {2e-3, 1e-3, 0.5e-3};
    silent(Rule.COPIES);
  }

  @Test
  void coldInTheProgram() {
    fixed.aloneFactor = 1.2;
    fires(Rule.COLD_IN_PROGRAM, "ratio", "ratioLow", "bytes");
    fixed.aloneFactor = 1.1;
    silent(Rule.COLD_IN_PROGRAM);
  }

  @Test
  void throttling() {
    fixed.lastPeak = 0.9;
    fires(Rule.THROTTLED, "firstRate", "lastRate", "forks");
    fixed.lastPeak = 0.97;
    silent(Rule.THROTTLED);
  }

  @Test
  void garbageCollection() {
    fixed.collectionSeconds = 0.02;
    fires(Rule.GARBAGE_COLLECTED, "collections", "seconds");
    fixed.collectionSeconds = 0.005;
    silent(Rule.GARBAGE_COLLECTED);
  }

  @Test
  void memoryOfAnotherNode() {
    fixed.remote = 40.0;
    fires(Rule.REMOTE_MEMORY, "remotePercent");
    fixed.remote = 5.0;
    silent(Rule.REMOTE_MEMORY);
  }
}
