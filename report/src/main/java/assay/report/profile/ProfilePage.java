package assay.report.profile;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.profile.Phase;
import assay.core.profile.ProfileSummary.Bound;
import assay.core.profile.ProfileSummary.Roof;
import assay.core.profile.ProfiledPart;
import assay.core.record.Metric;
import assay.core.record.Outcome;
import assay.report.document.Table.Cell;
import assay.report.page.Page;
import assay.report.text.Language;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page about profiles; the series of its charts are what bounds a part. */
final class ProfilePage extends Page {
  private final Function<Remedy, String> remedies;
  private final String prefix;

  /**
   * A page.
   *
   * @param remedies formats remedies
   */
  ProfilePage(Language language, Function<Remedy, String> remedies) {
    this(language, remedies, "");
  }

  /**
   * A part of a page that shows other things too.
   *
   * @param prefix of the anchors of what is on pages of profiles and on others
   */
  ProfilePage(Language language, Function<Remedy, String> remedies, String prefix) {
    super("profile", language, Arrays.stream(Bound.values()).map(Bound::name).toList());
    this.remedies = remedies;
    this.prefix = prefix;
  }

  /** An anchor that is unique on the page. */
  String anchored(String name) {
    return prefix + name;
  }

  /** A figure with its interval, or why there is none. */
  Cell cell(Availability<Metric> figure) {
    return switch (figure) {
      case Available<Metric>(Metric metric) -> metric(metric, null);
      case Unavailable<Metric> none -> missing(none.reason());
    };
  }

  /** A figure without its interval, or why there is none. */
  Cell plain(Availability<Metric> figure) {
    return switch (figure) {
      case Available<Metric>(Metric metric) -> value(metric.median(), metric.unit());
      case Unavailable<Metric> none -> missing(none.reason());
    };
  }

  String phase(Phase phase) {
    return text("phase." + phase);
  }

  /**
   * What holds a working set.
   *
   * @param level of the cache, 0 if none holds it or none is known
   * @param cachesKnown whether level 0 means main memory
   */
  String memory(int level, long workingSet, boolean cachesKnown) {
    if (level > 0) {
      return text("level.cache", format().count(level));
    }
    return cachesKnown
        ? text("level.memory")
        : text("level.size", format().value((double) workingSet, "B"));
  }

  String bound(Roof roof, boolean cachesKnown) {
    return switch (roof.bound()) {
      case COMPUTE -> text("bound.COMPUTE");
      case LAUNCH -> text("bound.LAUNCH");
      case MEMORY -> memory(roof.level(), roof.workingSet(), cachesKnown);
    };
  }

  /** Why an outcome has no times, with the remedy; empty if nothing went wrong. */
  Optional<String> failure(Outcome<?> outcome) {
    if (outcome.reason() == null) {
      return Optional.empty();
    }
    String said = text("outcome." + outcome.status(), Objects.requireNonNull(outcome.reason()));
    return Optional.of(withRemedy(said, outcome.remedy()));
  }

  /** A reason, with the remedy if one is known. */
  String withRemedy(String reason, @Nullable Remedy remedy) {
    return remedy == null ? reason : text("outcome.remedy", reason, remedies.apply(remedy));
  }

  /** What meters' energies are of, as notes of a table; none without energies. */
  List<String> energyNotes(ProfileFigures figures) {
    if (figures.meters().isEmpty()) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    notes.add(text("energy.note", String.join(" + ", figures.meters())));
    figures.energyRoots().forEach(root -> notes.add(text("energy.root", root)));
    return notes;
  }

  /** The name of a part, with room for line breaks. */
  static String name(ProfiledPart part) {
    return part.label().replace("+", " + ");
  }

  /** The same of operations that need not be one part. */
  static String name(List<String> ops, List<String> kinds) {
    return name(new ProfiledPart(ops, kinds, Phase.FORWARD, 0, 0, 0));
  }
}
