package assay.core.profile;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.Status;
import assay.core.stats.HodgesLehmann;
import assay.core.stats.Interval;
import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two profiles of one program, operation by operation. Where they group operations otherwise,
 * groups that share one are joined on both sides, so that every row compares the same operations.
 *
 * <p>Each row is the Hodges–Lehmann shift between the forks of the two profiles. A row is named as
 * a cause if its p-value, adjusted for the number of rows by Holm's method, is below {@value
 * #ALPHA}: where nothing differs, any row is named in at most that share of the comparisons.
 *
 * @param rows by contribution to the difference, the largest first
 * @param total the shift of the sum of all rows, s
 * @param interval of the total, null if there is none
 * @param noNames why no row can be named, null if rows can be
 */
public record ProfileComparison(
    List<Row> rows, double total, @Nullable Interval interval, @Nullable String noNames) {
  /** The probability of naming any row where nothing differs is at most this. */
  public static final double ALPHA = 0.05;

  private static final double LEVEL = 0.95;

  /**
   * Operations that can be compared.
   *
   * @param ops ids, in the order of the first profile
   * @param kinds their kinds
   * @param before median time in the first profile, s
   * @param after median time in the second, s
   * @param shift second less first, s
   * @param interval of the shift, null if there are too few forks
   * @param adjustedP its p-value after Holm's method, at most 1
   * @param named whether it differs
   */
  public record Row(
      List<String> ops,
      List<String> kinds,
      double before,
      double after,
      double shift,
      @Nullable Interval interval,
      double adjustedP,
      boolean named) {
    public Row {
      ops = List.copyOf(ops);
      kinds = List.copyOf(kinds);
    }
  }

  /** Copies the rows. */
  public ProfileComparison {
    rows = List.copyOf(rows);
  }

  /** The rows that differ, the largest contribution first. */
  public List<Row> named() {
    return rows.stream().filter(Row::named).toList();
  }

  /**
   * Compares.
   *
   * @return the comparison, or why there is none: another program, or nothing measured
   */
  public static Availability<ProfileComparison> of(Profile first, Profile second) {
    List<ForkProfile> before = first.measured();
    List<ForkProfile> after = second.measured();
    for (Profile profile : List.of(first, second)) {
      boolean divided = profile.measured().stream().allMatch(ForkProfile::divided);
      if (profile.measured().isEmpty() || !divided) {
        return new Unavailable<>(
            "profile "
                + profile.profileId().value()
                + (divided ? " has no times" : " has no times of its parts"));
      }
      if (profile.outcome().status() == Status.INVALID) {
        return new Unavailable<>(
            "a fork of profile " + profile.profileId().value() + " had a wrong output");
      }
    }
    if (!first.cell().workload().equals(second.cell().workload())) {
      return new Unavailable<>(
          "they profile "
              + first.cell().workload()
              + " and "
              + second.cell().workload()
              + ": compare profiles of one workload");
    }
    Set<String> ops = ops(first);
    if (!ops.equals(ops(second))) {
      return new Unavailable<>(
          "their programs have other operations: "
              + first.assay().text()
              + " and "
              + second.assay().text()
              + " build them otherwise");
    }
    return new Available<>(compare(first, before, second, after));
  }

  private static Set<String> ops(Profile profile) {
    Set<String> all = new LinkedHashSet<>();
    profile.parts().forEach(part -> all.addAll(part.ops()));
    return all;
  }

  private static ProfileComparison compare(
      Profile first, List<ForkProfile> before, Profile second, List<ForkProfile> after) {
    Map<String, Integer> groups = groups(first.parts(), second.parts());
    int count = (int) groups.values().stream().distinct().count();
    double[][] left = sums(groups, count, first.parts(), before);
    double[][] right = sums(groups, count, second.parts(), after);
    HodgesLehmann[] shifts = new HodgesLehmann[count];
    double[] p = new double[count];
    for (int group = 0; group < count; group++) {
      shifts[group] = HodgesLehmann.independent(right[group], left[group]);
      p[group] = shifts[group].p();
    }
    double[] adjusted = holm(p);
    @Nullable String noNames = noNames(before.size(), after.size(), count, shifts[0].smallestP());
    List<Row> rows = new ArrayList<>();
    for (int group = 0; group < count; group++) {
      List<String> ops = new ArrayList<>();
      List<String> kinds = new ArrayList<>();
      for (ProfiledPart part : first.parts()) {
        for (int op = 0; op < part.ops().size(); op++) {
          if (groups.getOrDefault(part.ops().get(op), -1) == group) {
            ops.add(part.ops().get(op));
            kinds.add(part.kinds().get(op));
          }
        }
      }
      rows.add(
          new Row(
              ops,
              kinds,
              Quantiles.median(left[group]),
              Quantiles.median(right[group]),
              shifts[group].shift(),
              interval(shifts[group]),
              adjusted[group],
              noNames == null && adjusted[group] < ALPHA));
    }
    rows.sort(Comparator.comparingDouble((Row row) -> Math.abs(row.shift())).reversed());
    HodgesLehmann total = HodgesLehmann.independent(columnSums(right), columnSums(left));
    return new ProfileComparison(rows, total.shift(), interval(total), noNames);
  }

  private static @Nullable Interval interval(HodgesLehmann shift) {
    return shift.interval(LEVEL) instanceof Available<Interval>(Interval limits) ? limits : null;
  }

  private static @Nullable String noNames(int before, int after, int rows, double smallest) {
    if (before != after) {
      return before + " and " + after + " forks: operations are named between equal numbers only";
    }
    return smallest * rows < ALPHA
        ? null
        : before + " forks a side are too few to tell " + rows + " rows apart: profile with more";
  }

  /** The group of each operation's id: parts that share an operation are one group. */
  private static Map<String, Integer> groups(List<ProfiledPart> first, List<ProfiledPart> second) {
    Map<String, String> above = new HashMap<>();
    for (List<ProfiledPart> parts : List.of(first, second)) {
      for (ProfiledPart part : parts) {
        String root = root(above, part.ops().getFirst());
        part.ops().forEach(op -> above.put(root(above, op), root));
      }
    }
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, Integer> groups = new LinkedHashMap<>();
    for (ProfiledPart part : first) {
      for (String op : part.ops()) {
        String root = root(above, op);
        groups.put(op, numbers.computeIfAbsent(root, _ -> numbers.size()));
      }
    }
    return groups;
  }

  private static String root(Map<String, String> above, String op) {
    String at = op;
    for (String next = above.getOrDefault(at, at); !next.equals(at); ) {
      at = next;
      next = above.getOrDefault(at, at);
    }
    return at;
  }

  /** Time of each group in each fork, s. */
  private static double[][] sums(
      Map<String, Integer> groups, int count, List<ProfiledPart> parts, List<ForkProfile> forks) {
    double[][] times = ProfileSummary.partTimes(forks);
    double[][] sums = new double[count][forks.size()];
    for (int part = 0; part < parts.size(); part++) {
      double[] sum = sums[groups.getOrDefault(parts.get(part).ops().getFirst(), 0)];
      for (int fork = 0; fork < sum.length; fork++) {
        sum[fork] += times[part][fork];
      }
    }
    return sums;
  }

  private static double[] columnSums(double[][] rows) {
    double[] sums = new double[rows[0].length];
    for (double[] row : rows) {
      for (int column = 0; column < sums.length; column++) {
        sums[column] += row[column];
      }
    }
    return sums;
  }

  /**
   * P-values adjusted so that the probability of any below α is at most α where nothing differs (S.
   * Holm, Scandinavian Journal of Statistics 6, 1979).
   */
  static double[] holm(double[] p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
    double[] adjusted = new double[p.length];
    double least = 0;
    for (int rank = 0; rank < p.length; rank++) {
      least = Math.max(least, Math.min(1, (p.length - rank) * p[order[rank]]));
      adjusted[order[rank]] = least;
    }
    return adjusted;
  }
}
