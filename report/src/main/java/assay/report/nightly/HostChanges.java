package assay.report.nightly;

import assay.core.record.CellId;
import assay.report.history.StoredRun;
import assay.report.nightly.FleetNights.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is different on a host from one night to the next. */
final class HostChanges {
  /** The plan's parameters of single cells end with the cell. */
  private static final List<String> OF_A_CELL = List.of("plan.forks of ", "plan.iterations of ");

  private HostChanges() {}

  /**
   * One line for each difference in conditions; none on a host's first night.
   *
   * @param cell that is of interest, null for the host as a whole: how often single cells were
   *     executed matters to none but themselves
   */
  static List<String> of(Measured night, @Nullable CellId cell) {
    StoredRun before = night.before();
    if (before == null) {
      return List.of();
    }
    TreeSet<String> names = new TreeSet<>(before.conditions().keySet());
    names.addAll(night.run().conditions().keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      String old = before.conditions().getOrDefault(name, "not known");
      String now = night.run().conditions().getOrDefault(name, "not known");
      if (!old.equals(now) && concerns(name, cell)) {
        lines.add(name + ": " + old + " → " + now);
      }
    }
    return lines;
  }

  private static boolean concerns(String name, @Nullable CellId cell) {
    return OF_A_CELL.stream().noneMatch(name::startsWith)
        || (cell != null && name.endsWith(cell.toString()));
  }
}
