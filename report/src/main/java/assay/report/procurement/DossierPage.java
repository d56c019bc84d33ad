package assay.report.procurement;

import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.report.document.Table.Cell;
import assay.report.page.Page;
import assay.report.text.Language;
import java.util.List;
import java.util.stream.Collectors;

/** What all sections of a dossier share: the systems, their speeds, and the messages. */
final class DossierPage extends Page {
  /** Rows of a bar or ratio chart that fit a page. */
  static final int ROWS_OF_A_CHART = 30;

  private final SystemComparison comparison;
  private final Scores scores;

  /**
   * A dossier.
   *
   * @param comparison the systems
   * @param scores their speeds over all tasks
   */
  DossierPage(SystemComparison comparison, Scores scores, Language language) {
    super(
        "procurement",
        language,
        comparison.systems().stream().map(SystemUnderTest::label).toList());
    this.comparison = comparison;
    this.scores = scores;
  }

  SystemComparison comparison() {
    return comparison;
  }

  Scores scores() {
    return scores;
  }

  List<SystemUnderTest> systems() {
    return comparison.systems();
  }

  SystemUnderTest reference() {
    return comparison.reference();
  }

  /** Their letters as one text: {@code A, C}. */
  String letters(List<SystemUnderTest> systems) {
    return systems.stream().map(SystemUnderTest::letter).collect(Collectors.joining(", "));
  }

  /** The metric of a result, or the record's own reason. */
  Cell metric(Result.Measured result, MetricKey key) {
    return metric(result.metric(key), result.result().whyNot(key));
  }

  /**
   * A metric in compact form, for tables with many columns: only the farther end of the interval,
   * in percent.
   *
   * @param remark beneath it too, empty for none
   */
  Cell compact(Metric metric, String remark) {
    String beneath = plusMinus(metric) + (remark.isEmpty() ? "" : " · " + remark);
    return new Cell.Figure(
        format().value(metric.median(), metric.unit()), metric.median(), beneath);
  }

  /** The same of a result, or the record's own reason. */
  Cell compact(Result.Measured result, MetricKey key) {
    Metric metric = result.metric(key);
    return metric == null ? metric(result, key) : compact(metric, "");
  }

  private String plusMinus(Metric metric) {
    Double low = metric.ciLow();
    Double high = metric.ciHigh();
    if (low == null || high == null || metric.median() == 0) {
      return text("no.interval");
    }
    double farther = Math.max(high - metric.median(), metric.median() - low);
    return format().plusMinus(100 * farther / Math.abs(metric.median()));
  }
}
