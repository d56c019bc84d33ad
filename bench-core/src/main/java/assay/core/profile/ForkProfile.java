package assay.core.profile;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.checks.Checks;
import assay.core.record.EnergyReading;
import assay.core.record.Series;
import assay.core.spi.ProgramParts;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one fork measured. All series have one value a round: the mean time of an execution in s. In
 * a round everything is timed once, in random order, so that the values of a round belong together.
 *
 * @param parts in the order of execution; the same in every fork
 * @param whole host time of the program as it is measured elsewhere, without marks
 * @param device device time of the same executions, null if the device has no clock of its own
 * @param marks times by marks, null if the target cannot mark
 * @param noMarks why it cannot, null if it can
 * @param ablation times of parts by themselves and of the program cut short, null if there are none
 * @param noAblation why there are none, null if there are
 * @param writing time to write all inputs
 * @param reading time to read all outputs
 * @param launch time of the smallest program: what no execution is faster than
 * @param ceilings by what reached them, this device's rates in this fork
 * @param busyProcessors processor time of this process ÷ host time while the whole program ran
 * @param timedSeconds time of all rounds, s
 * @param collections garbage collections meanwhile
 * @param collectionSeconds their time, s
 * @param remotePercent share of this process's memory in other nodes than those of its threads, %;
 *     null where there is one node, or none that the kernel tells
 * @param energy of executions; null in profiles of before it was read
 * @param sampled telemetry during the timing, by channel; null in profiles of before it was read
 */
