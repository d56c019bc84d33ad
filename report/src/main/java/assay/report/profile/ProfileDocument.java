package assay.report.profile;

import assay.core.availability.Remedy;
import assay.core.profile.Profile;
import assay.core.profile.ProfileSummary.Row;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.report.compare.Machine;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Block.Paragraph;
import assay.report.document.Document;
import assay.report.document.Level;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A profile for every medium: parts by recoverable time with their roofline, what they leave of the
 * whole, phases, the same parts timed in three ways, ceilings, and the operations of each part.
 * Without times, its structure and why there are none.
 */
public final class ProfileDocument {
  private final ProfilePage page;
  private final Profile profile;

  private ProfileDocument(ProfilePage page, Profile profile) {
    this.page = page;
    this.profile = profile;
  }

  /**
   * The document of a profile.
   *
   * @param remedies formats remedies
   */
  public static Document of(Profile profile, Language language, Function<Remedy, String> remedies) {
    ProfilePage page = new ProfilePage(language, remedies);
    ProfileDocument document = new ProfileDocument(page, profile);
    return document.document(language);
  }

  private Document document(Language language) {
    String id = profile.profileId().value();
    String machine = Machine.label(profile.environment());
    return new Document(
        page.text("title", profile.cell().workload()),
        page.text(
            "subtitle",
            profile.cell().target(),
            profile.cell().precision(),
            Machine.name(profile.environment()),
            page.format().date(profile.startedUtc()),
            page.plural("forks", profile.forks().size())),
        language,
        new Metadata(
            "Assay " + profile.assay().version(),
            profile.finishedUtc(),
            page.text("subject", id, machine),
            List.of("Assay", profile.cell().workload(), id)),
        ProfileFigures.of(profile, page).map(this::measured).orElseGet(this::unmeasured));
  }

  private List<Section> measured(ProfileFigures figures) {
    PartTables parts = new PartTables(page, figures);
    ProgramTables program = new ProgramTables(page, figures);
    List<Section> sections = new ArrayList<>();
    sections.add(parts(figures, parts));
    if (!figures.findings().isEmpty()) {
      sections.add(new FindingList(page).of(figures.findings()));
    }
    sections.add(program.whole());
    if (figures.trains()) {
      sections.add(program.phases());
    }
    if (profile.parts().size() > 1) {
      sections.add(new Section("methods", page.text("methods"), List.of(parts.methods())));
    }
    sections.add(new Section("ceilings", page.text("ceilings"), List.of(program.ceilings())));
    sections.add(structure());
    return sections;
  }

  private Section parts(ProfileFigures figures, PartTables tables) {
    List<Block> blocks = new ArrayList<>();
    lost(figures).ifPresent(blocks::add);
    blocks.add(tables.recoverable());
    List<Row> above = figures.rows().stream().filter(Row::aboveRoof).toList();
    if (!above.isEmpty() && figures.divided()) {
      String names =
          String.join(", ", above.stream().map(row -> ProfilePage.name(row.part())).toList());
      blocks.add(new Banner(Level.WARN, page.plural("parts.above", above.size(), names)));
    }
    blocks.add(new ProfileRoofline(page, figures).build());
    return new Section("parts", page.text("parts"), blocks);
  }

  /** Forks that gave no times, while others did. */
  private Optional<Block> lost(ProfileFigures figures) {
    Outcome<?> outcome = profile.outcome();
    if (outcome.status() == Status.OK) {
      return Optional.empty();
    }
    int all = profile.forks().size();
    String text =
        page.text(
            "outcome.some",
            page.format().count(all - figures.forks().size()),
            page.format().count(all),
            page.failure(outcome).orElseThrow());
    return Optional.of(new Banner(Level.WARN, text));
  }

  private List<Section> unmeasured() {
    Outcome<?> outcome = profile.outcome();
    String why =
        outcome instanceof Outcome.Verified<?> emulated
            ? page.text("outcome.emulated", emulated.device().name())
            : page.failure(outcome).orElseThrow();
    Section first =
        new Section("parts", page.text("parts"), List.of(new Banner(level(outcome.status()), why)));
    return List.of(first, structure());
  }

  private static Level level(Status status) {
    return switch (status) {
      case OK -> Level.INFO;
      case INVALID, FAILED -> Level.BAD;
      case TIMED_OUT -> Level.WARN;
      case UNSUPPORTED, UNAVAILABLE -> Level.NEUTRAL;
    };
  }

  private Section structure() {
    Block block =
        profile.parts().isEmpty()
            ? new Paragraph(page.text("no.parts"))
            : new StructureTable(page).of(profile.parts());
    return new Section("structure", page.text("structure"), List.of(block));
  }
}
