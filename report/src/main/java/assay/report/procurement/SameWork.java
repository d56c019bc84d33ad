package assay.report.procurement;

import assay.core.record.Training;
import assay.report.procurement.Result.Absent;
import assay.report.procurement.Result.Gap;
import assay.report.procurement.Result.Kind;
import assay.report.procurement.Result.Measured;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Excludes results of the same name that are different work: other sizes, or other training data.
 */
final class SameWork {
  private SameWork() {}

  /** The results; those whose work differs from that of the first measured one become absent. */
  static List<Result> only(List<Result> results) {
    List<Measured> measured = SystemComparison.measured(results);
    if (measured.size() < 2) {
      return List.copyOf(results);
    }
    Measured first = measured.getFirst();
    return results.stream().map(result -> same(first, result)).toList();
  }

  private static Result same(Measured first, Result result) {
    if (!(result instanceof Measured own)) {
      return result;
    }
    String apart = apart(first, own);
    return apart.isEmpty()
        ? own
        : new Absent(own.system(), List.of(new Gap(own.target(), Kind.OTHER_WORK, apart, null)));
  }

  private static String apart(Measured first, Measured own) {
    if (!Objects.equals(first.cell().work(), own.cell().work())) {
      return String.format(
          Locale.ROOT,
          "%s, but %s on %s",
          own.cell().work(),
          first.cell().work(),
          first.system().letter());
    }
    Training left = first.result().training();
    Training right = own.result().training();
    if (left != null
        && right != null
        && !left.dataset().sha256().equals(right.dataset().sha256())) {
      return String.format(
          Locale.ROOT,
          "trained on %s, but on %s on %s",
          right.dataset().name(),
          left.dataset().name(),
          first.system().letter());
    }
    return "";
  }
}
