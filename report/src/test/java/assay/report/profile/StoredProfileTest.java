package assay.report.profile;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.device.Device;
import assay.core.profile.Profile;
import assay.core.record.CellId;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Verification;
import assay.report.testing.SampleProfiles;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which runs a profile belongs to, and what is said where it does not. */
class StoredProfileTest {
  private static final CellId CELL = SampleProfiles.host().cell();
  private static final RunRecord RUN = run(0);

  private static RunRecord run(int system) {
    Instant start = Instant.parse("2026-10-01T02:00:00Z");
    return SampleRuns.everyKind(SampleSystem.number(system), start, 7L + system).record();
  }

  private static Profile profile() {
    return SampleProfiles.of(RUN, CELL, SampleProfiles.host());
  }

  private static Profile changed(
      Profile profile, CellId cell, RunRecord.Environment environment, int threads) {
    return new Profile(
        Profile.CURRENT,
        profile.profileId(),
        profile.startedUtc(),
        profile.finishedUtc(),
        profile.assay(),
        environment,
        cell,
        threads,
        profile.seed(),
        profile.parts(),
        profile.forks());
  }

  private static StoredProfile stored(Profile profile) {
    return new StoredProfile(profile, "./assay profile ID");
  }

  private static String refusal(Profile profile, RunRecord... runs) {
    return stored(profile).refusal(List.of(runs)).orElse("none");
  }

  private static String other(CellId cell) {
    return refusal(changed(profile(), cell, RUN.environment(), 16), RUN);
  }

  @Test
  void theCellOfTheRunOnItsMachineIsAccepted() {
    assertThat(refusal(profile(), RUN)).isEqualTo("none");
    assertThat(stored(profile()).settings(RUN)).isEmpty();
  }

  @Test
  void anotherCellIsRefusedWithWhatTheRunHas() {
    assertThat(other(new CellId("infer/cnn-fashion,batch=2", "cpu-simd", "f32")))
        .contains(
            "run " + RUN.runId() + " has no cell infer/cnn-fashion,batch=2 on cpu-simd in f32")
        .endsWith("; it has no cell of that workload");
    assertThat(other(new CellId(CELL.workload(), "cpu-scalar", "f32")))
        .endsWith("on cpu-scalar in f32; of that workload it has cpu-simd in f32");
    assertThat(other(new CellId(CELL.workload(), "cpu-simd", "f64")))
        .endsWith("on cpu-simd in f64; of that workload it has cpu-simd in f32");
  }

  @Test
  void anotherMachineIsRefusedWithWhatDiffers() {
    assertThat(refusal(profile(), run(1)))
        .contains("is of another machine: ")
        .contains("cpuModel is Example CPU 9000 in the profile and Example CPU 9100 in the run")
        .doesNotContain("memoryBytes");
  }

  @Test
  void anotherDeviceOfTheMachineIsRefused() {
    Profile wrong = profile();
    Outcome<assay.core.profile.ForkProfile> elsewhere =
        new Outcome.Invalid<>(
            new Device.Hardware("Example accelerator", Map.of()),
            null,
            Verification.failed("entrywise", 1, 9, "out[3, 7]", 10),
            "wrong output: out[3, 7]");
    Profile other =
        new Profile(
            Profile.CURRENT,
            wrong.profileId(),
            wrong.startedUtc(),
            wrong.finishedUtc(),
            wrong.assay(),
            wrong.environment(),
            wrong.cell(),
            wrong.threads(),
            wrong.seed(),
            wrong.parts(),
            List.of(elsewhere));
    assertThat(refusal(other, RUN))
        .endsWith("it is Example accelerator in the profile and Example CPU 9000 in the run");
  }

  @Test
  void oneOfSeveralRunsIsEnough() {
    assertThat(refusal(profile(), run(1), RUN)).isEqualTo("none");
    assertThat(refusal(profile(), run(1), run(2)))
        .contains("run " + run(1).runId() + " is of another machine")
        .contains("run " + run(2).runId() + " is of another machine");
  }

  /** Otherwise a profile would have to be made anew after each change of a setting. */
  @Test
  void otherSettingsAreAcceptedAndNamed() {
    RunRecord.Environment old = RUN.environment();
    Map<String, String> settings = new LinkedHashMap<>(old.settings());
    settings.put("governor", "powersave");
    settings.put("unheard-of", "1");
    Profile other =
        changed(
            profile(),
            CELL,
            RunRecord.Environment.of(
                old.host(), old.identity(), settings, old.state(), old.unavailable()),
            2);
    assertThat(refusal(other, RUN)).isEqualTo("none");
    assertThat(stored(other).settings(RUN))
        .containsExactly("governor: performance → powersave", "threads: 16 → 2");
  }
}
