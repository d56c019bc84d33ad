package assay.report.profile;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.profile.Finding;
import assay.core.profile.Findings;
import assay.core.profile.ForkProfile;
import assay.core.profile.ForkProfile.Ceiling;
import assay.core.profile.Phase;
import assay.core.profile.Profile;
import assay.core.profile.ProfileSummary;
import assay.core.profile.ProfileSummary.Row;
import assay.core.profile.ProfiledPart;
import assay.core.record.EnergyReading;
import assay.core.record.Metric;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All figures of a profile that has times, each a metric or the reason why there is none. */
public final class ProfileFigures {
  private static final String SECONDS = "s";
  private static final String PERCENT = "%";

  /**
   * A ceiling, over forks.
   *
   * @param name workload and target
   * @param about kind, target, working set and level
   * @param rate in FLOP/s or B/s
   */
  public record Reached(String name, Ceiling about, Metric rate) {
    /** Whether it limits arithmetic, not memory. */
    public boolean compute() {
      return about.kind() == Ceiling.Kind.COMPUTE;
    }

    /** The workload without the target. */
    String workload() {
      String on = " on " + about.target();
      return name.endsWith(on) ? name.substring(0, name.length() - on.length()) : name;
    }
  }

  private final Profile profile;
  private final List<ForkProfile> forks;
  private final ProfileSummary summary;
  private final ProfilePage page;
  private final double[][] times;

  private ProfileFigures(Profile profile, ProfileSummary summary, ProfilePage page) {
    this.profile = profile;
    this.forks = profile.measured();
    this.summary = summary;
    this.page = page;
    this.times = ProfileSummary.partTimes(forks);
  }

  /** The figures with reasons in English; empty if the profile has no times. */
  public static Optional<ProfileFigures> of(Profile profile) {
    return of(profile, new ProfilePage(Language.EN, Remedy::text));
  }

  /** The same with reasons in the page's language. */
  static Optional<ProfileFigures> of(Profile profile, ProfilePage page) {
    return shown(profile)
        ? ProfileSummary.of(profile).map(summary -> new ProfileFigures(profile, summary, page))
        : Optional.empty();
  }

  /** A wrong output in any fork takes the times from all, as it does in a run. */
  private static boolean shown(Profile profile) {
    return switch (profile.outcome().status()) {
      case INVALID -> false;
      case OK, UNSUPPORTED, UNAVAILABLE, FAILED, TIMED_OUT -> true;
    };
  }

  ProfileSummary summary() {
    return summary;
  }

  List<ForkProfile> forks() {
    return forks;
  }

  /** Parts in the order of execution. */
  public List<Row> inOrder() {
    return summary.rows();
  }

  /** Parts, the largest recoverable time first. */
  List<Row> rows() {
    return summary.byRecoverable();
  }

  /** Whether parts have times of their own. */
  boolean divided() {
    return summary.rows().size() == 1 || summary.noMarks() == null || summary.noAblation() == null;
  }

  /** Whether the program trains. */
  boolean trains() {
    return profile.parts().stream().anyMatch(part -> part.phase() == Phase.OPTIMIZER);
  }

  /** Figures of a part by name, those of the roof last. */
  public Map<String, Availability<Metric>> of(Row row) {
    Map<String, Availability<Metric>> figures = new LinkedHashMap<>();
    ProfiledPart part = row.part();
    figures.put("time", time(row.time()));
    figures.put("share", time(row.sharePercent()));
    figures.put("flopsPerSecond", rate(row, (double) part.flops(), "FLOP/s"));
    figures.put("bytesPerSecond", rate(row, (double) part.bytes(), "B/s"));
    figures.put("intensity", intensity(part.flops(), part.bytes()));
    figures.put("unfusedIntensity", intensity(part.flops(), part.unfusedBytes()));
    figures.put("marked", or(row.marked(), summary.noMarks()));
    figures.put("difference", or(row.difference(), summary.noAblation()));
    figures.put("alone", or(row.alone(), summary.noAblation()));
    figures.put(
        "inProgram",
        or(row.inProgram(), summary.noMarks() == null ? summary.noAblation() : summary.noMarks()));
    figures.put("percentOfRoof", percentOfRoof(row));
    figures.put("recoverable", recoverable(row));
    int index = summary.rows().indexOf(row);
    figures.put("energyAlone", energy(fork -> fork.energyAlone(index)));
    return figures;
  }

