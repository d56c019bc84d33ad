package assay.report.compare;

import assay.core.record.RunRecord;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether two runs are of one night. Nights differ by more than forks do: in simulations of
 * unchanged cells whose nights scatter as much as their forks, intervals over forks alone call 39
 * to 60 % of them different. So two runs of different nights are judged only if it is known by how
 * much nights differ.
 */
public sealed interface Nights {
  /** The longest pause between the end of one run and the start of the other in one night. */
  Duration MAX_PAUSE = Duration.ofHours(6);

  /** Both runs are of one machine and one night: their forks carry the comparison. */
  record One() implements Nights {}

  /**
   * Two nights, or two machines, of which nobody said how much they vary: nothing is stated.
   *
   * @param pause from the end of one run to the start of the other, null for two machines
   */
  record Unknown(@Nullable Duration pause) implements Nights {}

  /**
   * Two nights, or two machines, with a stated variation.
   *
   * @param pause from the end of one run to the start of the other, null for two machines
   * @param sigma relative standard deviation from night to night, 0.005 for 0.5 %
   */
  record Stated(@Nullable Duration pause, double sigma) implements Nights {}

  /**
   * Decides.
   *
   * @param sigma relative standard deviation from night to night as stated by the user, null if it
   *     is not known
   */
  static Nights of(
      RunRecord base, RunRecord other, MachineVerdict machines, @Nullable Double sigma) {
    Duration pause = machines instanceof MachineVerdict.NotComparable ? null : pause(base, other);
    if (pause != null && pause.compareTo(MAX_PAUSE) <= 0) {
      return new One();
    }
    return sigma == null ? new Unknown(pause) : new Stated(pause, sigma);
  }

  /** From the end of the earlier to the start of the later; negative where they overlap. */
  private static Duration pause(RunRecord base, RunRecord other) {
    boolean baseFirst = !base.startedUtc().isAfter(other.startedUtc());
    RunRecord first = baseFirst ? base : other;
    Instant ended = first.finishedUtc();
    return Duration.between(
        ended == null ? first.startedUtc() : ended,
        baseFirst ? other.startedUtc() : base.startedUtc());
  }

  /** Whether the runs are of two machines. */
  default boolean twoMachines() {
    return switch (this) {
      case One _ -> false;
      case Unknown(Duration pause) -> pause == null;
      case Stated(Duration pause, _) -> pause == null;
    };
  }

  /** Whether anything may be stated. */
  default boolean judged() {
    return !(this instanceof Unknown);
  }

  /** How far two nights differ at k = 2, as a share: 2·√2·σ; 0 in one night. */
  default double uncertainty() {
    return this instanceof Stated(_, double sigma) ? 2 * Math.sqrt(2) * sigma : 0;
  }
}
