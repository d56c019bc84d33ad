package assay.core.spi;

import assay.core.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The targets on the class path. */
public final class Targets {
  /** System property with the ids of the targets in a package; all if not set. */
  public static final String CHOSEN = "assay.targets";

  private Targets() {}

  /** All targets, ordered by id. */
  public static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    ServiceLoader.load(Target.class).forEach(targets::add);
    String chosen = System.getProperty(CHOSEN, "");
    if (!chosen.isEmpty()) {
      List<String> ids = List.of(chosen.split(",", -1));
      targets.removeIf(target -> !ids.contains(target.id()));
    }
    targets.sort(Comparator.comparing(Target::id));
    return targets;
  }

  /**
   * The target of that name, on the named device if there is one; empty if there is no such target,
   * or if it has no selectable devices.
   *
   * @param name in the form of {@link TargetName}
   * @throws IllegalArgumentException if the device name is not valid
   */
  public static Optional<Target> byId(String name) {
    TargetName parsed = TargetName.parse(name);
    Optional<Target> target =
        all().stream().filter(t -> t.id().equals(parsed.target())).findFirst();
    String device = parsed.device();
    return device == null
        ? target
        : target.filter(DeviceTarget.class::isInstance).map(t -> ((DeviceTarget) t).on(device));
  }

  /** Says that there is no such target, and which one may be meant. */
  public static String unknown(String name) {
    List<String> ids = all().stream().map(Target::id).toList();
    return "unknown target '" + name + "'; " + Nearest.hint(name, ids);
  }
}
