package assay.core.record;

import assay.core.device.Device;
import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/** How a fork ended; only one on hardware with right output has times. */
public sealed interface ForkOutcome {
  /** The status in the record. */
  CellStatus status();

  /** What it ran on, null where it did not come to that. */
  @Nullable Device device();

  /** The library or kernel that did the work, null where it is not known. */
  @Nullable String engine();

  /** The verdict on the output, null where there was none. */
  @Nullable Verification verification();

  /**
   * Timed on hardware, output right.
   *
   * @param excludedCause null, or the recorded cause (throttled, ECC error, intruding process) for
   *     which no figure uses this fork; never its value
   * @param settling how it was warmed up until it settled, null where it was not
   */
  record Timed(
      Device.Hardware device,
      @Nullable String engine,
      Verification verification,
      Timing timing,
      @Nullable Training training,
      ForkTelemetry telemetry,
      @Nullable String excludedCause,
      @Nullable WarmupResult settling)
      implements ForkOutcome {
    public Timed {
      Checks.textOrNull("engine", engine);
      Checks.textOrNull("excludedCause", excludedCause);
      requirePassed(verification);
    }

    /** Without a word on how it settled. */
    public Timed(
        Device.Hardware device,
        @Nullable String engine,
        Verification verification,
        Timing timing,
        @Nullable Training training,
        ForkTelemetry telemetry,
        @Nullable String excludedCause) {
      this(device, engine, verification, timing, training, telemetry, excludedCause, null);
    }

    @Override
    public CellStatus status() {
      return CellStatus.OK;
    }
  }

  /**
   * Run on an emulation, output right.
   *
   * @param emulationSeconds wall time of the emulator in s as in {@link CellOutcome.Emulated}, null
   *     where it was not taken
   */
  record Checked(
      Device.Emulated device,
      @Nullable String engine,
      Verification verification,
      @Nullable Double emulationSeconds)
      implements ForkOutcome {
    public Checked {
      Checks.textOrNull("engine", engine);
      requirePassed(verification);
      Checks.notNegative("emulationSeconds", emulationSeconds);
    }

    /** Without the emulator's wall time. */
    public Checked(Device.Emulated device, @Nullable String engine, Verification verification) {
      this(device, engine, verification, null);
    }

    @Override
    public CellStatus status() {
      return CellStatus.OK;
    }
  }

  /** Simulated on a register-transfer model, output right. */
  record Modelled(
      Device.RtlModel device,
      @Nullable String engine,
      Verification verification,
      ModelFigures model)
      implements ForkOutcome {
    public Modelled {
      Checks.textOrNull("engine", engine);
      requirePassed(verification);
    }

    @Override
    public CellStatus status() {
      return CellStatus.OK;
    }
  }

  /**
   * No figures.
   *
   * @param status anything but OK
   * @param verification required where the status is INVALID, and only there
   */
  record NoFigures(
      CellStatus status,
      String reason,
      @Nullable String remedy,
      @Nullable Device device,
      @Nullable String engine,
      @Nullable Verification verification)
      implements ForkOutcome {
    public NoFigures {
      Checks.text("reason", reason);
      Checks.textOrNull("remedy", remedy);
      Checks.textOrNull("engine", engine);
      boolean invalid = status == CellStatus.INVALID;
      if (status == CellStatus.OK) {
        throw new IllegalArgumentException("status OK without figures");
      }
      if (invalid != (verification != null) || (verification != null && verification.passed())) {
        throw new IllegalArgumentException("status " + status + " with verdict " + verification);
      }
      if (invalid && device == null) {
        throw new IllegalArgumentException("status INVALID without the device");
      }
    }
  }

  private static void requirePassed(Verification verification) {
    if (!verification.passed()) {
      throw new IllegalArgumentException("the check did not pass: the status is INVALID, not OK");
    }
  }
}
