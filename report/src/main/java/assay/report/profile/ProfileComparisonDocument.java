package assay.report.profile;

import assay.core.availability.Remedy;
import assay.core.profile.Profile;
import assay.core.profile.ProfileComparison;
import assay.core.profile.ProfiledPart;
import assay.core.stats.Interval;
import assay.report.compare.Machine;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Block.Paragraph;
import assay.report.document.Document;
import assay.report.document.Level;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Emphasis;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two profiles of one program differ in, for every medium. */
public final class ProfileComparisonDocument {
  private final ProfilePage page;
  private final ProfileComparison comparison;
  private final Profile before;
  private final Profile after;

  private ProfileComparisonDocument(
      ProfilePage page, ProfileComparison comparison, Profile before, Profile after) {
    this.page = page;
    this.comparison = comparison;
    this.before = before;
    this.after = after;
  }

  /**
   * The document of a comparison.
   *
   * @param comparison of the two profiles in this order
   */
  public static Document of(
      ProfileComparison comparison, Profile before, Profile after, Language language) {
    ProfilePage page = new ProfilePage(language, Remedy::text);
    return new ProfileComparisonDocument(page, comparison, before, after).document(language);
  }

  private Document document(Language language) {
    String workload = before.cell().workload();
    return new Document(
        page.text("comparison.title", workload),
        page.text("comparison.subtitle", side(before), side(after)),
        language,
        new Metadata(
            "Assay " + after.assay().version(),
            after.finishedUtc(),
            before.profileId().value() + ", " + after.profileId().value(),
            List.of("Assay", workload)),
        List.of(new Section("differences", page.text("comparison"), blocks())));
  }

  private String side(Profile profile) {
    return page.text(
        "comparison.side",
        profile.profileId().value(),
        Machine.label(profile.environment()),
        profile.cell().target() + " " + profile.cell().precision(),
        profile.assay().text(),
        page.plural("forks", profile.measured().size()));
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(verdict());
    long joined = comparison.rows().stream().filter(this::joins).count();
    if (joined > 0) {
      blocks.add(new Paragraph(page.plural("comparison.grouped", joined)));
    }
    blocks.add(table());
    return blocks;
  }

  private Block verdict() {
    String none = comparison.noNames();
    if (none != null) {
      return new Banner(Level.WARN, page.text("comparison.no-names", none));
    }
    List<ProfileComparison.Row> named = comparison.named();
    if (named.isEmpty()) {
      return new Banner(Level.NEUTRAL, page.text("comparison.named.none"));
    }
    String names = String.join(", ", named.stream().map(ProfileComparisonDocument::label).toList());
    return new Banner(Level.INFO, page.plural("comparison.named", named.size(), names));
  }

  private static String label(ProfileComparison.Row row) {
    return ProfilePage.name(row.ops(), row.kinds());
  }

  /** Whether a profile has the row's operations in several parts. */
  private boolean joins(ProfileComparison.Row row) {
    return parts(before, row) > 1 || parts(after, row) > 1;
  }

  private static long parts(Profile profile, ProfileComparison.Row row) {
    return profile.parts().stream()
        .map(ProfiledPart::ops)
        .filter(ops -> row.ops().contains(ops.getFirst()))
        .count();
  }

  private Table table() {
    List<Table.Row> rows = new ArrayList<>(comparison.rows().stream().map(this::row).toList());
    rows.add(total());
    return new Table(
        "contributions",
        page.text("comparison.caption"),
        List.of(
            page.column(Table.Type.TEXT, "ops"),
            page.column(Table.Type.NUMBER, "before"),
            page.column(Table.Type.NUMBER, "after"),
            page.column(Table.Type.NUMBER, "shift"),
            page.column(Table.Type.NUMBER, "of-total"),
            page.column(Table.Type.NUMBER, "p"),
            page.column(Table.Type.STATUS, "differs")),
        rows,
        List.of(
            page.text("comparison.note", page.format().significant(ProfileComparison.ALPHA, 1))));
  }

  private Table.Row row(ProfileComparison.Row row) {
    return Table.Row.of(
        page.words(label(row)),
        page.value(row.before(), "s"),
        page.value(row.after(), "s"),
        shift(row.shift(), row.interval()),
        ofTotal(row.shift()),
        page.value(row.adjustedP(), "1"),
        differs(row));
  }

  private Table.Row total() {
    double sumBefore = comparison.rows().stream().mapToDouble(ProfileComparison.Row::before).sum();
    double sumAfter = comparison.rows().stream().mapToDouble(ProfileComparison.Row::after).sum();
    return new Table.Row(
        List.of(
            page.words(page.text("comparison.total")),
            page.value(sumBefore, "s"),
            page.value(sumAfter, "s"),
            shift(comparison.total(), comparison.interval()),
            page.words(""),
            page.words(""),
            page.words("")),
        Emphasis.STRONG);
  }

  private Cell shift(double shift, @Nullable Interval interval) {
    String ends =
        interval == null
            ? page.text("no.interval")
            : page.format().interval(interval.low(), interval.high(), "s");
    String sign = shift > 0 ? "+" : "";
    return page.figure(sign + page.format().value(shift, "s"), shift, ends);
  }

  /** A share of a total that may be zero would be of any size. */
  private Cell ofTotal(double shift) {
    Interval total = comparison.interval();
    return total == null || total.contains(0)
        ? page.missing(page.text("comparison.no-share"))
        : page.value(100 * shift / comparison.total(), "%");
  }

  private Cell differs(ProfileComparison.Row row) {
    if (comparison.noNames() != null) {
      return page.chip(Level.NEUTRAL, page.text("differs.open"));
    }
    if (!row.named()) {
      return page.chip(Level.NEUTRAL, page.text("differs.no"));
    }
    return row.shift() > 0
        ? page.chip(Level.BAD, page.text("slower"))
        : page.chip(Level.GOOD, page.text("faster"));
  }
}
