package assay.core.target;

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

  /** The target of that id. */
  public static Optional<Target> byId(String id) {
    return all().stream().filter(t -> t.id().equals(id)).findFirst();
  }
}
