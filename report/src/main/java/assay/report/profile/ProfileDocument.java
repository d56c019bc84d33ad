package assay.report.profile;

import assay.core.availability.Remedy;
import assay.core.profile.Profile;
import assay.report.compare.Machine;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Document;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.List;
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
    sections.add(parts(new PartBlocks(page, profile).measured(figures)));
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

  private List<Section> unmeasured() {
    return List.of(parts(List.of(new PartBlocks(page, profile).unmeasured())), structure());
  }

  private Section parts(List<Block> blocks) {
    return new Section("parts", page.text("parts"), blocks);
  }

  private Section structure() {
    Block block =
        profile.parts().isEmpty()
            ? new Paragraph(page.text("no.parts"))
            : new StructureTable(page).of(profile.parts());
    return new Section("structure", page.text("structure"), List.of(block));
  }
}
