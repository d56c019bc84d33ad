package assay.fpga.discovery;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The known OpenCL platforms, best first. */
public enum Vendor {
  /** XRT: boards, and emulations of them. */
  AMD("Xilinx", false),
  /** Intel's and Altera's runtime for boards, their simulator and their older emulator. */
  INTEL("Intel(R) FPGA SDK for OpenCL(TM)", false),
  /** Intel's emulator on the host's processor. */
  INTEL_EMULATOR("Intel(R) FPGA Emulation Platform for OpenCL(TM)", false),
  /** PoCL on the host's processor. */
  POCL("Portable Computing Language", true),
  /** Oclgrind, an interpreter that checks memory accesses. */
  OCLGRIND("Oclgrind", true);

  private final String platform;
  private final boolean compilesSource;

  Vendor(String platform, boolean compilesSource) {
    this.platform = platform;
    this.compilesSource = compilesSource;
  }

  /** The platform's name, exactly as its driver reports it. */
  public String platform() {
    return platform;
  }

  /** Whether kernels are compiled at run time, instead of hours before. */
  public boolean compilesSource() {
    return compilesSource;
  }

  /** Name in a bitstream's manifest, for example {@code amd}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The vendor of a platform; empty if it is unknown. */
  public static Optional<Vendor> ofPlatform(String name) {
    return Arrays.stream(values()).filter(v -> v.platform.equals(name)).findFirst();
  }
}
