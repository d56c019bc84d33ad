package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
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

  private static Power power(Measured... all) {
    return Objects.requireNonNull(SystemPower.of(List.of(all)).power());
  }

  private static final Energy PACKAGE_0 = energy("package-0", "rapl", Share.PRIMARY, 100, 30.0);
  private static final Energy PACKAGE_1 = energy("package-1", "rapl", Share.PRIMARY, 80, 20.0);
  private static final Energy CORE = energy("core", "rapl", Share.PART, 60, 5.0);
  private static final Energy WALL = energy("host", "wall-meter", Share.SURROUNDING, 400, 150.0);

  @Test
  void domainsAreAddedUpWithoutThosePartOfAnother() {
    SystemPower found = SystemPower.of(List.of(measured(GEMM, PACKAGE_0, PACKAGE_1, CORE)));
    assertThat(found.power()).isEqualTo(new Power(180, 50.0));
    assertThat(found.domains()).containsExactly("package-0 (rapl)", "package-1 (rapl)");
  }

  @Test
  void anExternalMeterCountsAlone() {
    SystemPower found = SystemPower.of(List.of(measured(GEMM, PACKAGE_0, WALL, PACKAGE_1)));
    assertThat(found.power()).isEqualTo(new Power(400, 150.0));
    assertThat(found.domains()).containsExactly("host (wall-meter)");
    Energy second = energy("rack", "wall-meter", Share.SURROUNDING, 900, 300.0);
    assertThat(power(measured(GEMM, PACKAGE_0, WALL, second)))
        .as("the first")
        .isEqualTo(found.power());
  }

  @Test
  void theMeanIsOverMeteredTasksAndCeilingsAreNone() {
    SystemPower found =
        SystemPower.of(
            List.of(
                measured(GEMM, PACKAGE_0),
                measured("gemm/m=256,n=256,k=256", PACKAGE_1),
                measured("gemm/m=128,n=128,k=128"),
                measured("peak/fma", WALL)));
    assertThat(found.metered()).isEqualTo(2);
    assertThat(found.tasks()).isEqualTo(3);
    Power power = Objects.requireNonNull(found.power());
    assertThat(power.loadWatts()).isEqualTo(90, within(1e-9));
    assertThat(power.idleWatts()).isEqualTo(25, within(1e-9));
  }

  /** A sum or a mean without one part would pass for the whole. */
  @Test
  void oneUnknownIdlePowerMakesTheIdlePowerUnknown() {
    Energy unknown = energy("package-1", "rapl", Share.PRIMARY, 80, null);
    assertThat(power(measured(GEMM, PACKAGE_0, unknown))).isEqualTo(new Power(180, null));
    assertThat(power(measured(GEMM, unknown, PACKAGE_0))).isEqualTo(new Power(180, null));
    assertThat(power(measured(GEMM, PACKAGE_0), measured(GEMM, unknown)))
        .isEqualTo(new Power(90, null));
  }

  @Test
  void withoutAMeterThereIsNoPower() {
    SystemPower found = SystemPower.of(List.of(measured(GEMM)));
    assertThat(found).isEqualTo(new SystemPower(null, 0, 1, java.util.Set.of()));
  }
}
