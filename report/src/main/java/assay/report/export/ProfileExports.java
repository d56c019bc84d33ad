package assay.report.export;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.profile.Profile;
import assay.core.record.Metric;
import assay.core.record.Outcome;
import assay.report.profile.ProfileDocument;
import assay.report.profile.ProfileFigures;
import assay.report.render.markdown.MarkdownRenderer;
import assay.report.text.Language;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Profiles in the formats of other programs. */
public final class ProfileExports {
  /** Raised with every incompatible change of the summary. */
  static final int FORMAT_VERSION = 1;

  /** The formats. */
  public enum Format {
    /** One line a figure, for spreadsheets and data frames. */
    csv,
    /** The same figures under what they are of; not the record, which has every round. */
    json,
    /** All tables. */
    md,
    /** One execution for speedscope. */
    speedscope,
    /** One execution as Trace Event JSON, for Perfetto and Chrome. */
    trace
  }

  private ProfileExports() {}

  /**
   * Writes.
   *
   * @return the file, or why this profile has nothing for the format
   */
  public static Availability<ExportFile> export(Format format, Profile profile) {
    return switch (format) {
      case csv -> new Available<>(new ExportFile("profile-figures.csv", csv(profile)));
      case json -> new Available<>(new ExportFile("profile-figures.json", json(profile)));
      case md -> new Available<>(new ExportFile("profile.md", markdown(profile)));
      case speedscope ->
          drawn(profile, "profile.speedscope.json", t -> SpeedscopeFile.of(profile, t));
      case trace -> drawn(profile, "profile.trace.json", t -> TraceFile.of(profile, t));
    };
  }

  private interface Drawing {
    ObjectNode of(Timeline timeline);
  }

  private static Availability<ExportFile> drawn(Profile profile, String name, Drawing drawing) {
    return switch (Timeline.of(profile)) {
      case Available<Timeline>(Timeline timeline) ->
          new Available<>(new ExportFile(name, JsonText.document(drawing.of(timeline))));
      case Unavailable<Timeline> none -> new Unavailable<>(none.reason());
    };
  }

  /** All tables, as {@code assay profile} prints them. */
  private static String markdown(Profile profile) {
    return new MarkdownRenderer(MarkdownRenderer.UNLIMITED)
        .render(ProfileDocument.of(profile, Language.EN, Remedy::text));
  }

  private static String csv(Profile profile) {
    CsvTable table =
        new CsvTable(
            "profile",
            "startedUtc",
            "workload",
            "target",
            "precision",
            "status",
            "of",
            "index",
            "name",
            "phase",
            "boundBy",
            "figure",
            "unit",
            "median",
            "ciLow",
            "ciHigh",
            "n",
            "forks",
            "reason");
    for (ProfileRow row : ProfileRow.of(profile)) {
      Metric metric = row.metric();
      table
          .text(profile.profileId().value())
          .text(profile.startedUtc().toString())
          .text(profile.cell().workload())
          .text(profile.cell().target())
          .text(profile.cell().precision())
          .text(profile.outcome().status().name())
          .text(row.of())
          .number(row.index())
          .text(row.name())
          .text(row.phase())
          .text(row.boundBy())
          .text(row.figure())
          .text(metric == null ? null : metric.unit())
          .number(metric == null ? null : metric.median())
          .number(metric == null ? null : metric.ciLow())
          .number(metric == null ? null : metric.ciHigh())
          .number(metric == null ? null : metric.n())
          .number(metric == null ? null : metric.forks())
          .text(row.reason())
          .end();
    }
    return table.toString();
  }

  private static String json(Profile profile) {
    Outcome<?> outcome = profile.outcome();
    @Nullable Device device = outcome.device();
    ObjectNode root = JsonText.NODES.objectNode();
    root.put("formatVersion", FORMAT_VERSION)
        .put("profile", profile.profileId().value())
        .put("startedUtc", profile.startedUtc().toString())
        .put("finishedUtc", profile.finishedUtc().toString())
        .put("assay", profile.assay().text())
        .put("host", profile.environment().host())
        .put("identity", profile.environment().identityHash())
        .put("workload", profile.cell().workload())
        .put("target", profile.cell().target())
        .put("precision", profile.cell().precision())
        .put("threads", profile.threads())
        .put("seed", profile.seed())
        .put("status", outcome.status().name())
        .put("reason", ProfileRow.reason(outcome))
        .put("remedy", Remedy.textOf(outcome.remedy()))
        .put("device", device == null ? null : device.name())
        .put("engine", outcome.engine())
        .put("forks", profile.forks().size())
        .put("forksWithTimes", profile.measured().size());
    ArrayNode figures = root.putArray("figures");
    List<ProfileRow> rows = ProfileRow.of(profile);
    for (ProfileRow row : rows) {
      Metric metric = row.metric();
      figures
          .addObject()
          .put("of", row.of())
          .put("index", row.index())
          .put("name", row.name())
          .put("phase", row.phase())
          .put("boundBy", row.boundBy())
          .put("figure", row.figure())
          .put("unit", metric == null ? null : metric.unit())
          .put("median", metric == null ? null : metric.median())
          .put("ciLow", metric == null ? null : metric.ciLow())
          .put("ciHigh", metric == null ? null : metric.ciHigh())
          .put("n", metric == null ? null : metric.n())
          .put("forks", metric == null ? null : metric.forks())
          .put("reason", row.reason());
    }
    ArrayNode findings = root.putArray("findings");
    ProfileFigures.of(profile)
        .ifPresent(known ->
            known
                .findings()
                .forEach(finding -> {
                  ObjectNode node =
                      findings
                          .addObject()
                          .put("rule", finding.rule().name())
                          .put("part", finding.part());
                  ObjectNode evidence = node.putObject("evidence");
                  finding.evidence().forEach(evidence::put);
                }));
    return JsonText.document(root);
  }
}
