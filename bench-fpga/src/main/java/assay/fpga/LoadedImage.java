package assay.fpga;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.DesignPeak;
import assay.core.device.Device;
import assay.core.files.Sha256;
import assay.core.spi.TargetException;
import assay.core.telemetry.Attribution;
import assay.fpga.bitstream.Bitstream;
import assay.fpga.bitstream.BitstreamException;
import assay.fpga.bitstream.Bitstreams;
import assay.fpga.bitstream.Manifest;
import assay.fpga.bitstream.Utilization;
import assay.fpga.discovery.Candidate;
import assay.fpga.discovery.ExecutionClass;
import assay.fpga.discovery.Labels;
import assay.fpga.kernels.KernelSource;
import assay.fpga.opencl.ClContext;
import assay.fpga.opencl.ClDevice;
import assay.fpga.opencl.ClProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A device with the kernels' image loaded and its execution class determined. */
final class LoadedImage implements AutoCloseable {
  private static final String NO_ADDRESS =
      "the driver does not report the board's PCI address, which is needed to find its telemetry";

  /**
   * For the host's processor: a full row of multipliers, so that the compiler vectorizes whole
   * rows. Twice as fast there as a board's shape.
   */
  static final String PROCESSOR_OPTIONS = "-DASSAY_PE_ROWS=1 -DASSAY_PE_COLUMNS=16";

  private final Chosen chosen;
  private final Candidate<ClDevice> device;
  private final ClContext context;
  private final ClProgram program;
  private final Optional<Manifest> manifest;
  private final ExecutionClass executes;
  private final long loadNanos;

  private LoadedImage(
      Chosen chosen,
      ClContext context,
      ClProgram program,
      Optional<Manifest> manifest,
      ExecutionClass executes,
      long loadNanos) {
    this.loadNanos = loadNanos;
    this.chosen = chosen;
    this.device = chosen.device();
    this.context = context;
    this.program = program;
    this.manifest = manifest;
    this.executes = executes;
  }

  /**
   * Opens the device, builds or loads the image, tries every kernel and determines the execution
   * class.
   *
   * @param bitstreams folder of bitstreams; needed except where the driver compiles source
   * @param options for the compiler, if the driver compiles source
   * @throws TargetException if there is no image or its execution class is unknown
   */
  static LoadedImage load(Chosen chosen, Optional<Path> bitstreams, String options) {
    Candidate<ClDevice> device = chosen.device();
    Optional<Bitstream> bitstream = bitstream(chosen, bitstreams);
    // The queue always records times; whether they are meaningful is known only after loading.
    ClContext context = new ClContext(device.handle(), !chosen.vendor().compilesSource());
    try {
      long start = System.nanoTime();
      ClProgram program = program(context, bitstream, options);
      try {
        Kernel.symbols().forEach(name -> program.kernel(name).close());
        long loadNanos = System.nanoTime() - start;
        return new LoadedImage(
            chosen,
            context,
            program,
            bitstream.map(Bitstream::manifest),
            label(device, program),
            loadNanos);
      } catch (RuntimeException e) {
        program.close();
        throw e;
      }
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static Optional<Bitstream> bitstream(Chosen chosen, Optional<Path> folder) {
    if (folder.isEmpty() && chosen.vendor().compilesSource()) {
      return Optional.empty();
    }
    Path where =
        folder.orElseThrow(() ->
            new BitstreamException(
                String.format(
                    Locale.ROOT,
                    "'%s' needs a bitstream, but %s does not name a folder of bitstreams",
                    chosen.device().name(),
                    FpgaTarget.BITSTREAMS)));
    return Optional.of(
        new Bitstreams(where)
            .find(
                new Bitstreams.Wanted(
                    chosen.vendor(), chosen.device().name(), sourceSha256(), Kernel.symbols())));
  }

  /** Checksum of the kernels' source, which a bitstream's manifest contains. */
  static String sourceSha256() {
    return Sha256.of(KernelSource.text().getBytes(StandardCharsets.UTF_8));
  }

  private static ClProgram program(
      ClContext context, Optional<Bitstream> bitstream, String options) {
    return bitstream
        .map(b -> context.load(b.image(), ""))
        .orElseGet(() -> context.build(KernelSource.text(), options));
  }

  private static ExecutionClass label(Candidate<ClDevice> device, ClProgram program) {
    return switch (Labels.of(device, System.getenv(), program.xilinxTargetType())) {
      case Available<ExecutionClass>(ExecutionClass executes) -> executes;
      case Unavailable<ExecutionClass> refused -> throw new TargetException(refused.toText());
    };
  }

  ClContext context() {
    return context;
  }

  ClProgram program() {
    return program;
  }

  ExecutionClass executes() {
    return executes;
  }

  List<Integer> banks() {
    return manifest.map(Manifest::banks).orElse(List.of());
  }

  /** Whether the device keeps subnormal numbers of f32. */
  boolean keepsSubnormals() {
    return device.handle().keepsSubnormals();
  }

  /** Name of the engine, for messages. */
  String engine() {
    return device.version()
        + ", "
        + manifest
            .map(m -> "bitstream of " + m.toolVersion())
            .orElse("kernels compiled from source");
  }

  /** The device for the record; only a board counts as hardware. */
  Device toDevice() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("executionClass", executes.name());
    details.putAll(chosen.details());
    details.put("platform", device.platform());
    details.put("platformVersion", device.version());
    details.put("driverVersion", device.handle().driverVersion());
    details.put("memoryBytes", Long.toString(device.handle().memoryBytes()));
    manifest.ifPresent(m -> describe(m, details));
    if (executes == ExecutionClass.FPGA_HARDWARE) {
      device
          .handle()
          .pciAddress()
          .ifPresentOrElse(
              address -> details.put(Attribution.DEVICE_KEY, address),
              () -> details.put(Attribution.UNATTRIBUTED, NO_ADDRESS));
      details.put("bitstreamLoadSeconds", String.format(Locale.ROOT, "%.3f", loadNanos * 1e-9));
      manifest.map(Utilization::ofMultipliers).ifPresent(peak -> describe(peak, details));
      return new Device.Hardware(device.name(), details);
    }
    return new Device.Emulated(
        String.format(Locale.ROOT, "%s, %s on %s", shortPlatform(), executes.text(), device.name()),
        details);
  }

  private String shortPlatform() {
    return device.platform().equals("Portable Computing Language") ? "PoCL" : device.platform();
  }

  private static void describe(Availability<Double> peak, Map<String, String> details) {
    switch (peak) {
      case Availability.Available<Double>(Double flopsPerSecond) ->
          details.put(DesignPeak.FLOPS, String.format(Locale.ROOT, "%.6g", flopsPerSecond));
      case Availability.Unavailable<Double> none ->
          details.put(DesignPeak.UNAVAILABLE, none.reason());
    }
  }

  private static void describe(Manifest manifest, Map<String, String> details) {
    details.put("bitstreamSha256", manifest.sha256());
    details.put("toolVersion", manifest.toolVersion());
    Double mhz = manifest.fmaxMhz();
    if (mhz != null) {
      details.put("fmaxMhz", String.format(Locale.ROOT, "%.1f", mhz));
    }
    manifest
        .resources()
        .forEach((name, used) ->
            details.put(
                "resource." + name,
                String.format(
                    Locale.ROOT,
                    "%d of %d (%.1f %%)",
                    used.used(),
                    used.available(),
                    100 * used.share())));
  }

  @Override
  public void close() {
    program.close();
    context.close();
  }
}
