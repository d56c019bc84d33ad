package assay.core.record;

import assay.core.device.Device;
import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How a cell ended and what it may therefore carry.
 *
 * <p>Figures have a place in {@link Measured} alone. Everything else has a reason, and an emulated
 * device has a verdict: no throughput, no energy, and the emulator's wall time at most, under a
 * name of its own. A register-transfer model has cycles, which are none of these.
 */
public sealed interface CellOutcome {
  /** The status in the record. */
  CellStatus status();

  /** Why there is no figure; null where the status is OK. */
  default @Nullable String reason() {
    return null;
  }

  /** What a person can do about it, null where nothing is known or needed. */
  default @Nullable String remedy() {
    return null;
  }

  /** What it ran on, null where it did not come to that. */
  default @Nullable Device device() {
    return null;
  }

  /** The library or kernel that did the work, null where it is not known. */
  default @Nullable String engine() {
    return null;
  }

  /** The verdict on the output, null where there was none. */
  default @Nullable Verification verification() {
    return null;
  }

  /** The figures, null except in {@link Measured}. */
  default @Nullable Figures figures() {
    return null;
  }

  /** Ran on hardware, and the output was right. */
  record Measured(
      Device.Hardware device, @Nullable String engine, Verification verification, Figures figures)
      implements CellOutcome {
    public Measured {
      Checks.textOrNull("engine", engine);
      requirePassed(verification);
    }

    @Override
    public CellStatus status() {
      return CellStatus.OK;
    }
  }

  /**
   * Ran on an emulation, and the output was right.
   *
   * @param emulationSeconds wall time of the emulator's first execution in s (training: mean of a
   *     step), with what it compiles on the way; it says nothing about hardware and is never a
   *     metric. Null where it was not taken
   */
  record Emulated(
      Device.Emulated device,
      @Nullable String engine,
      Verification verification,
      @Nullable Double emulationSeconds)
      implements CellOutcome {
    public Emulated {
      Checks.textOrNull("engine", engine);
      requirePassed(verification);
      Checks.notNegative("emulationSeconds", emulationSeconds);
    }

    /** Without the emulator's wall time. */
    public Emulated(Device.Emulated device, @Nullable String engine, Verification verification) {
      this(device, engine, verification, null);
    }

    @Override
    public CellStatus status() {
      return CellStatus.OK;
    }
  }

  /**
   * Ran on a register-transfer model, and the output was right.
   *
   * @param model cycles and resources; figures of a model, never to stand beside those of hardware
   */
  record Modelled(
      Device.RtlModel device,
      @Nullable String engine,
      Verification verification,
      ModelFigures model)
      implements CellOutcome {
    public Modelled {
      Checks.textOrNull("engine", engine);
      requirePassed(verification);
    }

    @Override
    public CellStatus status() {
      return CellStatus.OK;
    }
  }

  /** Ran, and the output was wrong. */
  record Invalid(Device device, @Nullable String engine, Verification verification, String reason)
      implements CellOutcome {
    public Invalid {
      Checks.textOrNull("engine", engine);
      Checks.text("reason", reason);
      requireNotPassed(verification);
    }

    @Override
    public CellStatus status() {
      return CellStatus.INVALID;
    }
  }

  /** The target cannot do it. */
  record Unsupported(String reason, @Nullable String remedy) implements CellOutcome {
    public Unsupported {
      Checks.text("reason", reason);
      Checks.textOrNull("remedy", remedy);
    }

    @Override
    public CellStatus status() {
      return CellStatus.UNSUPPORTED;
    }
  }

  /** The target is not here. */
  record Unavailable(String reason, @Nullable String remedy) implements CellOutcome {
    public Unavailable {
      Checks.text("reason", reason);
      Checks.textOrNull("remedy", remedy);
    }

    @Override
    public CellStatus status() {
      return CellStatus.UNAVAILABLE;
    }
  }

  /** An error ended it. */
  record Failed(
      @Nullable Device device, @Nullable String engine, String reason, @Nullable String remedy)
      implements CellOutcome {
    public Failed {
      Checks.textOrNull("engine", engine);
      Checks.text("reason", reason);
      Checks.textOrNull("remedy", remedy);
    }

    @Override
    public CellStatus status() {
      return CellStatus.FAILED;
    }
  }

  /** It did not finish in time. */
  record TimedOut(
      @Nullable Device device, @Nullable String engine, String reason, @Nullable String remedy)
      implements CellOutcome {
    public TimedOut {
      Checks.textOrNull("engine", engine);
      Checks.text("reason", reason);
      Checks.textOrNull("remedy", remedy);
    }

    @Override
    public CellStatus status() {
      return CellStatus.TIMED_OUT;
    }
  }

  private static void requirePassed(Verification verification) {
    if (!verification.passed()) {
      throw new IllegalArgumentException("the check did not pass: the status is INVALID, not OK");
    }
  }

  private static void requireNotPassed(Verification verification) {
    if (verification.passed()) {
      throw new IllegalArgumentException("INVALID, although the check passed");
    }
  }
}