  private Availability<Metric> time(Metric metric) {
    return divided()
        ? new Available<>(metric)
        : new Unavailable<>(
            page.text(
                "no.part-times",
                String.valueOf(summary.noMarks()),
                String.valueOf(summary.noAblation())));
  }

  /** A time may be zero for a coarse clock, and a difference may be negative. */
  private Availability<Metric> rate(Row row, double amount, String unit) {
    Metric time = row.time();
    if (!divided()) {
      return time(time);
    }
    if (time.median() <= 0) {
      return new Unavailable<>(page.text("no.rate"));
    }
    Double low = time.ciLow();
    Double high = time.ciHigh();
    boolean ends = low != null && high != null && low > 0;
    return new Available<>(
        new Metric(
            unit,
            amount / time.median(),
            ends ? amount / Objects.requireNonNull(high) : null,
            ends ? amount / Objects.requireNonNull(low) : null,
            time.n(),
            time.forks(),
            false,
            ends || time.note() != null ? time.note() : page.text("no.rate")));
  }

  private Availability<Metric> intensity(long flops, long bytes) {
    return bytes == 0
        ? new Unavailable<>(page.text("no.bytes"))
        : new Available<>(counted("FLOP/B", (double) flops / bytes));
  }

  /** What follows from shapes, or from medians, has no interval. */
  private Metric counted(String unit, double value) {
    int n = forks.size();
    return new Metric(unit, value, null, null, n, n, false, page.text("no.interval"));
  }

  private Availability<Metric> percentOfRoof(Row row) {
    if (!divided()) {
      return time(row.time());
    }
    if (row.roof() == null) {
      return new Unavailable<>(noRoof());
    }
    return row.time().median() <= 0
        ? new Unavailable<>(page.text("no.rate"))
        : new Available<>(counted(PERCENT, 100 * row.roof().seconds() / row.time().median()));
  }

  private Availability<Metric> recoverable(Row row) {
    return divided() ? or(row.recoverable(), noRoof()) : time(row.time());
  }

  /** Why a part may have no roof: a ceiling is missing. */
  String noRoof() {
    boolean bandwidth =
        forks.stream()
            .allMatch(fork ->
                fork.ceilings().values().stream()
                    .anyMatch(ceiling -> ceiling.kind() == Ceiling.Kind.MEMORY));
    return bandwidth ? page.text("no.peak", profile.cell().precision()) : page.text("no.bandwidth");
  }

  private Availability<Metric> or(@Nullable Metric metric, @Nullable String reason) {
    if (metric != null) {
      return new Available<>(metric);
    }
    return new Unavailable<>(reason == null ? page.text("missing.unsaid") : reason);
  }

  /** Figures of the whole program by name. */
  public Map<String, Availability<Metric>> program() {
    Map<String, Availability<Metric>> figures = new LinkedHashMap<>();
    @Nullable String noMarks = summary.noMarks();
    figures.put("whole", new Available<>(summary.whole()));
    figures.put("device", or(summary.device(), page.text("no.device-clock")));
    figures.put("sumOfParts", sum(_ -> true));
    figures.put("unexplained", or(summary.unexplained(), noMarks));
    figures.put("unexplainedPercent", or(summary.unexplainedPercent(), noMarks));
    figures.put("marking", or(summary.markingPercent(), noMarks));
    figures.put("aloneDifference", or(summary.aloneDifference(), summary.noAblation()));
    figures.put("writing", new Available<>(summary.writing()));
    figures.put("reading", new Available<>(summary.reading()));
    figures.put("launch", new Available<>(summary.launch()));
    figures.put("busyProcessors", new Available<>(overForks("1", ForkProfile::busyProcessors)));
    figures.put(
        "energy",
        energy(fork -> {
          ForkProfile.Energy energy = fork.energy();
          return energy == null ? null : energy.whole();
        }));
    return figures;
  }

