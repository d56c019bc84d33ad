package assay.report.profile;

import assay.core.availability.Remedy;
import assay.core.profile.Profile;
import assay.core.record.RunRecord;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Block.Command;
import assay.report.document.Block.Paragraph;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Profiles of cells of runs, as a section of a page about these runs: of each, the parts by
 * recoverable time, their roofline and what costs time.
 */
public final class ProfileSection {
  /** The section's anchor. */
  public static final String ANCHOR = "profiles";

  private final Language language;
  private final Map<String, RunRecord> runs;

  private ProfileSection(Language language, Map<String, RunRecord> runs) {
    this.language = language;
    this.runs = runs;
  }

  /**
   * The section.
   *
   * @param profiles at least one, each of a cell of at least one of the runs
   * @param runs by the names that they have on the page; empty where the page is about one run
   */
  public static Section of(
      List<StoredProfile> profiles, Map<String, RunRecord> runs, Language language) {
    ProfileSection section = new ProfileSection(language, runs);
    List<Section> parts = new ArrayList<>();
    for (StoredProfile stored : profiles) {
      parts.add(section.part("profile-" + (parts.size() + 1), stored));
    }
    ProfilePage page = new ProfilePage(language, Remedy::text);
    Block intro = new Paragraph(page.text("section.intro"));
    return new Section(ANCHOR, page.text("parts"), List.of(intro), parts);
  }

  private Section part(String anchor, StoredProfile stored) {
    ProfilePage page = new ProfilePage(language, Remedy::text, anchor + "-");
    Profile profile = stored.profile();
    List<String> names = names(stored);
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            page.text(
                "section.measured",
                profile.profileId().value(),
                page.format().dateTime(profile.startedUtc()),
                page.plural("forks", profile.forks().size()))));
    blocks.add(new Command(stored.command()));
    for (String name : names) {
      List<String> settings = stored.settings(Objects.requireNonNull(runs.get(name)));
      if (!settings.isEmpty()) {
        String all = String.join("; ", settings);
        blocks.add(new Banner(Level.WARN, page.plural("section.settings", settings.size(), all)));
      }
    }
    List<Section> findings = new ArrayList<>();
    PartBlocks parts = new PartBlocks(page, profile);
    Optional<ProfileFigures> figures = ProfileFigures.of(profile, page);
    if (figures.isPresent()) {
      blocks.addAll(parts.measured(figures.get()));
      if (!figures.get().findings().isEmpty()) {
        findings.add(new FindingList(page).of(figures.get().findings()));
      }
    } else {
      blocks.add(parts.unmeasured());
    }
    String cell =
        page.text(
            "section.cell",
            profile.cell().workload(),
            profile.cell().target(),
            profile.cell().precision());
    String title = names.getFirst().isEmpty() ? cell : cell + ", " + String.join(", ", names);
    return new Section(anchor, title, blocks, findings);
  }

  /** The runs that the profile is of; where machines are alike, those of the same host. */
  private List<String> names(StoredProfile stored) {
    List<String> alike =
        runs.keySet().stream()
            .filter(name -> stored.refusal(Objects.requireNonNull(runs.get(name))).isEmpty())
            .toList();
    List<String> same =
        alike.stream()
            .filter(name ->
                Objects.equals(
                    Objects.requireNonNull(runs.get(name)).environment().host(),
                    stored.profile().environment().host()))
            .toList();
    return same.isEmpty() ? alike : same;
  }
}
