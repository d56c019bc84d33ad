package assay.core.record;

import assay.core.program.Work;
import assay.core.device.Device;
import assay.core.stats.SteadyState;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cell as it stands in the file: flat, every field present, null where it does not apply. */
record CellJson(
    String workload,
    String target,
    String precision,
    @Nullable Device device,
    @Nullable String engine,
    CellStatus status,
    @Nullable String reason,
    @Nullable String remedy,
    @Nullable Verification verification,
    @Nullable Work work,
    Map<String, Metric> metrics,
    Map<String, String> metricsUnavailable,
    Map<SteadyState, Integer> steadyStates,
    @Nullable List<Energy> energy,
    @Nullable String energyUnavailable,
    List<RefusedEnergy> energyRefused,
    @Nullable Map<String, Gauge> utilization,
    @Nullable String utilizationUnavailable,
    @Nullable Throttle throttle,
    @Nullable String throttleUnavailable,
    List<Interference> disturbances,
    @Nullable Training training,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelFigures model,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double emulationSeconds) {

  static CellJson of(Cell cell) {
    CellOutcome outcome = cell.outcome();
    Figures figures = outcome.figures();
    Telemetry telemetry = figures == null ? null : figures.telemetry();
    return new CellJson(
        cell.id().workload(),
        cell.id().target(),
        cell.id().precision(),
        outcome.device(),
        outcome.engine(),
        outcome.status(),
        outcome.reason(),
        outcome.remedy(),
        outcome.verification(),
        cell.work(),
        figures == null ? Map.of() : figures.metrics(),
        figures == null ? Map.of() : figures.unavailable(),
        figures == null ? Map.of() : figures.steadyStates(),
        telemetry == null ? null : Observed.value(telemetry.energy()),
        telemetry == null ? null : Observed.reason(telemetry.energy()),
        telemetry == null ? List.of() : telemetry.refused(),
        telemetry == null ? null : Observed.value(telemetry.utilization()),
        telemetry == null ? null : Observed.reason(telemetry.utilization()),
        telemetry == null ? null : Observed.value(telemetry.throttle()),
        telemetry == null ? null : Observed.reason(telemetry.throttle()),
        telemetry == null ? List.of() : telemetry.disturbances(),
        figures == null ? null : figures.training(),
        outcome instanceof CellOutcome.Modelled modelled ? modelled.model() : null,
        outcome instanceof CellOutcome.Emulated emulated ? emulated.emulationSeconds() : null);
  }

  Cell toCell() {
    CellId id = new CellId(workload, target, precision);
    try {
      return new Cell(id, work, outcome());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cell " + id + ": " + e.getMessage(), e);
    }
  }

  private CellOutcome outcome() {
    if (status == CellStatus.OK) {
      absent("a reason", reason);
      absent("a remedy", remedy);
      Verification verdict = need("verification", verification);
      return switch (need("device", device)) {
        case Device.Hardware hardware -> {
          noModel("hardware");
          absent("an emulator's time on hardware", emulationSeconds);
          yield new CellOutcome.Measured(hardware, engine, verdict, figures());
        }
        case Device.Emulated emulated -> {
          noFigures("an emulated device");
          noModel("an emulated device");
          yield new CellOutcome.Emulated(emulated, engine, verdict, emulationSeconds);
        }
        case Device.RtlModel rtl -> {
          noFigures("an RTL model");
          yield new CellOutcome.Modelled(rtl, engine, verdict, need("model", model));
        }
      };
    }
    noFigures("status " + status);
    noModel("status " + status);
    absent("an emulator's time", emulationSeconds);
    String why = need("reason", reason);
    return switch (status) {
      case INVALID -> {
        absent("a remedy", remedy);
        yield new CellOutcome.Invalid(
            need("device", device), engine, need("verification", verification), why);
      }
      case FAILED -> {
        absent("a verdict", verification);
        yield new CellOutcome.Failed(device, engine, why, remedy);
      }
      case TIMED_OUT -> {
        absent("a verdict", verification);
        yield new CellOutcome.TimedOut(device, engine, why, remedy);
      }
      case UNSUPPORTED -> {
        neverRan();
        yield new CellOutcome.Unsupported(why, remedy);
      }
      case UNAVAILABLE -> {
        neverRan();
        yield new CellOutcome.Unavailable(why, remedy);
      }
      case OK -> throw new AssertionError("handled above");
    };
  }

  private Figures figures() {
    return new Figures(
        metrics,
        metricsUnavailable,
        steadyStates,
        new Telemetry(
            Observed.of("energy", energy, energyUnavailable),
            energyRefused,
            Observed.of("utilization", utilization, utilizationUnavailable),
            Observed.of("throttle", throttle, throttleUnavailable),
            disturbances),
        training);
  }

  private void noFigures(String who) {
    boolean some = !(metrics.isEmpty() && metricsUnavailable.isEmpty() && steadyStates.isEmpty());
    boolean observed = energy != null || utilization != null || throttle != null;
    boolean excused =
        energyUnavailable != null || utilizationUnavailable != null || throttleUnavailable != null;
    boolean noted = !energyRefused.isEmpty() || !disturbances.isEmpty();
    if (some || observed || excused || noted || training != null) {
      throw new IllegalArgumentException(who + " carries figures");
    }
  }

  private void noModel(String who) {
    if (model != null) {
      throw new IllegalArgumentException(who + " carries figures of an RTL model");
    }
  }

  private void neverRan() {
    absent("a device", device);
    absent("an engine", engine);
    absent("a verdict", verification);
  }

  private void absent(String what, @Nullable Object value) {
    if (value != null) {
      throw new IllegalArgumentException("status " + status + " with " + what);
    }
  }

  private <T> T need(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("status " + status + " without " + what);
    }
    return value;
  }
}
