package assay.core.record;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All metrics. A key is everything that a table, a page or an export needs to know about a metric:
 * adding a key is enough for its values to be stored, summarised, shown and compared.
 *
 * <p>In files a key is written as its {@link #id}. Records list metrics in the order of this
 * enumeration.
 */
public enum MetricKey {
  /** Host time of one execution: the mean over an iteration, also where single ones are timed. */
  TIME("time", Family.EXECUTION, Better.LOWER, true, "Mean host time of one execution.", "s"),
  /** Device time of one execution. */
  DEVICE_TIME(
      "deviceTime",
      Family.DEVICE,
      Better.LOWER,
      true,
      "Time of one execution by the device's clock.",
      "s"),
  /** Including transfers. */
  END_TO_END_TIME(
      "endToEndTime",
      Family.DEVICE,
      Better.LOWER,
      false,
      "Host time with inputs written and outputs read.",
      "s"),
  /** Device time ÷ host time. */
  DEVICE_BUSY(
      "deviceBusy", Family.DEVICE, Better.NONE, false, "Device time as a share of host time.", "%"),
  /** Relative to the peak of an FPGA design. */
  PERCENT_OF_DESIGN_PEAK(
      "percentOfDesignPeak",
      Family.DEVICE,
      Better.HIGHER,
      false,
      "Rate by device time as a share of the peak of the design's multipliers.",
      "%"),
  /** Before any warm-up. */
  FIRST_EXECUTION(
      "firstExecution",
      Family.START,
      Better.LOWER,
      true,
      "Host time of the first execution in a fork.",
      "s"),
  /** Work ÷ mean time, the unit tells which work: what was served in a given time. */
  THROUGHPUT(
      "throughput",
      Family.EXECUTION,
      Better.HIGHER,
      false,
      "Work per time, by mean times.",
      "FLOP/s",
      "B/s",
      "samples/s"),
  /** Of a workload that measures a limit of the machine. */
  CEILING(
      "ceiling",
      Family.EXECUTION,
      Better.HIGHER,
      false,
      "Work per time of the fastest fork of a peak or memory bandwidth.",
      "FLOP/s",
      "B/s"),
  /** Relative to the peak that the run measured on the same target. */
  PERCENT_OF_PEAK(
      "percentOfPeak",
      Family.EXECUTION,
      Better.HIGHER,
      false,
      "Throughput as a share of the measured peak.",
      "%"),
  /** Relative to the highest peak that the run measured on the same device. */
  PERCENT_OF_DEVICE_PEAK(
      "percentOfDevicePeak",
      Family.EXECUTION,
      Better.HIGHER,
      false,
      "Throughput as a share of the highest peak that a target measured on the device.",
      "%"),
  /** Median. */
  P50(
      "p50",
      Family.LATENCY,
      Better.LOWER,
      true,
      "Service time of single executions, one after another.",
      "s"),
  /** 90th percentile. */
  P90(
      "p90",
      Family.LATENCY,
      Better.LOWER,
      true,
      "Service time of single executions, one after another.",
      "s"),
  /** 99th percentile. */
  P99(
      "p99",
      Family.LATENCY,
      Better.LOWER,
      true,
      "Service time of single executions, one after another.",
      "s"),
  /** 99.9th percentile. */
  P999(
      "p99.9",
      Family.LATENCY,
      Better.LOWER,
      true,
      "Service time of single executions, one after another.",
      "s"),
  /** Excluding evaluation time. */
  TIME_TO_TARGET(
      "timeToTarget",
      Family.TRAINING,
      Better.LOWER,
      true,
      "Training time to the target accuracy.",
      "s"),
  /** As fine as the accuracy is tested. */
  EPOCHS_TO_TARGET(
      "epochsToTarget",
      Family.TRAINING,
      Better.LOWER,
      false,
      "Passes over the training images to the target accuracy.",
      "1"),
  /** On the test images. */
  FINAL_ACCURACY(
      "finalAccuracy",
      Family.TRAINING,
      Better.HIGHER,
      true,
      "Test accuracy at the end of training.",
      "1"),
  /** Over the folds, each a training run. */
  CROSS_VALIDATED_ACCURACY(
      "crossValidatedAccuracy",
      Family.TRAINING,
      Better.HIGHER,
      false,
      "Mean test accuracy over the folds of a cross-validation.",
      "1"),
  /** Sum over the target's own domains. */
  ENERGY_PER_EXECUTION(
      "energyPerExecution",
      Family.ENERGY,
      Better.LOWER,
      true,
      "Energy of one execution, including the idle share.",
      "J"),
  /** Over the energy window. */
  AVERAGE_POWER(
      "averagePower", Family.ENERGY, Better.NONE, false, "Mean power under the workload.", "W"),
  /** Energy ÷ floating-point operations. */
  ENERGY_PER_FLOP(
      "energyPerFlop", Family.ENERGY, Better.LOWER, false, "Energy of one operation.", "J/FLOP"),
  /** Floating-point operations ÷ energy. */
  EFFICIENCY(
      "efficiency",
      Family.ENERGY,
      Better.HIGHER,
      false,
      "Floating-point operations per joule.",
      "FLOP/s/W"),
  /** Energy ÷ samples. */
  ENERGY_PER_SAMPLE(
      "energyPerSample", Family.ENERGY, Better.LOWER, false, "Energy of one sample.", "J/sample"),
  /** Energy of the steps until the target accuracy. */
  ENERGY_TO_TARGET(
      "energyToTarget",
      Family.ENERGY,
      Better.LOWER,
      false,
      "Training energy to the target accuracy.",
      "J");

  /** Metrics that belong together and are shown together. */
  public enum Family {
    /** The speed of an execution; shown in the table of results. */
    EXECUTION(false),
    /** For devices with their own timer. */
    DEVICE(true),
    /** The first execution, before any warm-up. */
    START(true),
    /** Percentiles of the service times of single executions. */
    LATENCY(true),
    /** Training runs. */
    TRAINING(false),
    /** Energy, power and metrics derived from them. */
    ENERGY(false);

    private final boolean table;

    Family(boolean table) {
      this.table = table;
    }

    /**
     * Whether it has its own table, with a column per metric, next to the table of results; the
     * others are shown in that table or in their own section.
     */
    public boolean table() {
      return table;
    }
  }

  /** Which way is better. */
  public enum Better {
    /** A larger value. */
    HIGHER,
    /** A smaller value. */
    LOWER,
    /** Neither. */
    NONE
  }

  private final String id;
  private final Family family;
  private final Better better;
  private final boolean compared;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<String> units;

  MetricKey(
      String id, Family family, Better better, boolean compared, String meaning, String... units) {
    this.id = id;
    this.family = family;
    this.better = better;
    this.compared = compared;
    this.meaning = meaning;
    this.units = List.of(units);
  }

  /** Its name in files. */
  public String id() {
    return id;
  }

  /** The family that it is shown with. */
  public Family family() {
    return family;
  }

  /** Which way is better. */
  public Better better() {
    return better;
  }

  /** Whether runs are compared by it; false for a metric derived from another. */
  public boolean compared() {
    return compared;
  }

  /** Its meaning in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** Its unit, or the units it may have, in SI base units and %. */
  public List<String> units() {
    return units;
  }

  /** Its unit, if it has only one. */
  public String unit() {
    if (units.size() != 1) {
      throw new IllegalStateException(id + " is in one of " + units);
    }
    return units.getFirst();
  }

  /** The metric with that {@link #id}. */
  public static Optional<MetricKey> byId(String id) {
    return Arrays.stream(values()).filter(key -> key.id.equals(id)).findFirst();
  }

  /** The metrics of a family, in order. */
  public static List<MetricKey> of(Family family) {
    return Arrays.stream(values()).filter(key -> key.family == family).toList();
  }

  /** {@link #id}, which is how Jackson writes and reads it. */
  @Override
  public String toString() {
    return id;
  }
}
