package assay.report.export;

import assay.report.document.Level;
import assay.report.nightly.Headline;
import assay.report.nightly.HostReport;
import assay.report.nightly.NightlyPage;
import assay.report.nightly.NightlySections;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.SeriesReport;
import assay.report.text.Language;
import assay.report.text.SafeText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Annotations of a GitHub Actions job, as workflow commands to be printed by a step. They say what
 * the gate found: an alarm, a wrong result and a series that is missing are errors, a change that
 * is still open is a warning.
 *
 * <p>GitHub shows at most {@value #MAX} annotations of a kind in a step: the most urgent come
 * first, and the last one counts the rest.
 */
public final class GithubExport implements Export {
  private static final int MAX = 10;
  private static final String TITLE = "Assay";

  /** What GitHub distinguishes. */
  enum Kind {
    ERROR,
    WARNING,
    NOTICE
  }

  /** Needs nothing. */
  public GithubExport() {}

  @Override
  public String name() {
    return "github";
  }

  @Override
  public String description() {
    return "GitHub Actions annotations of the nightly verdict";
  }

  @Override
  public List<ExportFile> export(ExportInput input) {
    List<String> lines = lines(input.verdict());
    return List.of(new ExportFile("github-annotations.txt", String.join("\n", lines) + "\n"));
  }

  private static List<String> lines(@Nullable NightlyVerdict verdict) {
    if (verdict == null) {
      return List.of(
          command(
              Kind.NOTICE,
              TITLE,
              "No series was judged, because no nightly verdict was asked for."));
    }
    Map<Kind, List<String>> lines = new EnumMap<>(Kind.class);
    Headline headline = Headline.of(verdict, Language.EN);
    add(lines, kind(headline.level()), TITLE, headline.text());
    for (HostReport host : verdict.hosts()) {
      if (host.alarm() || host.open()) {
        Kind kind = host.alarm() ? Kind.ERROR : Kind.WARNING;
        add(lines, kind, host.verdict() + ": " + host.host() + ", " + host.family(), host.reason());
      }
    }
    NightlyPage page = new NightlyPage(List.of(verdict), Language.EN);
    for (SeriesReport report : verdict.series()) {
      if (NightlySections.needsAttention(report)) {
        Kind kind = report.open() ? Kind.WARNING : Kind.ERROR;
        String series = page.name(report) + " on " + report.series().host();
        add(lines, kind, report.verdict() + ": " + series, page.finding(report));
      }
    }
    return lines.entrySet().stream()
        .flatMap(each -> atMost(each.getKey(), each.getValue()).stream())
        .toList();
  }

  private static Kind kind(Level level) {
    return switch (level) {
      case BAD -> Kind.ERROR;
      case WARN -> Kind.WARNING;
      case GOOD, INFO, NEUTRAL -> Kind.NOTICE;
    };
  }

  private static void add(Map<Kind, List<String>> lines, Kind kind, String title, String message) {
    lines.computeIfAbsent(kind, _ -> new ArrayList<>()).add(command(kind, title, message));
  }

  private static List<String> atMost(Kind kind, List<String> lines) {
    if (lines.size() <= MAX) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, MAX - 1));
    shown.add(command(kind, TITLE, lines.size() - shown.size() + " more are in the report."));
    return shown;
  }

  /** A workflow command; what would end it early or begin another is escaped as GitHub has it. */
  static String command(Kind kind, String title, String message) {
    String property = data(title).replace(":", "%3A").replace(",", "%2C");
    return "::"
        + kind.name().toLowerCase(Locale.ROOT)
        + " title="
        + property
        + "::"
        + data(message);
  }

  private static String data(String text) {
    return SafeText.lines(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
