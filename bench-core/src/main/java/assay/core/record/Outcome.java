package assay.core.record;

import assay.core.availability.Remedy;
import assay.core.checks.Checks;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a fork or a cell ended, and what it may therefore carry.
 *
 * <p>Only {@link Measured} carries a result. The others carry a reason; an emulated device carries
 * a verdict and at most the emulator's wall time under a separate name, never a throughput or an
 * energy; an RTL model carries cycles.
 *
 * @param <R> the result: {@link ForkResult} for a fork, {@link CellResult} for a cell
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Measured.class, name = "MEASURED"),
  @JsonSubTypes.Type(value = Outcome.Verified.class, name = "VERIFIED"),
  @JsonSubTypes.Type(value = Outcome.Modelled.class, name = "MODELLED"),
  @JsonSubTypes.Type(value = Outcome.Invalid.class, name = "INVALID"),
  @JsonSubTypes.Type(value = Outcome.Unsupported.class, name = "UNSUPPORTED"),
  @JsonSubTypes.Type(value = Outcome.Unavailable.class, name = "UNAVAILABLE"),
  @JsonSubTypes.Type(value = Outcome.Failed.class, name = "FAILED"),
  @JsonSubTypes.Type(value = Outcome.TimedOut.class, name = "TIMED_OUT")
})
public sealed interface Outcome<R> {
  /** Whether the result is correct, or why there is none. */
  Status status();

  /** Why there is no metric; null if the status is OK. */
  default @Nullable String reason() {
    return null;
  }

  /** What can be done about it, null if nothing is known or needed. */
  default @Nullable Remedy remedy() {
    return null;
  }

  /** What it ran on, null if it did not get that far. */
  default @Nullable Device device() {
    return null;
  }

  /** Whether it ran on an emulation or an RTL model, whatever came of it. */
  default boolean simulated() {
    Device device = device();
    return device != null && !(device instanceof Device.Hardware);
  }

  /** The library or kernel that did the work, null if unknown. */
  default @Nullable String engine() {
    return null;
  }

  /** The verdict on the output, null if there is none. */
  default @Nullable Verification verification() {
    return null;
  }

  /** The result, null except for {@link Measured}. */
  default @Nullable R result() {
    return null;
  }

  /** The same outcome with the result mapped by the function; unchanged without a result. */
  @SuppressWarnings("unchecked") // Only Measured holds an R.
  default <S> Outcome<S> map(BiFunction<Device.Hardware, ? super R, ? extends S> function) {
    return this instanceof Measured<R>(var device, var engine, var verification, var result)
        ? new Measured<>(device, engine, verification, function.apply(device, result))
        : (Outcome<S>) this;
  }

  /** Ran on hardware, and the output was correct. */
  record Measured<R>(
      Device.Hardware device, @Nullable String engine, Verification verification, R result)
      implements Outcome<R> {
    public Measured {
      Checks.textOrNull("engine", engine);
      requirePassed(verification);
    }

    @Override
    public Status status() {
      return Status.OK;
    }
  }

  /**
   * Ran on an emulation, and the output was correct: verified only.
   *
   * @param emulationSeconds wall time of the emulator's first execution in s (training: mean per
   *     step), including any compilation; it says nothing about hardware and is never a metric.
   *     Null if not taken
   */
  record Verified<R>(
      Device.Emulated device,
      @Nullable String engine,
      Verification verification,
      @Nullable Double emulationSeconds)
      implements Outcome<R> {
    public Verified {
      Checks.textOrNull("engine", engine);
      requirePassed(verification);
      Checks.notNegative("emulationSeconds", emulationSeconds);
    }

    @Override
    public Status status() {
      return Status.OK;
    }
  }

  /**
   * Ran on an RTL model, and the output was correct.
   *
   * @param model cycles and resources of the model, never compared with hardware
   */
  record Modelled<R>(
      Device.RtlModel device,
      @Nullable String engine,
      Verification verification,
      ModelFigures model)
      implements Outcome<R> {
    public Modelled {
      Checks.textOrNull("engine", engine);
      requirePassed(verification);
    }

    @Override
    public Status status() {
      return Status.OK;
    }
  }

  /** Ran, and the output was wrong. */
  record Invalid<R>(
      Device device, @Nullable String engine, Verification verification, String reason)
      implements Outcome<R> {
    public Invalid {
      Checks.textOrNull("engine", engine);
      Checks.text("reason", reason);
      if (verification.passed()) {
        throw new IllegalArgumentException("the status is INVALID, but the check passed");
      }
    }

    @Override
    public Status status() {
      return Status.INVALID;
    }
  }

  /** The target cannot do it. */
  record Unsupported<R>(String reason, @Nullable Remedy remedy) implements Outcome<R> {
    public Unsupported {
      Checks.text("reason", reason);
    }

    @Override
    public Status status() {
      return Status.UNSUPPORTED;
    }
  }

  /** The target, or something it needs, is unavailable on this machine. */
  record Unavailable<R>(String reason, @Nullable Remedy remedy) implements Outcome<R> {
    public Unavailable {
      Checks.text("reason", reason);
    }

    @Override
    public Status status() {
      return Status.UNAVAILABLE;
    }
  }

  /** It ended with an error. */
  record Failed<R>(
      @Nullable Device device, @Nullable String engine, String reason, @Nullable Remedy remedy)
      implements Outcome<R> {
    public Failed {
      Checks.textOrNull("engine", engine);
      Checks.text("reason", reason);
    }

    @Override
    public Status status() {
      return Status.FAILED;
    }
  }

  /** It did not finish in time. */
  record TimedOut<R>(
      @Nullable Device device, @Nullable String engine, String reason, @Nullable Remedy remedy)
      implements Outcome<R> {
    public TimedOut {
      Checks.textOrNull("engine", engine);
      Checks.text("reason", reason);
    }

    @Override
    public Status status() {
      return Status.TIMED_OUT;
    }
  }

  private static void requirePassed(Verification verification) {
    if (!verification.passed()) {
      throw new IllegalArgumentException("the check did not pass: the status is INVALID, not OK");
    }
  }
}
