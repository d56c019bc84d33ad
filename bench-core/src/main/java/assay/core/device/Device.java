package assay.core.device;

import assay.core.checks.Checks;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Objects;

/** What a cell ran on. The kind decides whether the cell may carry metrics. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Device.Hardware.class, name = "HARDWARE"),
  @JsonSubTypes.Type(value = Device.Emulated.class, name = "EMULATION"),
  @JsonSubTypes.Type(value = Device.RtlModel.class, name = "RTL_MODEL")
})
public sealed interface Device {
  /**
   * Detail that distinguishes devices of the same model: the first digits of the SHA-256 of the
   * device UUID, which itself is never recorded. Not every target provides it.
   */
  String DEVICE_UUID_HASH = "deviceUuidHash";

  /** The device's own name, such as {@code AMD EPYC 9654}. */
  String name();

  /** Further facts, such as vector width or driver version, in the given order. */
  Map<String, String> details();

  /**
   * Whether another description is of the same device. Targets add details of their own; kind, name
   * and, where it is known, UUID tell devices apart.
   */
  default boolean sameAs(Device other) {
    String uuid = details().get(DEVICE_UUID_HASH);
    return getClass() == other.getClass()
        && name().equals(other.name())
        && Objects.equals(uuid, other.details().get(DEVICE_UUID_HASH));
  }

  /** Real hardware. */
  record Hardware(String name, Map<String, String> details) implements Device {
    public Hardware {
      Checks.text("device name", name);
      details = Checks.copy("details", details);
    }
  }

  /** Software that emulates the hardware: correct results, meaningless times. */
  record Emulated(String name, Map<String, String> details) implements Device {
    public Emulated {
      Checks.text("device name", name);
      details = Checks.copy("details", details);
    }
  }

  /**
   * A register-transfer-level (RTL) model in a simulator: correct results and exact cycles, no
   * times.
   */
  record RtlModel(String name, Map<String, String> details) implements Device {
    public RtlModel {
      Checks.text("device name", name);
      details = Checks.copy("details", details);
    }
  }
}
