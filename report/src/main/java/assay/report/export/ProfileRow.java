package assay.report.export;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.profile.Profile;
import assay.core.profile.ProfileSummary.Row;
import assay.core.profile.ProfiledPart;
import assay.core.record.Metric;
import assay.core.record.Outcome;
import assay.report.profile.ProfileFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a profile.
 *
 * @param of {@code program}, {@code part} or {@code ceiling}
 * @param index of a part in the order of execution, from 0; null for others
 * @param name of a part or a ceiling; null for the program
 * @param phase of a part
 * @param boundBy {@code COMPUTE}, {@code MEMORY}, {@code L1}, {@code L2}, … or {@code LAUNCH}; null
 *     where there is no roof
 * @param figure its name
 * @param metric the figure; null if it is missing
 * @param reason why it is missing, or why it has no interval; else null
 */
record ProfileRow(
    String of,
    @Nullable Integer index,
    @Nullable String name,
    @Nullable String phase,
    @Nullable String boundBy,
    String figure,
    @Nullable Metric metric,
    @Nullable String reason) {

  /** All figures: of the program, of each part in the order of execution, of the ceilings. */
  static List<ProfileRow> of(Profile profile) {
    Optional<ProfileFigures> figures = ProfileFigures.of(profile);
    List<ProfileRow> rows = new ArrayList<>();
    figures.ifPresent(known ->
        known
            .program()
            .forEach((name, figure) -> rows.add(row("program", null, null, null, name, figure))));
    for (int index = 0; index < profile.parts().size(); index++) {
      part(index, profile.parts().get(index), figures, rows);
    }
    figures.ifPresent(known ->
        known
            .ceilings()
            .forEach(ceiling ->
                rows.add(
                    new ProfileRow(
                        "ceiling",
                        null,
                        ceiling.name(),
                        null,
                        ceiling.compute() ? "COMPUTE" : memory(ceiling.about().level()),
                        "rate",
                        ceiling.rate(),
                        ceiling.rate().note()))));
    return rows;
  }

  private static void part(
      int index, ProfiledPart part, Optional<ProfileFigures> figures, List<ProfileRow> rows) {
    @Nullable Row row = figures.map(known -> known.inOrder().get(index)).orElse(null);
    @Nullable String bound = row == null ? null : bound(row);
    rows.add(shape(index, part, bound, "flops", "FLOP", part.flops()));
    rows.add(shape(index, part, bound, "bytes", "B", part.bytes()));
    rows.add(shape(index, part, bound, "unfusedBytes", "B", part.unfusedBytes()));
    if (row != null) {
      figures
          .orElseThrow()
          .of(row)
          .forEach((name, figure) -> rows.add(row("part", index, part, bound, name, figure)));
    }
  }

  private static ProfileRow shape(
      int index,
      ProfiledPart part,
      @Nullable String bound,
      String figure,
      String unit,
      long value) {
    String reason = "follows from shapes";
    Metric metric = new Metric(unit, (double) value, null, null, 1, 1, false, reason);
    return row("part", index, part, bound, figure, new Available<>(metric));
  }

  private static ProfileRow row(
      String of,
      @Nullable Integer index,
      @Nullable ProfiledPart part,
      @Nullable String bound,
      String figure,
      Availability<Metric> value) {
    @Nullable Metric metric = value instanceof Available<Metric>(Metric known) ? known : null;
    return new ProfileRow(
        of,
        index,
        part == null ? null : part.label(),
        part == null ? null : part.phase().name(),
        bound,
        figure,
        metric,
        value instanceof Unavailable<Metric> none ? none.reason() : noInterval(metric));
  }

  private static @Nullable String noInterval(@Nullable Metric metric) {
    return metric == null || metric.ciLow() != null ? null : metric.note();
  }

  private static @Nullable String bound(Row row) {
    if (row.roof() == null) {
      return null;
    }
    return switch (row.roof().bound()) {
      case COMPUTE, LAUNCH -> row.roof().bound().name();
      case MEMORY -> memory(row.roof().level());
    };
  }

  private static String memory(int level) {
    return level == 0 ? "MEMORY" : "L" + level;
  }

  /** Why a profile has no times; null if it has them. */
  static @Nullable String reason(Outcome<?> outcome) {
    return outcome instanceof Outcome.Verified<?>
        ? "emulation: output correct, times mean nothing"
        : outcome.reason();
  }
}
