package assay.core.target;

import java.util.Map;

/**
 * What computes. Hardware and emulation are different types, so that a figure which only hardware
 * may carry cannot be given to an emulated device.
 */
public sealed interface Device {
  /** The name a person knows it by. */
  String name();

  /** Further properties for the record, for example vector width or compute capability. */
  Map<String, String> details();

  /** Silicon that computes by itself. */
  record Hardware(String name, Map<String, String> details) implements Device {
    /** Copies the details. */
    public Hardware {
      details = Map.copyOf(details);
    }
  }

  /**
   * Something that computes the right values at a speed that says nothing about the device it
   * stands for.
   *
   * @param emulator what kind of emulation, for example {@code FUNCTIONAL_EMULATION} or {@code
   *     RTL_MODEL}
   */
  record Emulation(String name, String emulator, Map<String, String> details) implements Device {
    /** Copies the details. */
    public Emulation {
      details = Map.copyOf(details);
    }
  }
}
