package assay.core.record;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Energy per unit of work, one value per fork: the sum of the target's own domains over the fork's
 * energy window. A fork in which a domain was refused has no total, since a partial sum would be
 * taken for the whole.
 */
final class EnergyMetrics {
  private final List<Double> joulesPerExecution = new ArrayList<>();
  private final List<Double> watts = new ArrayList<>();
  private final List<ForkResult> forks = new ArrayList<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private final Set<String> domains = new LinkedHashSet<>();
  private final Set<String> roots = new LinkedHashSet<>();

  /**
   * @param all the included forks
   */
  EnergyMetrics(List<ForkResult> all) {
    all.forEach(this::add);
  }

  private void add(ForkResult fork) {
    Telemetry<EnergyReading> telemetry = fork.telemetry();
    switch (EnergyReading.own(telemetry.energy(), telemetry.refusedEnergy())) {
      case Unavailable<List<EnergyReading>> none -> missing.add(none.reason());
      case Available<List<EnergyReading>>(List<EnergyReading> own) -> add(fork, own);
    }
  }

  private void add(ForkResult fork, List<EnergyReading> primary) {
    double power = 0;
    for (EnergyReading reading : primary) {
      power += reading.joules() / reading.windowSeconds();
      domains.add(reading.domain() + " (" + reading.source() + ")");
      String root = reading.root();
      if (root != null) {
        roots.add(root);
      }
    }
    joulesPerExecution.add(EnergyReading.joulesPerExecution(primary));
    watts.add(power);
    forks.add(fork);
  }

  /** Whether no fork has a total. */
  boolean none() {
    return forks.isEmpty();
  }

  /** Why forks have no total. */
  String reason() {
    return String.join("; ", missing);
  }

  /**
   * What the metrics are based on: domains, a stand-in folder, why forks are missing, and whether
   * other work was metered than timed.
   */
  String note() {
    StringBuilder note = new StringBuilder("of " + String.join(" + ", domains));
    if (!roots.isEmpty()) {
      note.append("; read under ")
          .append(String.join(", ", roots))
          .append(", not from this machine's sensors");
    }
    if (!missing.isEmpty()) {
      note.append("; missing in some forks: ").append(reason());
    }
    otherWork(note);
    return note.toString();
  }

  private void otherWork(StringBuilder note) {
    double largest = 0;
    int count = 0;
    for (ForkResult fork : forks) {
      Double excess = fork.windowExcessPercent();
      if (excess != null && Math.abs(excess) > ForkResult.MAX_EXCESS_PERCENT) {
        count++;
        largest = Math.abs(excess) > Math.abs(largest) ? excess : largest;
      }
    }
    if (count > 0) {
      note.append(
          String.format(
              Locale.ROOT,
              "; in %d of %d forks the metered work was not the timed one: an execution took up to"
                  + " %.1f %% %s in the energy window",
              count,
              forks.size(),
              Math.abs(largest),
              largest > 0 ? "longer" : "less"));
    }
  }

  /** J per execution, one value per fork with a total. */
  double[] joulesPerExecution() {
    return toArray(joulesPerExecution);
  }

  /** Mean power in the energy window in W, one value per fork with a total. */
  double[] watts() {
    return toArray(watts);
  }

  /**
   * Energy in J of the training steps until the target accuracy, one value per fork with a total;
   * infinite if it missed the target. A training workload's execution is one step.
   */
  double[] joulesToTarget() {
    double[] joules = new double[forks.size()];
    for (int i = 0; i < joules.length; i++) {
      Training training = forks.get(i).training();
      Training.ToTarget toTarget = training == null ? null : training.toTarget().orNull();
      joules[i] =
          training == null || toTarget == null
              ? Double.POSITIVE_INFINITY
              : joulesPerExecution.get(i) * training.stepsPerEpoch() * toTarget.epochs();
    }
    return joules;
  }

  private static double[] toArray(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
