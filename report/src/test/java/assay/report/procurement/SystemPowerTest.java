package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.Outcome;
import assay.core.record.Telemetry;
import assay.core.telemetry.Share;
import assay.report.compare.RunData;
import assay.report.money.Power;
import assay.report.procurement.Result.Measured;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a system draws, from what its meters measured. */
class SystemPowerTest {
  private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");
  private static final String GEMM = "gemm/m=512,n=512,k=512";

  private static Measured measured(String workload, Energy... energies) {
    CellId id = SampleRuns.id(workload, "cpu-simd");
    SampleRun run = new SampleRuns(SampleSystem.number(0), START, 1).measured(id, 1).done();
    Cell cell = run.record().cells().getFirst();
    Outcome.Measured<CellResult> outcome = (Outcome.Measured<CellResult>) cell.outcome();
    CellResult result = outcome.result();
    Telemetry<Energy> telemetry = result.telemetry();
    return new Measured(
        new SystemUnderTest("A", RunData.of(run.record(), run.forks()), List.of()),
        cell,
        new Outcome.Measured<>(
            outcome.device(),
            outcome.engine(),
            outcome.verification(),
            new CellResult(
                result.metrics(),
                result.steadyStates(),
                energies.length == 0
                    ? Telemetry.missing("no sensor")
                    : new Telemetry<>(
                        new Available<>(List.of(energies)),
                        telemetry.refusedEnergy(),
                        telemetry.utilization(),
                        telemetry.throttle(),
                        telemetry.interference()),
                result.training())),
        List.of(),
        BootstrapResamples.none("not needed"));
  }

  /** An energy of so many watts over 2 s. */
  private static Energy energy(
      String domain, String source, Share share, double watts, @Nullable Double idle) {
    return new Energy(
        domain,
        source,
        null,
        share,
        2 * watts,
        2,
        10,
        idle,
        idle == null ? null : Double.valueOf(1),
        1,
        idle == null ? "not measured" : null);
  }

  private static TaskEnergy task(Energy... energies) {
    return Objects.requireNonNull(TaskEnergy.of(measured(GEMM, energies)));
  }

  private static final Energy PACKAGE_0 = energy("package-0", "rapl", Share.PRIMARY, 100, 30.0);
  private static final Energy PACKAGE_1 = energy("package-1", "rapl", Share.PRIMARY, 80, 20.0);
  private static final Energy CORE = energy("core", "rapl", Share.PART, 60, 5.0);
  private static final Energy GPU = energy("gpu-0", "nvml", Share.SURROUNDING, 40, 25.0);
  private static final Energy WALL = energy("host", "wall-meter", Share.SURROUNDING, 400, 150.0);

  /** Two seconds and ten executions each: W ÷ 5 are J of one execution. */
  @Test
  void aSystemIsWhatIsOwnAndWhatIsAroundItWithoutPartsOfAnother() {
    TaskEnergy task = task(PACKAGE_0, PACKAGE_1, CORE, GPU);
    assertThat(task.own()).containsExactly(PACKAGE_0, PACKAGE_1);
    assertThat(task.system(false)).containsExactly(PACKAGE_0, PACKAGE_1, GPU);
    assertThat(task.systemJoules().orNull()).isEqualTo(220 / 5.0, within(1e-9));
    assertThat(task.idleWatts(false)).isEqualTo(75, within(1e-9));
  }

  @Test
  void aMeterInFrontOfTheMachineIsTheSystem() {
    TaskEnergy task = task(PACKAGE_0, WALL, PACKAGE_1);
    assertThat(task.whole()).isTrue();
    assertThat(task.system(true)).containsExactly(WALL);
    assertThat(task.system(false)).containsExactly(PACKAGE_0, PACKAGE_1);
    assertThat(task.systemJoules().orNull()).isEqualTo(80, within(1e-9));
    Energy second = energy("rack", "wall-meter", Share.SURROUNDING, 900, 300.0);
    assertThat(task(PACKAGE_0, WALL, second).system(true)).as("the first").containsExactly(WALL);
  }

  /** The platform's counter contains the package's; what a labelled sensor contains is unknown. */
  @Test
  void whatMayContainAnotherIsNotAdded() {
    Energy platform = energy("psys", "rapl", Share.SURROUNDING, 150, 60.0);
    Energy labelled = energy("hwmon/board/12v", "hwmon-power", Share.SURROUNDING, 90, 40.0);
    Energy battery = energy("battery", "battery", Share.SURROUNDING, 170, 70.0);
    assertThat(task(PACKAGE_0, platform, labelled).system(false)).containsExactly(PACKAGE_0);
    assertThat(task(PACKAGE_0, platform, battery).system(false))
        .as("it feeds the whole machine")
        .containsExactly(battery);
  }

  @Test
  void aDeviceWithoutAMeterAroundItHasNoSystem() {
    Energy own = energy("gpu-0", "nvml", Share.PRIMARY, 300, 60.0);
    Energy host = energy("package-0", "rapl", Share.SURROUNDING, 90, 30.0);
    assertThat(task(own, host).systemJoules().orNull()).isEqualTo(390 / 5.0, within(1e-9));
    assertThat(task(own).systemJoules())
        .isEqualTo(new Unavailable<>("no meter measures what is around gpu-0 (nvml)"));
  }

  @Test
  void theLoadIsThatOfTheMixAndTheIdlePowerAMean() {
    SystemPower found =
        SystemPower.of(
            List.of(
                measured(GEMM, PACKAGE_0),
                measured("gemm/m=256,n=256,k=256", PACKAGE_1),
                measured("gemm/m=128,n=128,k=128")),
            90.0);
    assertThat(found.metered()).isEqualTo(2);
    assertThat(found.tasks()).isEqualTo(3);
    assertThat(found.power()).isEqualTo(new Power(90, 25.0, false));
    assertThat(found.domains()).containsExactly("package-0 (rapl)", "package-1 (rapl)");
    assertThat(found.uncalibrated()).as("no fork says how accurate").isEqualTo(found.domains());
    assertThat(found.uncertaintyPercent()).isEqualTo(1, within(1e-9));
  }

  /** Powers of different extent have no mean. */
  @Test
  void theMeterInFrontCountsOnlyWhereItMeasuredEveryTask() {
    Measured both = measured(GEMM, PACKAGE_0, WALL);
    Measured inside = measured("gemm/m=256,n=256,k=256", PACKAGE_0);
    assertThat(SystemPower.of(List.of(both), 400.0).power()).isEqualTo(new Power(400, 150.0, true));
    assertThat(SystemPower.of(List.of(both, inside), 100.0).power())
        .isEqualTo(new Power(100, 30.0, false));
    assertThat(SystemPower.watts(List.of(both, inside)))
        .containsExactly(20 / both.seconds(), 20 / inside.seconds());
  }

  /** A sum or a mean without one part would pass for the whole. */
  @Test
  void oneUnknownIdlePowerMakesTheIdlePowerUnknown() {
    Energy unknown = energy("package-1", "rapl", Share.PRIMARY, 80, null);
    assertThat(task(PACKAGE_0, unknown).idleWatts(false)).isNull();
    assertThat(SystemPower.of(List.of(measured(GEMM, PACKAGE_0), measured(GEMM, unknown)), 90.0))
        .extracting(SystemPower::power)
        .isEqualTo(new Power(90, null, false));
  }

  @Test
  void withoutAMeterThereIsNoPower() {
    assertThat(SystemPower.of(List.of(measured(GEMM)), null))
        .isEqualTo(new SystemPower(null, 0, 1, Set.of(), Set.of(), 0));
  }
}