  /** J per execution over the forks that have it. */
  private Availability<Metric> energy(
      Function<ForkProfile, @Nullable Availability<List<EnergyReading>>> of) {
    List<Double> joules = new ArrayList<>();
    String why = page.text("no.energy");
    for (ForkProfile fork : forks) {
      switch (of.apply(fork)) {
        case Available<List<EnergyReading>>(List<EnergyReading> own) ->
            joules.add(EnergyReading.joulesPerExecution(own));
        case Unavailable<List<EnergyReading>>(String reason, Remedy remedy) ->
            why = page.withRemedy(reason, remedy);
        case null -> {}
      }
    }
    return joules.isEmpty()
        ? new Unavailable<>(why)
        : new Available<>(metric("J", joules.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** What the energies are of, each domain with its source; empty if there are none. */
  Set<String> meters() {
    return readings().map(r -> r.domain() + " (" + r.source() + ")").collect(distinct());
  }

  /** The folders that meters were read under in place of the machine. */
  Set<String> energyRoots() {
    return readings().map(EnergyReading::root).filter(Objects::nonNull).collect(distinct());
  }

  private Stream<EnergyReading> readings() {
    return forks.stream()
        .map(ForkProfile::energy)
        .filter(Objects::nonNull)
        .flatMap(energy -> Stream.concat(Stream.of(energy.whole()), energy.alone().stream()))
        .flatMap(own -> own.orElse(List.of()).stream());
  }

  private static Collector<String, ?, Set<String>> distinct() {
    return Collectors.toCollection(LinkedHashSet::new);
  }

  /** The time of some parts together, summed within each fork. */
  Availability<Metric> sum(Predicate<ProfiledPart> which) {
    return divided()
        ? new Available<>(metric(SECONDS, sums(which)))
        : time(summary.rows().getFirst().time());
  }

  /** The same in percent of what the parts add up to. */
  Availability<Metric> share(Predicate<ProfiledPart> which) {
    double[] shares = sums(which);
    for (int fork = 0; fork < shares.length; fork++) {
      shares[fork] *= 100 / base(forks.get(fork));
    }
    return divided()
        ? new Available<>(metric(PERCENT, shares))
        : time(summary.rows().getFirst().time());
  }

  /** Time to write the inputs in percent of what the parts add up to. */
  Metric writingShare() {
    return overForks(
        PERCENT, fork -> 100 * Quantiles.median(fork.writing().toArray()) / base(fork));
  }

  private double[] sums(Predicate<ProfiledPart> which) {
    double[] sums = new double[forks.size()];
    for (int part = 0; part < times.length; part++) {
      for (int fork = 0; fork < sums.length && which.test(profile.parts().get(part)); fork++) {
        sums[fork] += times[part][fork];
      }
    }
    return sums;
  }

  private static double base(ForkProfile fork) {
    boolean ofDevice = fork.marks() != null && fork.marks().byDevice() && fork.device() != null;
    return Quantiles.median(
        (ofDevice ? Objects.requireNonNull(fork.device()) : fork.whole()).toArray());
  }

  private Metric overForks(String unit, ToDoubleFunction<ForkProfile> value) {
    return metric(unit, forks.stream().mapToDouble(value).toArray());
  }

  private static Metric metric(String unit, double[] values) {
    return Metric.of(
        unit,
        Quantiles.median(values),
        MedianInterval.of(values),
        values.length,
        values.length,
        false,
        null);
  }

  /** Whether the device tells its caches, so that no level means main memory. */
  boolean cachesKnown() {
    return forks.stream()
        .anyMatch(fork -> fork.ceilings().values().stream().anyMatch(c -> c.level() > 0));
  }

  /** What costs time, by rules that need these figures. */
  public List<Finding> findings() {
    return divided() ? Findings.of(profile, summary) : List.of();
  }

  /** Ceilings by kind, level and working set, the fastest of each first. */
  public List<Reached> ceilings() {
    Map<String, Ceiling> all = new TreeMap<>();
    forks.forEach(fork -> fork.ceilings().forEach(all::putIfAbsent));
    return all.entrySet().stream()
        .map(each -> {
          double[] rates =
              forks.stream()
                  .map(fork -> fork.ceilings().get(each.getKey()))
                  .filter(Objects::nonNull)
                  .mapToDouble(ceiling -> Quantiles.median(ceiling.rates().toArray()))
                  .toArray();
          Ceiling about = each.getValue();
          String unit = about.kind() == Ceiling.Kind.COMPUTE ? "FLOP/s" : "B/s";
          return new Reached(each.getKey(), about, metric(unit, rates));
        })
        .sorted(
            Comparator.comparing((Reached reached) -> reached.about().kind())
                .thenComparingInt(reached ->
                    reached.about().level() == 0 ? Integer.MAX_VALUE : reached.about().level())
                .thenComparingLong(reached -> reached.about().bytes())
                .thenComparingDouble(reached -> -reached.rate().median()))
        .toList();
  }
}
