package assay.core.profile;

import assay.core.profile.Finding.Rule;
import assay.core.profile.ForkProfile.Ceiling;
import assay.core.profile.ProfileSummary.Bound;
import assay.core.profile.ProfileSummary.Row;
import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules by which a profile says what costs time. */
public final class Findings {
  /** A part below this share of the time is not worth a finding, %. */
  static final double SHARE = 10;

  /** A part this close to its bandwidth roof is bound by it: time ÷ roof. */
  static final double NEAR_ROOF = 1.5;

  /** Launches that take as large a share of the time bound a program, %. */
  static final double LAUNCH_SHARE = 30;

  /** Copies that take as large a share of the time are worth a word, %. */
  static final double COPY_SHARE = 15;

  /** As many processors are busy if one works and others hardly do. */
  static final double ONE_BUSY = 1.2;

  /** Threads that are busy for less than this share of the time wait for one another. */
  static final double BALANCED = 0.8;

  /** A part that the program slows down by as much beyond its interval: time ÷ time alone. */
  static final double COLD = 1.15;

  /** Data that a core's caches hold, bytes. */
  static final long SMALL = 1 << 20;

  /** A peak that falls below this share of itself was throttled. */
  static final double THROTTLED = 0.95;

  /** Garbage collection worth a word, % of the time. */
  static final double COLLECTED = 1;

  /** Memory in another node worth a word, %. */
  static final double REMOTE = 10;

  private static final Set<String> MOVES = Set.of("Copy", "Reshape", "Cast");

  /** Extensions of processors that multiply matrices or short numbers. */
  private static final Pattern UNITS =
      Pattern.compile("\\b(amx_\\w+|avx\\w*_vnni|avx\\w*_bf16)\\b");

  private Findings() {}

  /**
   * What costs time.
   *
   * @param profile with forks that were measured
   * @param summary of it
   */
  public static List<Finding> of(Profile profile, ProfileSummary summary) {
    List<ForkProfile> forks = profile.measured();
    List<Finding> found = new ArrayList<>();
    if (forks.stream().allMatch(ForkProfile::divided)) {
      summary.rows().forEach(row -> part(row, found));
      units(profile, summary, found);
      copies(summary, found);
    }
    launches(summary, found);
    processors(profile, forks, found);
    throttled(forks, found);
    collected(forks, found);
    remote(forks, found);
    return found;
  }

  private static void part(Row row, List<Finding> found) {
    ProfileSummary.Roof roof = row.roof();
    double share = row.sharePercent().median();
    if (roof != null
        && roof.bound() == Bound.MEMORY
        && share >= SHARE
        && row.time().median() <= NEAR_ROOF * roof.seconds()) {
      found.add(
          new Finding(
              Rule.BANDWIDTH_BOUND,
              row.part().label(),
              Map.of(
                  "sharePercent",
                  share,
                  "bytesPerSecond",
                  row.bytesPerSecond(),
                  "ceiling",
                  row.part().bytes() / roof.memory())));
    }
    if (row.inProgram() != null
        && row.inProgram().ciLow() != null
        && row.inProgram().ciLow() >= COLD
        && share >= SHARE
        && row.part().bytes() <= SMALL) {
      found.add(
          new Finding(
              Rule.COLD_IN_PROGRAM,
              row.part().label(),
              Map.of(
                  "ratio",
                  row.inProgram().median(),
                  "ratioLow",
                  row.inProgram().ciLow(),
                  "bytes",
                  (double) row.part().bytes())));
    }
  }

  private static void launches(ProfileSummary summary, List<Finding> found) {
    int parts = summary.rows().size();
    double launch = summary.launch().median();
    double share = 100 * parts * launch / summary.whole().median();
    if (share >= LAUNCH_SHARE) {
      found.add(
          new Finding(
              Rule.LAUNCH_BOUND,
              null,
              Map.of("launchSeconds", launch, "parts", (double) parts, "sharePercent", share)));
    }
  }

