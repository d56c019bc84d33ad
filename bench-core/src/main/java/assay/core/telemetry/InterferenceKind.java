package assay.core.telemetry;

/** What spoils a measurement, or labels it. */
public enum InterferenceKind {
  /** The device got too hot and slowed down. */
  THERMAL("thermal throttling", true),
  /** External power brake. */
  POWER_BRAKE("power brake", true),
  /** The hardware slowed itself down for protection. */
  HARDWARE_SLOWDOWN("hardware slowdown", true),
  /** A memory or bus error was counted. */
  HARDWARE_ERROR("hardware error", true),
  /** The device's power limit held the clock back: its normal way under load, so only a label. */
  POWER_CAP("power limit", false),
  /** The container's processor quota was used up: the container as it is set, so only a label. */
  CGROUP_QUOTA("container processor quota", false),
  /** Another process took processor time. */
  INTRUDER("other processes", false),
  /** The hypervisor took processor time away. */
  STEAL("time taken by the hypervisor", false),
  /** The clock moved during the window. */
  CLOCK_DRIFT("clock drift", false),
  /** The clock had not settled when the time allowed for warming up was over. */
  CLOCK_UNSETTLED("clocks not settled by the warm-up", false),
  /** Tasks waited for a processor, memory or disk (pressure stall information). */
  PRESSURE("tasks waiting", false);

  private final String text;
  private final boolean invalidates;

  InterferenceKind(String text, boolean invalidates) {
    this.text = text;
    this.invalidates = invalidates;
  }

  /** For a person. */
  public String text() {
    return text;
  }

  /** Whether a sample taken under it is left out for this recorded cause. */
  public boolean invalidates() {
    return invalidates;
  }
}
