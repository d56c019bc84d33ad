package assay.report.procurement;

import assay.core.record.Energy;
import assay.report.money.Power;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Power of a system for its running costs, from what its meters measured in the tasks of the mix.
 * If a meter in front of the machine measured all of these, only that counts; otherwise the domains
 * that are not part of another are added up, which leaves out everything without a sensor.
 *
 * @param power load and idle, null where nothing was metered. The load is that of the mix: energy ÷
 *     time over the metered tasks; the others are taken to draw the same
 * @param metered tasks with measured power
 * @param tasks tasks of the mix
 * @param domains what was added up, by name
 * @param uncalibrated those of them whose sensor has no known accuracy
 * @param uncertaintyPercent expanded uncertainty (k = 2) of the least certain task, %: an upper
 *     bound for that of the mix
 */
record SystemPower(
    @Nullable Power power,
    int metered,
    int tasks,
    Set<String> domains,
    Set<String> uncalibrated,
    double uncertaintyPercent) {

  /**
   * Sums up.
   *
   * @param all the tasks of the mix
   * @param loadWatts power under the load of the mix, W; null where nothing was metered
   */
  static SystemPower of(List<Measured> all, @Nullable Double loadWatts) {
    List<TaskEnergy> metered = metered(all);
    boolean whole = whole(metered);
    Set<String> domains = new TreeSet<>();
    Set<String> uncalibrated = new TreeSet<>();
    double uncertainty = 0;
    for (TaskEnergy task : metered) {
      List<Energy> counted = task.system(whole);
      domains.addAll(TaskEnergy.names(counted));
      uncalibrated.addAll(task.uncalibrated(counted));
      uncertainty = Math.max(uncertainty, TaskEnergy.uncertaintyPercent(counted));
    }
    return new SystemPower(
        loadWatts == null ? null : new Power(loadWatts, idle(metered, whole), whole),
        metered.size(),
        all.size(),
        domains,
        uncalibrated,
        uncertainty);
  }

  private static List<TaskEnergy> metered(List<Measured> tasks) {
    List<TaskEnergy> metered = new ArrayList<>();
    for (Measured task : tasks) {
      TaskEnergy energy = TaskEnergy.of(task);
      if (energy != null) {
        metered.add(energy);
      }
    }
    return metered;
  }

  /** One meter for all tasks: powers of different extent have no mean. */
  private static boolean whole(List<TaskEnergy> metered) {
    return !metered.isEmpty() && metered.stream().allMatch(TaskEnergy::whole);
  }

  private static @Nullable Double idle(List<TaskEnergy> metered, boolean whole) {
    double idle = 0;
    for (TaskEnergy task : metered) {
      Double own = task.idleWatts(whole);
      if (own == null) {
        return null;
      }
      idle += own / metered.size();
    }
    return idle;
  }

  /** Power of a system in each of its tasks, W; NaN where not metered. */
  static double[] watts(List<Measured> tasks) {
    boolean whole = whole(metered(tasks));
    return tasks.stream()
        .mapToDouble(task -> {
          TaskEnergy energy = TaskEnergy.of(task);
          return energy == null ? Double.NaN : energy.watts(whole);
        })
        .toArray();
  }
}
