package assay.cli;

import assay.core.availability.Remedy;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Remedies as text, with this program's commands and options. */
final class RemedyText {
  private RemedyText() {}

  /** One phrase; null if there is no known remedy. */
  static @Nullable String ofNullable(@Nullable Remedy remedy) {
    return remedy == null ? null : of(remedy);
  }

  /** One phrase. */
  static String of(Remedy remedy) {
    return switch (remedy) {
      case Remedy.Change(Remedy.Setting setting, String text) ->
          text + " (" + option(setting) + ")";
      case Remedy.Use(Remedy.Task task, String text) -> text + " (" + command(task) + ")";
      case Remedy.AnyOf(List<Remedy> remedies) -> joined(remedies, ", or ");
      case Remedy.AllOf(List<Remedy> remedies) -> joined(remedies, "; ");
      default -> remedy.text();
    };
  }

  private static String joined(List<Remedy> remedies, String between) {
    return remedies.stream().map(RemedyText::of).distinct().collect(Collectors.joining(between));
  }

  private static String option(Remedy.Setting setting) {
    return switch (setting) {
      case TARGET -> "-t";
      case WORKLOAD -> "-w";
      case PRECISION -> "-p";
      case FORK_TIMEOUT -> "--fork-timeout";
      case BUDGET -> "--budget";
      case ENERGY_WINDOW -> "--energy-window";
      case WALL_METER -> "--wall-meter";
      case DATA_FOLDER -> "--data";
      case TELEMETRY -> "--no-telemetry";
    };
  }

  private static String command(Remedy.Task task) {
    return switch (task) {
      case DIAGNOSE -> "assay doctor";
      case LIST_TARGETS -> "assay list targets";
      case LIST_TELEMETRY -> "assay list telemetry";
      case FETCH_DATA -> "assay data fetch";
      case RUN -> "assay run -t TARGET -w WORKLOAD";
      case RESUME -> "assay run --resume RUN";
    };
  }
}
