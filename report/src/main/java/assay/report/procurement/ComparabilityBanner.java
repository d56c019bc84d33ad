package assay.report.procurement;

import assay.core.record.Comparability;
import assay.core.record.Difference;
import assay.core.record.RunState;
import assay.report.document.Block;
import assay.report.document.Block.Banner;
import assay.report.document.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Whether the systems are comparable, at the top of the dossier. */
final class ComparabilityBanner {
  /** Prefix of differences in the plan rather than the machine. */
  private static final String PLAN = "plan.";

  private final DossierPage at;
  private final List<SystemUnderTest> apart = new ArrayList<>();
  private final List<SystemUnderTest> same = new ArrayList<>();
  private final List<SystemUnderTest> unsure = new ArrayList<>();
  private final List<SystemUnderTest> otherPlan = new ArrayList<>();
  private final TreeSet<String> settings = new TreeSet<>();

  private ComparabilityBanner(DossierPage at) {
    this.at = at;
    for (SystemUnderTest system : at.systems()) {
      if (!system.equals(at.reference())) {
        judge(system, Comparability.of(at.reference().record(), system.record()));
      }
    }
  }

  private void judge(SystemUnderTest system, Comparability verdict) {
    switch (verdict) {
      case Comparability.Same _ -> same.add(system);
      case Comparability.Warn(List<Difference> identity, List<Difference> settings) -> {
        (identity.isEmpty() ? same : unsure).add(system);
        add(settings);
      }
      case Comparability.NotComparable(List<Difference> identity, List<Difference> settings) -> {
        boolean plan = identity.stream().allMatch(d -> d.name().startsWith(PLAN));
        (plan ? otherPlan : apart).add(system);
        add(settings);
      }
    }
  }

  private void add(List<Difference> differences) {
    differences.forEach(difference -> settings.add(difference.name()));
  }

  static List<Block> of(DossierPage at) {
    ComparabilityBanner banner = new ComparabilityBanner(at);
    List<Block> blocks = new ArrayList<>();
    banner.machines(blocks);
    banner.settings(blocks);
    banner.standIns(blocks);
    banner.unfinished(RunState.INTERRUPTED, "banner.broken-off", blocks);
    banner.unfinished(RunState.RUNNING, "banner.running", blocks);
    return blocks;
  }

  private void machines(List<Block> blocks) {
    String reference = at.reference().letter();
    if (!apart.isEmpty()) {
      blocks.add(new Banner(Level.INFO, at.text("banner.apart", reference, at.letters(apart))));
    }
    if (!otherPlan.isEmpty()) {
      blocks.add(
          new Banner(Level.WARN, at.text("banner.threads", reference, at.letters(otherPlan))));
    }
    if (!same.isEmpty()) {
      blocks.add(new Banner(Level.WARN, at.text("banner.same", reference, at.letters(same))));
    }
    if (!unsure.isEmpty()) {
      blocks.add(new Banner(Level.WARN, at.text("banner.unsure", reference, at.letters(unsure))));
    }
  }

  private void settings(List<Block> blocks) {
    if (!settings.isEmpty()) {
      blocks.add(
          new Banner(
              Level.WARN,
              at.plural("banner.settings", settings.size(), String.join(", ", settings))));
    }
  }

  private void standIns(List<Block> blocks) {
    List<SystemUnderTest> standIns =
        at.systems().stream()
            .filter(s -> at.comparison().of(s).stream().anyMatch(Result.Measured::standIn))
            .toList();
    if (!standIns.isEmpty()) {
      blocks.add(new Banner(Level.WARN, at.text("banner.stand-in", at.letters(standIns))));
    }
  }

  private void unfinished(RunState state, String message, List<Block> blocks) {
    List<SystemUnderTest> systems =
        at.systems().stream().filter(s -> s.run().state() == state).toList();
    if (!systems.isEmpty()) {
      blocks.add(new Banner(Level.WARN, at.text(message, at.letters(systems))));
    }
  }
}
