package assay.core.device;

import assay.core.checks.Checks;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/** What a cell ran on. The kind decides whether it may carry figures. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Device.Hardware.class, name = "HARDWARE"),
  @JsonSubTypes.Type(value = Device.Emulated.class, name = "EMULATION"),
  @JsonSubTypes.Type(value = Device.RtlModel.class, name = "RTL_MODEL")
})
public sealed interface Device {
  /**
   * Detail that tells one device from others of its kind: the first digits of the SHA-256 of its
   * unique name, which itself goes into no record. Not every target gives it.
   */
  String DEVICE_UUID_HASH = "deviceUuidHash";

  /** The device's own name, such as {@code AMD EPYC 9654}. */
  String name();

  /** Further facts about it, such as vector width or driver version, in the order given. */
  Map<String, String> details();

  /** The hardware itself. */
  record Hardware(String name, Map<String, String> details) implements Device {
    public Hardware {
      Checks.text("device name", name);
      details = Checks.copy("details", details);
    }
  }

  /** Software that imitates the hardware: right results, meaningless times. */
  record Emulated(String name, Map<String, String> details) implements Device {
    public Emulated {
      Checks.text("device name", name);
      details = Checks.copy("details", details);
    }
  }

  /** A register-transfer model in a simulator: right results and exact cycles, no times. */
  record RtlModel(String name, Map<String, String> details) implements Device {
    public RtlModel {
      Checks.text("device name", name);
      details = Checks.copy("details", details);
    }
  }
}
