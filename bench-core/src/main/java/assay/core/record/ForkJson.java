package assay.core.record;

import assay.core.device.Device;
import assay.core.checks.Checks;
import assay.core.stats.SteadyState;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fork as it stands in the file: flat, every field present, null where it does not apply. */
record ForkJson(
    int schemaVersion,
    CellId cell,
    int fork,
    int order,
    Instant startedUtc,
    long seed,
    @Nullable String jvmVersion,
    @Nullable Long pid,
    CellStatus status,
    @Nullable String reason,
    @Nullable String remedy,
    @Nullable Device device,
    @Nullable String engine,
    @Nullable Verification verification,
    String unit,
    Series samples,
    Series warmup,
    @Nullable Series deviceSamples,
    @Nullable String deviceSamplesUnavailable,
    @Nullable String excludedCause,
    @Nullable SteadyState steadyState,
    @Nullable Latency latency,
    @Nullable Training training,
    @Nullable List<EnergyReading> energy,
    @Nullable String energyUnavailable,
    List<RefusedEnergy> energyRefused,
    @Nullable Map<String, Gauge> utilization,
    @Nullable String utilizationUnavailable,
    @Nullable Throttle throttle,
    @Nullable String throttleUnavailable,
    List<Interference> disturbances,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelFigures model,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double emulationSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WarmupResult settling,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Series endToEndSamples) {

  private static final String SECONDS = "s";

  ForkJson {
    SchemaVersion.check(schemaVersion);
    if (!SECONDS.equals(unit)) {
      throw new IllegalArgumentException("samples are in s, not in " + unit);
    }
  }

  static ForkJson of(ForkRecord record) {
    ForkContext at = record.context();
    ForkOutcome outcome = record.outcome();
    var timed = outcome instanceof ForkOutcome.Timed t ? t : null;
    var none = outcome instanceof ForkOutcome.NoFigures n ? n : null;
    Timing timing = timed == null ? null : timed.timing();
    ForkTelemetry seen = timed == null ? null : timed.telemetry();
    return new ForkJson(
        SchemaVersion.CURRENT,
        record.cell(),
        at.fork(),
        at.order(),
        at.startedUtc(),
        at.seed(),
        at.jvmVersion(),
        at.pid(),
        outcome.status(),
        none == null ? null : none.reason(),
        none == null ? null : none.remedy(),
        outcome.device(),
        outcome.engine(),
        outcome.verification(),
        SECONDS,
        timing == null ? Series.empty() : timing.samples(),
        timing == null ? Series.empty() : timing.warmup(),
        timing == null ? null : timing.deviceSamples(),
        timing == null ? null : timing.deviceReason(),
        timed == null ? null : timed.excludedCause(),
        timing == null ? null : timing.steadyState(),
        timing == null ? null : timing.latency(),
        timed == null ? null : timed.training(),
        seen == null ? null : Observed.value(seen.energy()),
        seen == null ? null : Observed.reason(seen.energy()),
        seen == null ? List.of() : seen.refused(),
        seen == null ? null : Observed.value(seen.utilization()),
        seen == null ? null : Observed.reason(seen.utilization()),
        seen == null ? null : Observed.value(seen.throttle()),
        seen == null ? null : Observed.reason(seen.throttle()),
        seen == null ? List.of() : seen.disturbances(),
        outcome instanceof ForkOutcome.Modelled modelled ? modelled.model() : null,
        outcome instanceof ForkOutcome.Checked checked ? checked.emulationSeconds() : null,
        timed == null ? null : timed.settling(),
        timing == null ? null : timing.endToEnd());
  }

  ForkRecord toFork() {
    try {
      ForkContext context = new ForkContext(fork, order, startedUtc, seed, jvmVersion, pid);
      return new ForkRecord(cell, context, outcome());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("fork " + fork + " of " + cell + ": " + e.getMessage(), e);
    }
  }

  private ForkOutcome outcome() {
    if (emulationSeconds != null && !(device instanceof Device.Emulated)) {
      throw new IllegalArgumentException("an emulator's time without an emulated device");
    }
    if (status != CellStatus.OK) {
      noTimes("status " + status);
      noModel("status " + status);
      return new ForkOutcome.NoFigures(
          status, Checks.text("reason", reason), remedy, device, engine, verification);
    }
    if (reason != null || remedy != null || verification == null) {
      throw new IllegalArgumentException("status OK needs a verdict and no reason or remedy");
    }
    return switch (device) {
      case null -> throw new IllegalArgumentException("status OK without the device");
      case Device.Emulated emulated -> {
        noTimes("an emulated device");
        noModel("an emulated device");
        yield new ForkOutcome.Checked(emulated, engine, verification, emulationSeconds);
      }
      case Device.RtlModel rtl -> {
        noTimes("an RTL model");
        if (model == null) {
          throw new IllegalArgumentException("an RTL model without its figures");
        }
        yield new ForkOutcome.Modelled(rtl, engine, verification, model);
      }
      case Device.Hardware hardware -> {
        noModel("hardware");
        yield new ForkOutcome.Timed(
            hardware,
            engine,
            verification,
            timing(),
            training,
            telemetry(),
            excludedCause,
            settling);
      }
    };
  }

  private Timing timing() {
    if (steadyState == null) {
      throw new IllegalArgumentException("a timed fork without steady-state class");
    }
    return new Timing(
        samples,
        warmup,
        deviceSamples,
        deviceSamplesUnavailable,
        steadyState,
        latency,
        endToEndSamples);
  }

  private ForkTelemetry telemetry() {
    return new ForkTelemetry(
        Observed.of("energy", energy, energyUnavailable),
        energyRefused,
        Observed.of("utilization", utilization, utilizationUnavailable),
        Observed.of("throttle", throttle, throttleUnavailable),
        disturbances);
  }

  private void noModel(String who) {
    if (model != null) {
      throw new IllegalArgumentException(who + " carries figures of an RTL model");
    }
  }

  private void noTimes(String who) {
    boolean host = !samples.isEmpty() || !warmup.isEmpty();
    boolean onDevice =
        deviceSamples != null || deviceSamplesUnavailable != null || endToEndSamples != null;
    boolean more =
        excludedCause != null || steadyState != null || latency != null || settling != null;
    boolean observed = energy != null || utilization != null || throttle != null;
    boolean excused =
        energyUnavailable != null || utilizationUnavailable != null || throttleUnavailable != null;
    boolean noted = !energyRefused.isEmpty() || !disturbances.isEmpty();
    boolean unproven = status != CellStatus.OK && emulationSeconds != null;
    if (unproven || host || onDevice || more || observed || excused || noted || training != null) {
      throw new IllegalArgumentException(who + " carries times");
    }
  }
}
