package assay.core.profile;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that costs time, with the figures that show it. No rule fires without them.
 *
 * @param rule which rule fired
 * @param part label of the part that it is about, null if it is about the whole program
 * @param evidence figures by name, in the units that the rule states
 */
public record Finding(Rule rule, @Nullable String part, Map<String, Double> evidence) {
  /** The rules. Shares are in %. */
  public enum Rule {
    /**
     * A part moves data about as fast as this device can: {@code sharePercent}, {@code
     * bytesPerSecond}, {@code ceiling} in B/s.
     */
    BANDWIDTH_BOUND,
    /**
     * Much of the time goes into starting kernels: {@code launchSeconds}, {@code parts}, {@code
     * sharePercent}.
     */
    LAUNCH_BOUND,
    /** One processor works, several may: {@code busyProcessors}, {@code threads}. */
    ONE_PROCESSOR,
    /** Threads wait for one another: {@code busyProcessors}, {@code threads}. */
    THREAD_IMBALANCE,
    /**
     * The processor has units for small matrices or short numbers that the engine does not use:
     * {@code sharePercent} of the parts that arithmetic bounds.
     */
    UNUSED_UNITS,
    /** Copies and changes of layout: {@code sharePercent}. */
    COPIES,
    /**
     * A part is slower in the program than alone although its data fits a cache, so that its code
     * or its data was cold: {@code ratio}, {@code ratioLow}, {@code bytes}.
     */
    COLD_IN_PROGRAM,
    /**
     * The peak fell while the fork ran: {@code firstRate}, {@code lastRate} in FLOP/s, {@code
     * forks} in which it did.
     */
    THROTTLED,
    /** Memory was collected while something was timed: {@code collections}, {@code seconds}. */
    GARBAGE_COLLECTED,
    /** Memory lies in another node than the threads: {@code remotePercent}. */
    REMOTE_MEMORY
  }

  public Finding {
    evidence = new TreeMap<>(evidence);
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException(rule + " without figures");
    }
  }
}
