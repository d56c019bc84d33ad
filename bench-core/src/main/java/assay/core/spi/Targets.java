package assay.core.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The targets on the class path. */
public final class Targets {
  /** System property with the ids of those a package was made for; all where it is not set. */
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
   * The target of that name, on the one device that it names if it does; empty if there is no such
   * target, or if it has no devices to choose from.
   *
   * @param name as {@link TargetName} has it
   * @throws IllegalArgumentException if no device of the target can be called so
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
}
