package assay.core.target;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The targets on the class path. */
public final class Targets {
  private Targets() {}

  /** All targets, ordered by id. */
  public static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    ServiceLoader.load(Target.class).forEach(targets::add);
    targets.sort(Comparator.comparing(Target::id));
    return targets;
  }

  /** The target of that id. */
  public static Optional<Target> byId(String id) {
    return all().stream().filter(t -> t.id().equals(id)).findFirst();
  }
}
