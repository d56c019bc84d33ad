package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.checks.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was observed beside a run as a whole.
 *
 * @param root folder that stood for the machine; null for the machine's own sensors
 * @param periodSeconds time between two slow readings, s, or why nothing was sampled
 * @param samplerPercentOfCore processor time of the sampler, % of one core over the run; null where
 *     it was not measured
 * @param sources every source, whether it gave something or not
 * @param idle power of the idle machine by domain
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
   * A source as it was found.
   *
   * @param id such as {@code rapl}
   * @param energy whether it could give energy or power on some machine
   * @param gives what it gave, or why it gave nothing and what would help
   * @param gaps parts of it that gave nothing
   */
  public record Source(String id, boolean energy, Availability<String> gives, List<Gap> gaps) {
    public Source {
      Checks.text("source", id);
      gaps = List.copyOf(gaps);
    }

    /** Whether it gave something. */
    public boolean available() {
      return gives instanceof Availability.Available;
    }

    /** What it gave, or why it gave nothing. */
    public String finding() {
      return switch (gives) {
        case Availability.Available<String>(String found) -> found;
        case Availability.Unavailable<String> none -> none.reason();
      };
    }

    /** What would help; null where it is available. */
    public @Nullable Remedy remedy() {
      return gives instanceof Availability.Unavailable<String> none ? none.remedy() : null;
    }
  }

  /**
   * A part of a source that gave nothing.
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
   * Power of the idle machine.
   *
   * @param domain what is metered
   * @param source the source
   * @param watts mean of the baselines before and after the run, W; null where there is none
   * @param plusMinusWatts expanded uncertainty (k = 2) with the drift between the two, W; null
   *     together with {@code watts}
   * @param note which baselines there are, or why none
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
        throw new IllegalArgumentException("idle power goes with its uncertainty");
      }
    }
  }

  /**
   * A counter compared with the integral of a power sensor of the same domain.
   *
   * @param when {@code idle} or {@code load}
   * @param agree whether they agree; null where there is no second sensor
   * @param text the figures and the verdict in one line
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
