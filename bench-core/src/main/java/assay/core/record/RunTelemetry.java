package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.checks.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was observed during a run as a whole.
 *
 * @param root folder read in place of the machine; null for the machine's own sensors
 * @param periodSeconds time between two slow readings in s, or why nothing was sampled
 * @param samplerPercentOfCore CPU time of the sampler in % of one core over the run; null if not
 *     measured
 * @param sources every source, whether available or not
 * @param idle idle power of the machine by domain
 * @param crossChecks counters compared with a second sensor
 */
public record RunTelemetry(
    @Nullable String root,
    Availability<Double> periodSeconds,
    @Nullable Double samplerPercentOfCore,
    List<Source> sources,
    List<Idle> idle,
    List<CrossChecked> crossChecks) {
  /**
   * The state of a source.
   *
   * @param id such as {@code rapl}
   * @param energy whether it can provide energy or power on some machine
   * @param gives what it provided, or why it provided nothing and what would help
   * @param gaps parts of it that provided nothing
   */
  public record Source(String id, boolean energy, Availability<String> gives, List<Gap> gaps) {
    public Source {
      Checks.text("source", id);
      gaps = List.copyOf(gaps);
    }

    /** Whether it provided something. */
    public boolean available() {
      return gives instanceof Availability.Available;
    }

    /** What it provided, or why it provided nothing. */
    public String finding() {
      return switch (gives) {
        case Availability.Available<String>(String found) -> found;
        case Availability.Unavailable<String> none -> none.reason();
      };
    }

    /** What would help; null if it is available. */
    public @Nullable Remedy remedy() {
      return gives instanceof Availability.Unavailable<String> none ? none.remedy() : null;
    }
  }

  /**
   * A part of a source that provided nothing.
   *
   * @param what such as {@code package-0 energy}
   */
  public record Gap(String what, String reason, Remedy remedy) {
    public Gap {
      Checks.text("what", what);
      Checks.text("reason", reason);
    }
  }

  /**
   * Idle power of the machine.
   *
   * @param domain what is measured
   * @param source the source
   * @param watts mean of the baselines before and after the run in W; null if there is none
   * @param plusMinusWatts expanded uncertainty (k = 2) in W, including the drift between the two;
   *     null together with {@code watts}
   * @param note which baselines there are, or why there is none
   */
  public record Idle(
      String domain,
      String source,
      @Nullable Double watts,
      @Nullable Double plusMinusWatts,
      String note) {
    public Idle {
      Checks.text("domain", domain);
      Checks.text("source", source);
      Checks.text("note", note);
      Checks.notNegative("watts", watts);
      Checks.notNegative("plusMinusWatts", plusMinusWatts);
      if ((watts == null) != (plusMinusWatts == null)) {
        throw new IllegalArgumentException("idle power and its uncertainty must be given together");
      }
    }
  }

  /**
   * A counter compared with the integral of a power sensor of the same domain.
   *
   * @param when {@code idle} or {@code load}
   * @param agree whether they agree; null if there is no second sensor
   * @param text the values and the verdict in one line
   */
  public record CrossChecked(String domain, String when, @Nullable Boolean agree, String text) {
    public CrossChecked {
      Checks.text("domain", domain);
      Checks.text("when", when);
      Checks.text("text", text);
    }
  }

  public RunTelemetry {
    Checks.textOrNull("root", root);
    Checks.notNegative("periodSeconds", periodSeconds.orNull());
    Checks.notNegative("samplerPercentOfCore", samplerPercentOfCore);
    sources = List.copyOf(sources);
    idle = List.copyOf(idle);
    crossChecks = List.copyOf(crossChecks);
  }

  /** Nothing was sampled. */
  public static RunTelemetry none(String reason) {
    return new RunTelemetry(
        null, new Availability.Unavailable<>(reason), null, List.of(), List.of(), List.of());
  }

  /** Why nothing was sampled; null where it was. */
  public @Nullable String off() {
    return periodSeconds.whyNot();
  }
}
