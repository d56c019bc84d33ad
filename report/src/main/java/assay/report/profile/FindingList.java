package assay.report.profile;

import assay.core.profile.Finding;
import assay.report.document.Block.Bullets;
import assay.report.document.Block.Paragraph;
import assay.report.document.Section;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What costs time, in words, each with the figures that show it. */
final class FindingList {
  private final ProfilePage page;

  FindingList(ProfilePage page) {
    this.page = page;
  }

  Section of(List<Finding> findings) {
    List<Paragraph> items =
        findings.stream().map(finding -> new Paragraph(sentence(finding))).toList();
    return new Section(
        page.anchored("findings"), page.text("findings"), List.of(new Bullets(items)));
  }

  private String sentence(Finding finding) {
    Map<String, Double> has = finding.evidence();
    String part = finding.part() == null ? "" : finding.part().replace("+", " + ");
    String share = has.containsKey("sharePercent") ? value(has, "sharePercent", "%") : "";
    return switch (finding.rule()) {
      case BANDWIDTH_BOUND ->
          page.text(
              "finding.BANDWIDTH_BOUND",
              part,
              share,
              value(has, "bytesPerSecond", "B/s"),
              value(has, "ceiling", "B/s"));
      case LAUNCH_BOUND ->
          page.text(
              "finding.LAUNCH_BOUND", count(has, "parts"), value(has, "launchSeconds", "s"), share);
      case ONE_PROCESSOR ->
          page.text(
              "finding.ONE_PROCESSOR", value(has, "busyProcessors", "1"), count(has, "threads"));
      case THREAD_IMBALANCE ->
          page.text(
              "finding.THREAD_IMBALANCE", value(has, "busyProcessors", "1"), count(has, "threads"));
      case UNUSED_UNITS -> page.text("finding.UNUSED_UNITS", share);
      case COPIES -> page.text("finding.COPIES", share);
      case COLD_IN_PROGRAM ->
          page.text(
              "finding.COLD_IN_PROGRAM",
              part,
              page.format().ratio(get(has, "ratio")),
              page.format().ratio(get(has, "ratioLow")),
              value(has, "bytes", "B"));
      case THROTTLED ->
          page.text(
              "finding.THROTTLED",
              value(has, "firstRate", "FLOP/s"),
              value(has, "lastRate", "FLOP/s"),
              count(has, "forks"));
      case GARBAGE_COLLECTED ->
          page.text(
              "finding.GARBAGE_COLLECTED", count(has, "collections"), value(has, "seconds", "s"));
      case REMOTE_MEMORY -> page.text("finding.REMOTE_MEMORY", value(has, "remotePercent", "%"));
    };
  }

  private String value(Map<String, Double> evidence, String name, String unit) {
    return page.format().value(get(evidence, name), unit);
  }

  private String count(Map<String, Double> evidence, String name) {
    return page.format().count(Math.round(get(evidence, name)));
  }

  private static double get(Map<String, Double> evidence, String name) {
    return Objects.requireNonNull(evidence.get(name));
  }
}
