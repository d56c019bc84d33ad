package assay.report.procurement;

import assay.core.record.Training;
import assay.report.procurement.Standing.Absent;
import assay.report.procurement.Standing.Gap;
import assay.report.procurement.Standing.Kind;
import assay.report.procurement.Standing.Measured;
import java.util.List;
import java.util.Objects;

/** Sets aside what goes by the same name and is other work: other sizes, or other training data. */
final class SameWork {
  private SameWork() {}

  /** The standings; those whose work differs from the first measured one become absent. */
  static List<Standing> only(List<Standing> standings) {
    List<Measured> measured = Lineup.measured(standings);
    if (measured.size() < 2) {
      return List.copyOf(standings);
    }
    Measured first = measured.getFirst();
    return standings.stream().map(standing -> same(first, standing)).toList();
  }

  private static Standing same(Measured first, Standing standing) {
    if (!(standing instanceof Measured own)) {
      return standing;
    }
    String apart = apart(first, own);
    return apart.isEmpty()
        ? own
        : new Absent(own.system(), List.of(new Gap(own.target(), Kind.OTHER_WORK, apart, null)));
  }

  private static String apart(Measured first, Measured own) {
    if (!Objects.equals(first.cell().work(), own.cell().work())) {
      return "%s, but %s on %s"
          .formatted(own.cell().work(), first.cell().work(), first.system().letter());
    }
    Training left = first.result().training();
    Training right = own.result().training();
    if (left != null
        && right != null
        && !left.dataset().sha256().equals(right.dataset().sha256())) {
      return "trained on %s, but on %s on %s"
          .formatted(right.dataset().name(), left.dataset().name(), first.system().letter());
    }
    return "";
  }
}