public record ForkProfile(
    List<ProfiledPart> parts,
    Series whole,
    @Nullable Series device,
    @Nullable Marks marks,
    @Nullable String noMarks,
    @Nullable Ablation ablation,
    @Nullable String noAblation,
    Series writing,
    Series reading,
    Series launch,
    Map<String, Ceiling> ceilings,
    double busyProcessors,
    double timedSeconds,
    long collections,
    double collectionSeconds,
    @Nullable Double remotePercent,
    @Nullable Energy energy,
    @Nullable Map<String, Sampled> sampled) {

  /**
   * Times by marks.
   *
   * @param clock whose time it is
   * @param whole host time of the marked program
   * @param parts one series a part
   * @param timeline start and ends of the parts in one execution of typical length, s since its
   *     start
   * @param around when the host did what belongs to that execution; null in profiles of before it
   *     was kept
   */
  public record Marks(
      ProgramParts.Clock clock,
      Series whole,
      List<Series> parts,
      Series timeline,
      @Nullable Around around) {
    public Marks {
      parts = List.copyOf(parts);
    }

    /** Whether the times are the device's, not the host's. */
    public boolean byDevice() {
      return clock == ProgramParts.Clock.DEVICE;
    }
  }

  /**
   * When the host wrote all inputs, executed, and read all outputs, one after the other; s since
   * the timing of the fork began.
   *
   * @param writing begin of writing the inputs
   * @param executing end of that and begin of the execution
   * @param executed end of the execution and begin of reading the outputs
   * @param read end of that
   */
  public record Around(double writing, double executing, double executed, double read) {
    public Around {
      if (!(0 <= writing && writing <= executing && executing <= executed && executed <= read)) {
        throw new IllegalArgumentException("an execution runs from its inputs to its outputs");
      }
    }
  }

  /**
   * Samples of a channel.
   *
   * @param unit of the values
   * @param seconds times of the samples, s since the timing of the fork began, ascending; a value
   *     that is a mean over an interval has the time of its begin
   * @param values one a time
   */
  public record Sampled(String unit, Series seconds, Series values) {
    public Sampled {
      Checks.text("unit", unit);
      if (seconds.size() != values.size()) {
        throw new IllegalArgumentException(values.size() + " values at " + seconds.size());
      }
    }
  }

  /**
   * Times by leaving out.
   *
   * @param alone each part by itself, on the values that it has in the program
   * @param truncated the program up to and with each part but the last
   */
  public record Ablation(List<Series> alone, List<Series> truncated) {
    public Ablation {
      alone = List.copyOf(alone);
      truncated = List.copyOf(truncated);
    }
  }

  /**
   * Energy by the target's own meters, each over a loop of executions in which nothing else ran.
   *
   * @param whole of the program without marks
   * @param alone of each part by itself; empty if nothing was executed alone, or nothing metered
   */
  public record Energy(
      Availability<List<EnergyReading>> whole, List<Availability<List<EnergyReading>>> alone) {
    public Energy {
      alone = List.copyOf(alone);
    }

    /** That of a part by itself, or why there is none, or the reason given if none is known. */
    Availability<List<EnergyReading>> alone(int part, @Nullable String notExecuted) {
      if (!alone.isEmpty()) {
        return alone.get(part);
      }
      return whole instanceof Unavailable<List<EnergyReading>> none
          ? none
          : new Unavailable<>(String.valueOf(notExecuted));
    }
  }

  /** Energy of a part by itself, or why there is none; null in profiles of before it was read. */
  public @Nullable Availability<List<EnergyReading>> energyAlone(int part) {
    return energy == null ? null : energy.alone(part, noAblation);
  }

  /**
   * A rate that the device reached.
   *
   * @param kind what it limits
   * @param target that reached it
   * @param bytes working set in bytes, 0 for arithmetic
   * @param level nearest cache level that holds the working set, 0 if none does or the caches are
   *     unknown, and for arithmetic
   * @param rates in FLOP/s or B/s
   */
  public record Ceiling(Kind kind, String target, long bytes, int level, Series rates) {
    /** What a ceiling limits. */
    public enum Kind {
      /** Operations per second. */
      COMPUTE,
      /** Bytes per second. */
      MEMORY
    }

    public Ceiling {
      Checks.text("target", target);
      Checks.notNegative("bytes", Long.valueOf(bytes));
    }
  }

  /** The same with what was observed meanwhile. */
  public ForkProfile observed(Energy metered, Map<String, Sampled> channels) {
    return new ForkProfile(
        parts,
        whole,
        device,
        marks,
        noMarks,
        ablation,
        noAblation,
        writing,
        reading,
        launch,
        ceilings,
        busyProcessors,
        timedSeconds,
        collections,
        collectionSeconds,
        remotePercent,
        metered,
        channels);
  }

  /** Whether each part has a time of its own. */
  public boolean divided() {
    return marks != null || ablation != null || parts.size() == 1;
  }

  /** Checks that every part has its series. */
  public ForkProfile {
    parts = List.copyOf(parts);
    ceilings = Collections.unmodifiableMap(new TreeMap<>(ceilings));
    sampled = sampled == null ? null : Collections.unmodifiableMap(new TreeMap<>(sampled));
    Checks.textOrNull("noMarks", noMarks);
    Checks.textOrNull("noAblation", noAblation);
    if ((marks == null) == (noMarks == null) || (ablation == null) == (noAblation == null)) {
      throw new IllegalArgumentException("either times or why there are none");
    }
    if (marks != null && marks.parts.size() != parts.size()) {
      throw new IllegalArgumentException(marks.parts.size() + " marks of " + parts.size());
    }
    if (ablation != null
        && (ablation.alone.size() != parts.size()
            || ablation.truncated.size() != parts.size() - 1)) {
      throw new IllegalArgumentException(
          ablation.alone.size() + " times of " + parts.size() + " parts");
    }
    Checks.notNegative("busyProcessors", busyProcessors);
    Checks.notNegative("collections", Long.valueOf(collections));
    Checks.notNegative("timedSeconds", timedSeconds);
    Checks.notNegative("collectionSeconds", collectionSeconds);
    Checks.notNegative("remotePercent", remotePercent);
    if (energy != null && !energy.alone.isEmpty() && energy.alone.size() != parts.size()) {
      throw new IllegalArgumentException(
          energy.alone.size() + " energies of " + parts.size() + " parts");
    }
  }
}
