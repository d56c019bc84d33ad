package assay.fpga.discovery;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Says what executes: from the platform's name, the variables with which the vendors' runtimes are
 * switched to emulation, the board's name, and what a loaded binary says about itself. Whatever is
 * in doubt is refused, never taken for hardware.
 */
public final class Labels {
  /** XRT: {@code sw_emu} or {@code hw_emu}; unset or {@code hw} for a board. */
  static final String XCL_EMULATION_MODE = "XCL_EMULATION_MODE";

  /** Intel's older emulator; its value is the number of devices. */
  static final String INTEL_EMULATOR = "CL_CONTEXT_EMULATOR_DEVICE_INTELFPGA";

  /** The same under the name it had at Altera. */
  static final String ALTERA_EMULATOR = "CL_CONTEXT_EMULATOR_DEVICE_ALTERA";

  /** Intel's simulator of the generated circuit; its value is the number of devices. */
  static final String INTEL_SIMULATOR = "CL_CONTEXT_MPSIM_DEVICE_INTELFPGA";

  /** Folder of a simulated board; implies the simulator where it is set alone. */
  static final String INTEL_SIMULATED_BOARD = "INTELFPGA_SIM_DEVICE_SPEC_DIR";

  private static final int TARGET_HARDWARE = 1;
  private static final int TARGET_SOFTWARE_EMULATION = 2;
  private static final int TARGET_HARDWARE_EMULATION = 4;

  private Labels() {}

  /** The label, or why there is none. */
  public sealed interface Label {
    /** What executes. */
    record Known(ExecutionClass executes) implements Label {}

    /** It cannot be told. */
    record Refused(String reason, String remedy) implements Label {}
  }

  /**
   * Labels a device with its program loaded.
   *
   * @param environment variables of this process
   * @param targetType what an AMD binary says it was built for; empty where the driver says nothing
   */
  public static Label of(
      Candidate<?> device, Map<String, String> environment, OptionalInt targetType) {
    return Vendor.ofPlatform(device.platform())
        .map(vendor -> of(vendor, device, environment, targetType))
        .orElseGet(() ->
            new Label.Refused(
                "platform '" + device.platform() + "' is not known here",
                "choose another with ASSAY_OPENCL_PLATFORM"));
  }

  private static Label of(
      Vendor vendor, Candidate<?> device, Map<String, String> environment, OptionalInt targetType) {
    return switch (vendor) {
      case AMD -> amd(environment.getOrDefault(XCL_EMULATION_MODE, "hw"), targetType);
      case INTEL -> new Label.Known(intel(device.name(), environment));
      case INTEL_EMULATOR -> new Label.Known(ExecutionClass.VENDOR_SW_EMULATION);
      case POCL, OCLGRIND -> functional(device);
    };
  }

  private static Label functional(Candidate<?> device) {
    // PoCL also drives GPUs and accelerators; what those are is not known here.
    return device.cpu()
        ? new Label.Known(ExecutionClass.FUNCTIONAL_EMULATION)
        : new Label.Refused(
            "device '"
                + device.name()
                + "' of platform '"
                + device.platform()
                + "' is not the host's processor",
            "choose PoCL's processor device, for example with POCL_DEVICES=pthread");
  }

  private static ExecutionClass intel(String board, Map<String, String> environment) {
    String name = board.toLowerCase(Locale.ROOT);
    if (set(environment, INTEL_SIMULATOR)
        || environment.containsKey(INTEL_SIMULATED_BOARD)
        || name.contains("simulat")) {
      return ExecutionClass.VENDOR_HW_EMULATION;
    }
    boolean emulated = set(environment, INTEL_EMULATOR) || set(environment, ALTERA_EMULATOR);
    return emulated || name.contains("emulat")
        ? ExecutionClass.VENDOR_SW_EMULATION
        : ExecutionClass.FPGA_HARDWARE;
  }

  /** Intel's runtime takes an empty value or 0 for none. */
  private static boolean set(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    return !value.isEmpty() && !value.equals("0");
  }

  private static Label amd(String mode, OptionalInt targetType) {
    if (targetType.isEmpty()) {
      return new Label.Refused(
          "the driver does not say whether the loaded binary is for hardware or emulation",
          "install an XRT release that answers CL_PROGRAM_TARGET_TYPE (0x1110)");
    }
    ExecutionClass binary =
        switch (targetType.getAsInt()) {
          case TARGET_HARDWARE -> ExecutionClass.FPGA_HARDWARE;
          case TARGET_SOFTWARE_EMULATION -> ExecutionClass.VENDOR_SW_EMULATION;
          case TARGET_HARDWARE_EMULATION -> ExecutionClass.VENDOR_HW_EMULATION;
          default -> null;
        };
    ExecutionClass runtime =
        switch (mode) {
          case "hw", "" -> ExecutionClass.FPGA_HARDWARE;
          case "sw_emu" -> ExecutionClass.VENDOR_SW_EMULATION;
          case "hw_emu" -> ExecutionClass.VENDOR_HW_EMULATION;
          default -> null;
        };
    if (binary == null || binary != runtime) {
      return new Label.Refused(
          "the loaded binary says target type %d, %s says '%s'"
              .formatted(targetType.getAsInt(), XCL_EMULATION_MODE, mode),
          "unset " + XCL_EMULATION_MODE + " for a board, or load a binary built for that mode");
    }
    return new Label.Known(binary);
  }
}
