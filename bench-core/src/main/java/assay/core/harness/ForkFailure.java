package assay.core.harness;

import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.record.Outcome;
import assay.core.record.Status;
import org.jspecify.annotations.Nullable;

/** A fork cannot produce a metric; carries the status and the remedy for its message. */
final class ForkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status status;
  private final transient @Nullable Remedy remedy;

  ForkFailure(Status status, String reason, @Nullable Remedy remedy) {
    super(reason);
    this.status = status;
    this.remedy = remedy;
  }

  Status status() {
    return status;
  }

  @Nullable Remedy remedy() {
    return remedy;
  }

  /**
   * How the fork ended.
   *
   * @param device what it ran on, null if it did not get that far
   */
  Outcome<ForkMessage.Own> outcome(@Nullable Device device) {
    String reason = String.valueOf(getMessage());
    return switch (status) {
      case UNSUPPORTED -> new Outcome.Unsupported<>(reason, remedy);
      case UNAVAILABLE -> new Outcome.Unavailable<>(reason, remedy);
      case FAILED -> new Outcome.Failed<>(device, null, reason, remedy);
      case TIMED_OUT -> new Outcome.TimedOut<>(device, null, reason, remedy);
      case OK, INVALID -> throw new AssertionError("a status with a verdict: " + status);
    };
  }
}
