package assay.report.profile;

import assay.core.profile.Profile;
import assay.core.profile.ProfileSummary.Row;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parts by recoverable time with their roofline, or why there are no times. */
final class PartBlocks {
  private final ProfilePage page;
  private final Profile profile;

  PartBlocks(ProfilePage page, Profile profile) {
    this.page = page;
    this.profile = profile;
  }

  List<Block> measured(ProfileFigures figures) {
    List<Block> blocks = new ArrayList<>();
    lost(figures).ifPresent(blocks::add);
    blocks.add(new PartTables(page, figures).recoverable());
    List<Row> above = figures.rows().stream().filter(Row::aboveRoof).toList();
    if (!above.isEmpty() && figures.divided()) {
      String names =
          String.join(", ", above.stream().map(row -> ProfilePage.name(row.part())).toList());
      blocks.add(new Banner(Level.WARN, page.plural("parts.above", above.size(), names)));
    }
    blocks.add(new ProfileRoofline(page, figures).build());
    return blocks;
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

  Block unmeasured() {
    Outcome<?> outcome = profile.outcome();
    String why =
        outcome instanceof Outcome.Verified<?> emulated
            ? page.text("outcome.emulated", emulated.device().name())
            : page.failure(outcome).orElseThrow();
    return new Banner(level(outcome.status()), why);
  }

  private static Level level(Status status) {
    return switch (status) {
      case OK -> Level.INFO;
      case INVALID, FAILED -> Level.BAD;
      case TIMED_OUT -> Level.WARN;
      case UNSUPPORTED, UNAVAILABLE -> Level.NEUTRAL;
    };
  }
}
