package assay.report.export;

import assay.report.gate.GateVerdict;
import assay.report.nightly.HostReport;
import assay.report.nightly.NightlyPage;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.OpenChange;
import assay.report.nightly.SeriesReport;
import assay.report.text.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nightly verdict as a suite of JUnit XML, with a case for each series and for what moved each
 * host.
 *
 * <ul>
 *   <li>failure: an alarm of tonight, or no valid result;
 *   <li>error: missing;
 *   <li>skipped, with the reason: still worse since an earlier night, inconclusive, new, not
 *       comparable, or nothing to judge a host by;
 *   <li>passed: unchanged, improved, and what was accepted or is over.
 * </ul>
 */
final class GateSuite {
  private final NightlyPage page;

  private GateSuite(NightlyVerdict verdict) {
    page = new NightlyPage(List.of(verdict), Language.EN);
  }

  static JUnitSuite of(NightlyVerdict verdict, Instant started) {
    GateSuite suite = new GateSuite(verdict);
    List<JUnitSuite.Case> cases = new ArrayList<>();
    for (HostReport host : verdict.hosts()) {
      cases.add(suite.test(host.host(), "host, " + host.family(), suite.outcome(host)));
    }
    for (SeriesReport report : verdict.series()) {
      cases.add(suite.test(report.series().host(), suite.page.name(report), suite.outcome(report)));
    }
    return new JUnitSuite("nightly verdict", started, cases);
  }

  private JUnitSuite.Case test(String host, String name, JUnitSuite.Outcome outcome) {
    return new JUnitSuite.Case("assay.gate." + host, name, Duration.ZERO, outcome);
  }

  private JUnitSuite.Outcome outcome(HostReport host) {
    GateVerdict verdict = host.verdict();
    if (verdict == null) {
      return new JUnitSuite.Skipped(host.reason());
    }
    if (host.alarm()) {
      return failed(verdict, host.reason(), host.change());
    }
    return host.open()
        ? new JUnitSuite.Skipped(verdict + " since an earlier night: " + host.reason())
        : new JUnitSuite.Passed();
  }

  private JUnitSuite.Outcome outcome(SeriesReport report) {
    GateVerdict verdict = report.verdict();
    String finding = page.finding(report);
    if (report.alarm()) {
      return failed(verdict, finding, report.change());
    }
    return switch (verdict) {
      case INVALID -> new JUnitSuite.Failed(verdict.name(), finding);
      case MISSING -> new JUnitSuite.Errored(verdict.name(), finding);
      case INCONCLUSIVE, NEW, NOT_COMPARABLE -> new JUnitSuite.Skipped(verdict + ": " + finding);
      case REGRESSED ->
          report.open()
              ? new JUnitSuite.Skipped(verdict + " since an earlier night: " + finding)
              : new JUnitSuite.Passed();
      case IMPROVED, UNCHANGED -> new JUnitSuite.Passed();
    };
  }

  /** With what may have caused it and how to measure it again, a line each. */
  private static JUnitSuite.Outcome failed(
      GateVerdict verdict, String finding, @Nullable OpenChange change) {
    StringBuilder text = new StringBuilder(finding);
    if (change != null) {
      change.suspects().forEach(suspect -> text.append("\nchanged: ").append(suspect));
      text.append("\nmeasure again: ").append(change.reproduce());
    }
    return new JUnitSuite.Failed(verdict.name(), text.toString());
  }
}
