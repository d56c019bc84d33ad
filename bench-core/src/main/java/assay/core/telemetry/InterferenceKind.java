package assay.core.telemetry;

/** What invalidates or labels a measurement. */
public enum InterferenceKind {
  /** The device throttled because of its temperature. */
  THERMAL("thermal throttling", true),
  /** External power brake. */
  POWER_BRAKE("power brake", true),
  /** The hardware throttled to protect itself. */
  HARDWARE_SLOWDOWN("hardware slowdown", true),
  /** A memory or bus error was counted. */
  HARDWARE_ERROR("hardware error", true),
  /** The device's power limit reduced the clock: normal under load, so only a label. */
  POWER_CAP("power limit", false),
  /** The container's CPU quota was exhausted: a property of its configuration, so only a label. */
  CGROUP_QUOTA("container CPU quota", false),
  /** Other processes used CPU time. */
  INTRUDER("other processes", false),
  /** The hypervisor took CPU time away. */
  STEAL("time taken by the hypervisor", false),
  /** The clock changed during the window. */
  CLOCK_DRIFT("clock drift", false),
  /** The clock was not stable when the warm-up's time limit was reached. */
  CLOCK_UNSETTLED("clock not stable after the warm-up", false),
  /** Tasks waited for CPU, memory or I/O (pressure stall information). */
  PRESSURE("tasks waiting", false);

  private final String text;
  private final boolean invalidates;

  InterferenceKind(String text, boolean invalidates) {
    this.text = text;
    this.invalidates = invalidates;
  }

  /** The kind as text. */
  public String text() {
    return text;
  }

  /** Whether samples under it are excluded. */
  public boolean invalidates() {
    return invalidates;
  }
}