  private static void processors(Profile profile, List<ForkProfile> forks, List<Finding> found) {
    int threads = profile.threads();
    double busy = median(forks.stream().mapToDouble(ForkProfile::busyProcessors).toArray());
    boolean host = forks.stream().allMatch(f -> f.device() == null);
    if (threads > 1 && host && busy < BALANCED * threads) {
      found.add(
          new Finding(
              busy <= ONE_BUSY ? Rule.ONE_PROCESSOR : Rule.THREAD_IMBALANCE,
              null,
              Map.of("busyProcessors", busy, "threads", (double) threads)));
    }
  }

  private static void units(Profile profile, ProfileSummary summary, List<Finding> found) {
    String engine = Objects.requireNonNullElse(profile.outcome().engine(), "");
    String has = profile.environment().settings().getOrDefault("cpu.simd", "");
    boolean onHost = profile.measured().stream().allMatch(f -> f.device() == null);
    double share =
        summary.rows().stream()
            .filter(row -> row.roof() != null && row.roof().bound() == Bound.COMPUTE)
            .mapToDouble(row -> row.sharePercent().median())
            .sum();
    boolean used = Pattern.compile("amx|vnni|bf16").matcher(engine.toLowerCase(Locale.ROOT)).find();
    // f32 and f64 have no such units.
    boolean applies = !Set.of("f32", "f64", "tf32").contains(profile.cell().precision());
    if (onHost && applies && !used && share >= SHARE && UNITS.matcher(has).find()) {
      found.add(new Finding(Rule.UNUSED_UNITS, null, Map.of("sharePercent", share)));
    }
  }

  private static void copies(ProfileSummary summary, List<Finding> found) {
    double share =
        summary.rows().stream()
            .filter(row -> MOVES.containsAll(row.part().kinds()))
            .mapToDouble(row -> row.sharePercent().median())
            .sum();
    if (share >= COPY_SHARE) {
      found.add(new Finding(Rule.COPIES, null, Map.of("sharePercent", share)));
    }
  }

  /** The peak is measured in every round: a clock that sinks takes it along. */
  private static void throttled(List<ForkProfile> forks, List<Finding> found) {
    List<double[]> sunk = new ArrayList<>();
    for (ForkProfile fork : forks) {
      for (Ceiling ceiling : fork.ceilings().values()) {
        double[] rates = ceiling.rates().toArray();
        int third = rates.length / 3;
        if (ceiling.kind() == Ceiling.Kind.COMPUTE && third > 0) {
          double first = median(Arrays.copyOf(rates, third));
          double last = median(Arrays.copyOfRange(rates, rates.length - third, rates.length));
          if (last < THROTTLED * first) {
            sunk.add(new double[] {first, last});
          }
          break;
        }
      }
    }
    if (2 * sunk.size() > forks.size()) {
      found.add(
          new Finding(
              Rule.THROTTLED,
              null,
              Map.of(
                  "firstRate",
                  median(sunk.stream().mapToDouble(pair -> pair[0]).toArray()),
                  "lastRate",
                  median(sunk.stream().mapToDouble(pair -> pair[1]).toArray()),
                  "forks",
                  (double) sunk.size())));
    }
  }

  private static void collected(List<ForkProfile> forks, List<Finding> found) {
    double seconds = forks.stream().mapToDouble(ForkProfile::collectionSeconds).sum();
    double timed = forks.stream().mapToDouble(ForkProfile::timedSeconds).sum();
    long collections = forks.stream().mapToLong(ForkProfile::collections).sum();
    if (collections > 0 && 100 * seconds >= COLLECTED * timed) {
      found.add(
          new Finding(
              Rule.GARBAGE_COLLECTED,
              null,
              Map.of("collections", (double) collections, "seconds", seconds)));
    }
  }

  private static void remote(List<ForkProfile> forks, List<Finding> found) {
    double[] remote =
        forks.stream()
            .map(ForkProfile::remotePercent)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    if (remote.length > 0 && median(remote) >= REMOTE) {
      found.add(new Finding(Rule.REMOTE_MEMORY, null, Map.of("remotePercent", median(remote))));
    }
  }

  private static double median(double[] values) {
    return Quantiles.median(values);
  }
}
