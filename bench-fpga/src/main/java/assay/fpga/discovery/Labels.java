package assay.fpga.discovery;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy.Advice;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Determines what executes the kernels, from the platform's name, the variables that switch the
 * vendors' runtimes to emulation, the board's name, and what a loaded binary reports about itself.
 * Anything doubtful is rejected, never taken for hardware.
 */
public final class Labels {
  /** XRT: {@code sw_emu} or {@code hw_emu}; unset or {@code hw} for a board. */
  static final String XCL_EMULATION_MODE = "XCL_EMULATION_MODE";

  /** Intel's older emulator; its value is the number of devices. */
  static final String INTEL_EMULATOR = "CL_CONTEXT_EMULATOR_DEVICE_INTELFPGA";

  /** The same, under Altera's name for it. */
  static final String ALTERA_EMULATOR = "CL_CONTEXT_EMULATOR_DEVICE_ALTERA";

  /** Intel's simulator of the generated circuit; its value is the number of devices. */
  static final String INTEL_SIMULATOR = "CL_CONTEXT_MPSIM_DEVICE_INTELFPGA";

  /** Folder of a simulated board; implies the simulator if set alone. */
  static final String INTEL_SIMULATED_BOARD = "INTELFPGA_SIM_DEVICE_SPEC_DIR";

  private static final int TARGET_HARDWARE = 1;
  private static final int TARGET_SOFTWARE_EMULATION = 2;
  private static final int TARGET_HARDWARE_EMULATION = 4;

  private Labels() {}

  /**
   * Determines the execution class of a device with its program loaded.
   *
   * @param environment variables of this process
   * @param targetType what an AMD binary reports it was built for; empty if the driver does not
   *     report it
   */
  public static Availability<ExecutionClass> of(
      Candidate<?> device, Map<String, String> environment, OptionalInt targetType) {
    return Vendor.ofPlatform(device.platform())
        .map(vendor -> of(vendor, device, environment, targetType))
        .orElseGet(() ->
            new Unavailable<>(
                "platform '" + device.platform() + "' is unknown",
                new Advice("choose another with ASSAY_OPENCL_PLATFORM")));
  }

  private static Availability<ExecutionClass> of(
      Vendor vendor, Candidate<?> device, Map<String, String> environment, OptionalInt targetType) {
    return switch (vendor) {
      case AMD -> amd(environment.getOrDefault(XCL_EMULATION_MODE, "hw"), targetType);
      case INTEL -> new Available<>(intel(device.name(), environment));
      case INTEL_EMULATOR -> new Available<>(ExecutionClass.VENDOR_SW_EMULATION);
      case POCL, OCLGRIND -> functional(device);
    };
  }

  private static Availability<ExecutionClass> functional(Candidate<?> device) {
    // PoCL also drives GPUs and accelerators, which cannot be classified.
    return device.cpu()
        ? new Available<>(ExecutionClass.FUNCTIONAL_EMULATION)
        : new Unavailable<>(
            "device '"
                + device.name()
                + "' of platform '"
                + device.platform()
                + "' is not the host's processor",
            new Advice("choose PoCL's processor device, for example with POCL_DEVICES=pthread"));
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

  /** Intel's runtime treats an empty value and 0 as unset. */
  private static boolean set(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    return !value.isEmpty() && !value.equals("0");
  }

  private static Availability<ExecutionClass> amd(String mode, OptionalInt targetType) {
    if (targetType.isEmpty()) {
      return new Unavailable<>(
          "the driver does not report whether the loaded binary is for hardware or emulation",
          new Advice("install an XRT release that supports CL_PROGRAM_TARGET_TYPE (0x1110)"));
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
      return new Unavailable<>(
          String.format(
              Locale.ROOT,
              "the loaded binary reports target type %d, but %s is '%s'",
              targetType.getAsInt(),
              XCL_EMULATION_MODE,
              mode),
          new Advice(
              "unset "
                  + XCL_EMULATION_MODE
                  + " for a board, or load a binary built for that mode"));
    }
    return new Available<>(binary);
  }
}
