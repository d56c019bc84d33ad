package assay.core.profile;

import assay.core.profile.ForkProfile.Ceiling;
import assay.core.record.Metric;
import assay.core.record.Series;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the forks of a profile. A fork's value is the median over its rounds;
 * differences and ratios are taken within a round first. Medians and intervals are those over
 * forks.
 *
 * @param whole host time of the program, s
 * @param device device time of the program, s; null if the device has no clock of its own
 * @param writing time to write all inputs, s
 * @param reading time to read all outputs, s
 * @param launch time of the smallest program, s
 * @param rows one a part, in the order of execution
 * @param unexplained what the times of the parts by marks leave of the whole, s; of the device's
 *     time if the device marks; null without marks
 * @param unexplainedPercent the same in % of the whole
 * @param markingPercent by how much marks slow the program down, %; null without marks
 * @param aloneDifference the whole less the times of all parts alone, s; null if there are none
 * @param noMarks why there are no times by marks, null if there are
 * @param noAblation why nothing was timed alone or cut short, null if it was
 */
public record ProfileSummary(
    Metric whole,
    @Nullable Metric device,
    Metric writing,
    Metric reading,
    Metric launch,
    List<Row> rows,
    @Nullable Metric unexplained,
    @Nullable Metric unexplainedPercent,
    @Nullable Metric markingPercent,
    @Nullable Metric aloneDifference,
    @Nullable String noMarks,
    @Nullable String noAblation) {
  private static final String SECONDS = "s";
  private static final String PERCENT = "%";

  /** What an execution of a part cannot be faster than. */
  public enum Bound {
    /** The peak of arithmetic. */
    COMPUTE,
    /** The bandwidth reached on a working set of at least what it moves. */
    MEMORY,
    /** The time to start any kernel. */
    LAUNCH
  }

  /**
   * The roofline time of a part.
   *
   * @param bound what takes most of it
   * @param workingSet on which the bandwidth was reached, bytes
   * @param level nearest cache level that holds it, 0 if none does or the caches are unknown
   * @param compute operations ÷ peak, s
   * @param memory bytes ÷ bandwidth, s
   * @param launch time of the smallest program, s
   */
  public record Roof(
      Bound bound, long workingSet, int level, double compute, double memory, double launch) {
    /** The larger of compute and memory, and the launch, s. */
    public double seconds() {
      return Math.max(compute, memory) + launch;
    }
  }

  /**
   * A part.
   *
   * @param time by marks, or else by the difference of programs cut short, or the whole if there is
   *     nothing else, s
   * @param sharePercent of the whole, %
   * @param marked time by marks, s; null without
   * @param difference time by which the program cut short after it is longer than the one cut short
   *     before it, s; null without
   * @param alone time by itself, s; null without
   * @param inProgram time by marks ÷ time alone; null without both
   * @param roof medians over forks; null if no ceiling was measured
   * @param recoverable time less roofline time of the same fork, s; null without a roof
   */
  public record Row(
      ProfiledPart part,
      Metric time,
      Metric sharePercent,
      @Nullable Metric marked,
      @Nullable Metric difference,
      @Nullable Metric alone,
      @Nullable Metric inProgram,
      @Nullable Roof roof,
      @Nullable Metric recoverable) {
    /** Operations per second. */
    public double flopsPerSecond() {
      return part.flops() / time.median();
    }

    /** Bytes per second, as if values within the part never left the chip. */
    public double bytesPerSecond() {
      return part.bytes() / time.median();
    }

    /** Operations per byte if values within the part never leave the chip. */
    public double intensity() {
      return (double) part.flops() / part.bytes();
    }

    /** Operations per byte if each operation reads and writes all of its tensors. */
    public double unfusedIntensity() {
      return (double) part.flops() / part.unfusedBytes();
    }

    /** Whether it is faster than its roof beyond the interval, so that the roof is wrong. */
    public boolean aboveRoof() {
      return recoverable != null
          && (recoverable.ciHigh() != null ? recoverable.ciHigh() : recoverable.median()) < 0;
    }
  }

  /** Copies the rows. */
  public ProfileSummary {
    rows = List.copyOf(rows);
  }

  /** The rows by recoverable time, the largest first; by time where there is no roof. */
  public List<Row> byRecoverable() {
    return rows.stream()
        .sorted(
            Comparator.comparingDouble((Row row) ->
                    row.recoverable() == null ? row.time().median() : row.recoverable().median())
                .reversed())
        .toList();
  }

  /** The summary; empty if no fork was measured. */
  public static Optional<ProfileSummary> of(Profile profile) {
    List<ForkProfile> forks = profile.measured();
    return forks.isEmpty() ? Optional.empty() : Optional.of(new Of(forks).summary());
  }

  /**
   * Each fork's time of each part, s: as in {@link Row#time}.
   *
   * @return a row a part, a column a fork
   */
  public static double[][] partTimes(List<ForkProfile> forks) {
    Of of = new Of(forks);
    double[][] times = new double[forks.getFirst().parts().size()][];
    for (int part = 0; part < times.length; part++) {
      times[part] = of.time(part);
    }
    return times;
  }

  /** The computation. */
  private record Of(List<ForkProfile> forks) {
    ProfileSummary summary() {
      ForkProfile first = forks.getFirst();
      List<Row> rows = new ArrayList<>();
      for (int part = 0; part < first.parts().size(); part++) {
        rows.add(row(part));
      }
      boolean marks = all(f -> f.marks() != null);
      boolean ablation = all(f -> f.ablation() != null);
      return new ProfileSummary(
          metric(SECONDS, f -> f.whole().toArray()),
          all(f -> f.device() != null)
              ? metric(SECONDS, f -> Objects.requireNonNull(f.device()).toArray())
              : null,
          metric(SECONDS, f -> f.writing().toArray()),
          metric(SECONDS, f -> f.reading().toArray()),
          metric(SECONDS, f -> f.launch().toArray()),
          rows,
          marks ? metric(SECONDS, f -> rest(base(f), marks(f).parts())) : null,
          marks
              ? metric(PERCENT, f -> percent(rest(base(f), marks(f).parts()), base(f).toArray()))
              : null,
          marks ? metric(PERCENT, Of::marking) : null,
          ablation ? metric(SECONDS, f -> rest(f.whole(), ablation(f).alone())) : null,
          first.noMarks(),
          first.noAblation());
    }

    private boolean all(Function<ForkProfile, Boolean> has) {
      return forks.stream().allMatch(has::apply);
    }

    private static ForkProfile.Marks marks(ForkProfile fork) {
      return Objects.requireNonNull(fork.marks());
    }

    private static ForkProfile.Ablation ablation(ForkProfile fork) {
      return Objects.requireNonNull(fork.ablation());
    }

    /** What the parts add up to: the device's time if the device marks. */
    private static Series base(ForkProfile fork) {
      boolean ofDevice = fork.marks() != null && fork.marks().byDevice();
      return ofDevice && fork.device() != null ? fork.device() : fork.whole();
    }

    private static double[] rest(Series whole, List<Series> parts) {
      double[] left = whole.toArray();
      for (Series part : parts) {
        for (int round = 0; round < left.length; round++) {
          left[round] -= part.get(round);
        }
      }
      return left;
    }

    private static double[] percent(double[] part, double[] whole) {
      double[] share = new double[part.length];
      for (int round = 0; round < share.length; round++) {
        share[round] = 100 * part[round] / whole[round];
      }
      return share;
    }

    private static double[] marking(ForkProfile fork) {
      double[] shares = percent(marks(fork).whole().toArray(), fork.whole().toArray());
      return Arrays.stream(shares).map(share -> share - 100).toArray();
    }

    private Metric metric(String unit, Function<ForkProfile, double[]> rounds) {
      return ofForks(
          unit, forks.stream().mapToDouble(f -> Quantiles.median(rounds.apply(f))).toArray());
    }

    private Metric ofForks(String unit, double[] medians) {
      long rounds = forks.stream().mapToLong(f -> f.whole().size()).sum();
      return Metric.of(
          unit,
          Quantiles.median(medians),
          MedianInterval.of(medians),
          rounds,
          medians.length,
          false,
          null);
    }

    private static double[] difference(ForkProfile fork, int part) {
      List<Series> cut = ablation(fork).truncated();
      double[] until = (part < cut.size() ? cut.get(part) : fork.whole()).toArray();
      if (part > 0) {
        Series before = cut.get(part - 1);
        for (int round = 0; round < until.length; round++) {
          until[round] -= before.get(round);
        }
      }
      return until;
    }

    private static double[] rounds(ForkProfile fork, int part) {
      if (fork.marks() != null) {
        return fork.marks().parts().get(part).toArray();
      }
      return fork.ablation() != null ? difference(fork, part) : fork.whole().toArray();
    }

    double[] time(int part) {
      return forks.stream().mapToDouble(f -> Quantiles.median(rounds(f, part))).toArray();
    }

    private Row row(int part) {
      boolean marks = all(f -> f.marks() != null);
      boolean ablation = all(f -> f.ablation() != null);
      ProfiledPart about = forks.getFirst().parts().get(part);
      double[] time = time(part);
      List<Optional<Roof>> roofs = forks.stream().map(f -> roof(f, about)).toList();
      boolean roofed = roofs.stream().allMatch(Optional::isPresent);
      double[] recoverable = new double[forks.size()];
      for (int fork = 0; roofed && fork < recoverable.length; fork++) {
        recoverable[fork] = time[fork] - roofs.get(fork).orElseThrow().seconds();
      }
      return new Row(
          about,
          ofForks(SECONDS, time),
          metric(PERCENT, f -> percent(rounds(f, part), base(f).toArray())),
          marks ? metric(SECONDS, f -> marks(f).parts().get(part).toArray()) : null,
          ablation ? metric(SECONDS, f -> difference(f, part)) : null,
          ablation ? metric(SECONDS, f -> ablation(f).alone().get(part).toArray()) : null,
          marks && ablation
              ? metric(
                  "1",
                  f ->
                      Arrays.stream(
                              percent(
                                  marks(f).parts().get(part).toArray(),
                                  ablation(f).alone().get(part).toArray()))
                          .map(p -> p / 100)
                          .toArray())
              : null,
          roofed ? typical(roofs.stream().map(Optional::orElseThrow).toList()) : null,
          roofed ? ofForks(SECONDS, recoverable) : null);
    }

    /** Medians over forks, with the working set of the first. */
    private static Roof typical(List<Roof> roofs) {
      Roof first = roofs.getFirst();
      return roof(
          first.workingSet(),
          first.level(),
          median(roofs, Roof::compute),
          median(roofs, Roof::memory),
          median(roofs, Roof::launch));
    }

    private static double median(List<Roof> roofs, Function<Roof, Double> part) {
      return Quantiles.median(roofs.stream().mapToDouble(part::apply).toArray());
    }

    private static Roof roof(
        long workingSet, int level, double compute, double memory, double launch) {
      Bound bound = compute > memory ? Bound.COMPUTE : Bound.MEMORY;
      return new Roof(
          launch > Math.max(compute, memory) ? Bound.LAUNCH : bound,
          workingSet,
          level,
          compute,
          memory,
          launch);
    }

    private static Optional<Roof> roof(ForkProfile fork, ProfiledPart part) {
      Map<String, Ceiling> ceilings = fork.ceilings();
      long largest = ceilings.values().stream().mapToLong(Ceiling::bytes).max().orElse(0);
      double peak = 0;
      double bandwidth = 0;
      long workingSet = 0;
      int level = 0;
      for (Ceiling ceiling : ceilings.values()) {
        double rate = Quantiles.median(ceiling.rates().toArray());
        if (ceiling.kind() == Ceiling.Kind.COMPUTE) {
          peak = Math.max(peak, rate);
        } else if (rate > bandwidth && ceiling.bytes() >= Math.min(part.bytes(), largest)) {
          bandwidth = rate;
          workingSet = ceiling.bytes();
          level = ceiling.level();
        }
      }
      return (part.flops() > 0 && peak == 0) || bandwidth == 0
          ? Optional.empty()
          : Optional.of(
              roof(
                  workingSet,
                  level,
                  peak == 0 ? 0 : part.flops() / peak,
                  part.bytes() / bandwidth,
                  Quantiles.median(fork.launch().toArray())));
    }
  }
}
